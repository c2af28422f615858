import { z } from "zod";
import { planAnswer, planDecision, planId } from "../model/plan.ts";
import { typedLine, typedText } from "../model/typed-texts.ts";
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
    by: typedLine.min(1).describe("The name of the person who decides."),
    note: typedText.optional().describe("Why."),
  }),
  output: planAnswer,
  statuses: [201],
});
