import { z } from "zod";
import { planSummary } from "../model/plan.ts";
import { runAnswer, runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Takes a run back. */
export const undoRun = defineOperation({
  name: "undo-run",
  title: "UndoRun",
  summary: "Restores the tags from before a run, on every resource that still is as the run left it.",
  method: "post",
  path: "/v1/runs/{run}/undo",
  effect: "write",
  input: z.strictObject({
    run: runId,
    dryRun: z.boolean().optional().describe("Show what would be restored, and restore nothing. Default: false."),
  }),
  output: runAnswer.partial({ run: true, state: true }).extend({
    planned: planSummary.describe("What the undo changes and skips."),
  }),
  statuses: [200, 202],
});
