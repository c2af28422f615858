import { z } from "zod";
import { runId, runOutcome } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Shows the outcomes of a run. */
export const readRunOutcomes = defineOperation({
  name: "read-run-outcomes",
  title: "ReadRunOutcomes",
  summary: "Shows what became of each resource of a run: one JSON line each.",
  method: "get",
  path: "/v1/runs/{run}/outcomes",
  effect: "read",
  input: z.strictObject({ run: runId }),
  output: runOutcome,
  answers: "json-lines",
});
