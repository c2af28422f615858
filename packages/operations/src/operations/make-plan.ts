import { z } from "zod";
import { planAnswer } from "../model/plan.ts";
import { planSource } from "../model/plan-source.ts";
import { typedLine } from "../model/typed-texts.ts";
import { defineOperation } from "../operation.ts";

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
    title: typedLine.optional().describe("A name for people. Default: none."),
    maxChanges: z.int().min(0).optional().describe("Refuse a plan that changes more resources. Default: no limit."),
    dryRun: z.boolean().optional().describe("Make the plan and do not keep it. Default: false."),
  }),
  output: planAnswer,
  statuses: [200, 201],
});
