import { z } from "zod";
import { formatVersion } from "../format-version.ts";
import { planDocument, planEntry, planId, planDecision } from "../model/plan.ts";
import { resourceName } from "../model/resource-names.ts";
import { cloudNames, kind, tagRecord } from "../model/tags.ts";
import { runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";
import { policyInput } from "./check.ts";

const planAnswer = z.strictObject({ formatVersion, ...planDocument.shape });

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

/** Makes a plan. Reads from the clouds, changes nothing there. */
export const makePlan = defineOperation({
  name: "make-plan",
  title: "MakePlan",
  summary:
    "Makes a plan from a desired state, changes, a policy, or a run to undo. Reads from the clouds, changes nothing.",
  method: "post",
  path: "/v1/plans",
  effect: "plan",
  input: z.strictObject({
    source: planSource,
    title: z.string().max(200).optional().describe("A name for people. Default: none."),
    maxChanges: z.int().min(0).optional().describe("Refuse a plan that changes more resources. Default: no limit."),
    dryRun: z.boolean().optional().describe("Make the plan and do not keep it. Default: false."),
  }),
  output: planAnswer,
  statuses: [200, 201],
});

/** Names the plans of the service. */
export const listPlans = defineOperation({
  name: "list-plans",
  title: "ListPlans",
  summary: "Names the plans of the service, the newest first.",
  method: "get",
  path: "/v1/plans",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({ formatVersion, plans: z.array(planDocument) }),
});

/** Shows a plan. */
export const getPlan = defineOperation({
  name: "get-plan",
  title: "GetPlan",
  summary: "Shows a plan with its counts, warnings and decisions.",
  method: "get",
  path: "/v1/plans/{plan}",
  effect: "read",
  input: z.strictObject({ plan: planId }),
  output: planAnswer,
});

/** Shows the entries of a plan. */
export const readPlanEntries = defineOperation({
  name: "read-plan-entries",
  title: "ReadPlanEntries",
  summary: "Shows what a plan changes, skips and could not read: one JSON line for each resource.",
  method: "get",
  path: "/v1/plans/{plan}/entries",
  effect: "read",
  input: z.strictObject({ plan: planId }),
  output: planEntry,
  answers: "json-lines",
});

/** Records a decision about a plan. */
export const decidePlan = defineOperation({
  name: "approve-plan",
  title: "ApprovePlan",
  summary: "Approves or rejects a plan, with a name and a note that are kept with its digest.",
  method: "post",
  path: "/v1/plans/{plan}/decisions",
  effect: "plan",
  input: z.strictObject({
    plan: planId,
    decision: planDecision.shape.decision,
    by: z.string().min(1).max(200).describe("The name of the person who decides."),
    note: z.string().max(2_000).optional().describe("Why."),
  }),
  output: planAnswer,
  statuses: [201],
});
