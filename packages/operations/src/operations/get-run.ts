import { z } from "zod";
import { runAnswer, runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Shows a run. */
export const getRun = defineOperation({
  name: "get-run",
  title: "GetRun",
  summary: "Shows how far a run is, or how it ended.",
  method: "get",
  path: "/v1/runs/{run}",
  effect: "read",
  input: z.strictObject({ run: runId }),
  output: runAnswer,
});
