import { z } from "zod";
import { runAnswer, runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Continues a run. */
export const resumeRun = defineOperation({
  name: "resume-run",
  title: "ResumeRun",
  summary:
    "Continues a run that was interrupted. What is done is not repeated; what could not be read back is read again.",
  method: "post",
  path: "/v1/runs/{run}/resume",
  effect: "write",
  input: z.strictObject({ run: runId, dryRun: z.boolean().optional() }),
  output: runAnswer,
  statuses: [200, 202],
});
