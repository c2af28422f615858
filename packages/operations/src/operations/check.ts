import { z } from "zod";
import { checkProgress, checkRecord, checkSummary } from "../model/check.ts";
import { policyInput } from "../model/policy-input.ts";
import { cloudNames, kind } from "../model/tags.ts";
import { defineOperation } from "../operation.ts";

/** Compares every resource with a policy. */
export const check = defineOperation({
  name: "check",
  title: "Check",
  summary: "Compares every resource with a policy: one JSON line each, and a summary at the end.",
  method: "post",
  path: "/v1/check",
  effect: "read",
  input: z.strictObject({
    ...policyInput,
    clouds: cloudNames.optional(),
    kinds: z.array(kind).optional().describe("Only these kinds. Default: those of the policy."),
    showValues: z.boolean().optional().describe("Give the values of tags in findings. Default: false."),
    progress: z
      .boolean()
      .optional()
      .describe("Also give lines that say how many resources were found so far. Default: false."),
  }),
  output: z.union([checkRecord, checkSummary, checkProgress]),
  answers: "json-lines",
});
