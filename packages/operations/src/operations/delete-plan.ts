import { z } from "zod";
import { formatVersion } from "../model/format-version.ts";
import { planId } from "../model/plan.ts";
import { defineOperation } from "../operation.ts";

/** Deletes a plan. */
export const deletePlan = defineOperation({
  name: "delete-plan",
  title: "DeletePlan",
  summary: "Deletes a plan that no run is applying, with its approval. Its runs keep their own copies.",
  method: "post",
  path: "/v1/plans/{plan}/delete",
  effect: "plan",
  input: z.strictObject({
    plan: planId,
    dryRun: z.boolean().optional().describe("Check that it could be deleted, and keep it. Default: false."),
  }),
  output: z.strictObject({
    formatVersion,
    plan: planId,
    deleted: z.boolean().describe("False: a dry run."),
  }),
});
