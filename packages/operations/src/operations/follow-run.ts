import { z } from "zod";
import { runEvent, runId } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Follows a run. */
export const followRun = defineOperation({
  name: "follow-run",
  title: "FollowRun",
  summary: "Follows a run as server-sent events. `Last-Event-ID` continues after that line of the journal.",
  method: "get",
  path: "/v1/runs/{run}/events",
  effect: "read",
  input: z.strictObject({ run: runId }),
  output: runEvent,
  answers: "events",
});
