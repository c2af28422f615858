import { z } from "zod";
import { planAnswer, planDecision, planId } from "../model/plan.ts";
import { defineOperation } from "../operation.ts";

/** Records a decision about a plan. */
export const approvePlan = defineOperation({
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
