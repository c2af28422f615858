import { z } from "zod";
import { runAnswer, runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Stops a run. */
export const cancelRun = defineOperation({
  name: "cancel-run",
  title: "CancelRun",
  summary: "Stops a run in order: calls under way end, and no other is made. It can be resumed.",
  method: "post",
  path: "/v1/runs/{run}/cancel",
  effect: "write",
  input: z.strictObject({ run: runId, dryRun: z.boolean().optional() }),
  output: runAnswer,
  statuses: [200, 202],
});
