import { z } from "zod";
import { planId } from "../model/plan.ts";
import { runAnswer } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Starts a run. */
export const startRun = defineOperation({
  name: "start-run",
  title: "StartRun",
  summary: "Applies an approved plan. Answers as soon as the run has begun.",
  method: "post",
  path: "/v1/runs",
  effect: "write",
  input: z.strictObject({
    plan: planId,
    limit: z.int().min(1).optional().describe("Change this many resources at most. Default: all."),
    canary: z
      .int()
      .min(1)
      .optional()
      .describe("Change this many first, and continue only if none failed. Default: none."),
    maximumFailures: z.int().min(1).optional().describe("Stop after this many failures. Default: no limit."),
    dryRun: z.boolean().optional().describe("Check that the run could begin, and start nothing. Default: false."),
  }),
  output: runAnswer.partial({ run: true, state: true }),
  statuses: [200, 202],
});
