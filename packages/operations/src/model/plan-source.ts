import { z } from "zod";
import { policyInput } from "./policy-input.ts";
import { resourceName } from "./resource-names.ts";
import { runId } from "./run.ts";
import { cloudNames, kind, tagRecord } from "./tags.ts";

/** What a plan is made from. */
export const planSource = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("desired-state").describe("A desired state, in the form of `crosstag-tags.yaml`."),
    desired: z.looseObject({}).describe("The desired state."),
    changeSoftwareTags: z.boolean().optional().describe("Also change tags that drive other software. Default: false."),
  }),
  z.strictObject({
    from: z.literal("changes").describe("Changes resource by resource, as a table of tags has them."),
    changes: z
      .array(
        z.strictObject({
          resource: resourceName,
          set: tagRecord.optional().describe("Tags to add or overwrite."),
          remove: z.array(z.string()).optional().describe("Tag keys to remove."),
        }),
      )
      .min(1)
      .max(100_000)
      .describe("At most one for each resource."),
    changeSoftwareTags: z.boolean().optional().describe("Also change tags that drive other software. Default: false."),
  }),
  z.strictObject({
    from: z.literal("policy").describe("The fixes of a policy that need no guessing."),
    ...policyInput,
    clouds: cloudNames.optional(),
    kinds: z.array(kind).optional(),
    changeSoftwareTags: z.boolean().optional().describe("Also change tags that drive other software. Default: false."),
  }),
  z.strictObject({ from: z.literal("undo").describe("The undo of a run."), run: runId }),
]);
