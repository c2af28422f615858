import { z } from "zod";
import { planAnswer, planId } from "../model/plan.ts";
import { defineOperation } from "../operation.ts";

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
