import { z } from "zod";
import { planEntry, planId } from "../model/plan.ts";
import { defineOperation } from "../operation.ts";

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
