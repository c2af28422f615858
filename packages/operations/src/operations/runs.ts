import { z } from "zod";
import { formatVersion } from "../format-version.ts";
import { planId, planSummary } from "../model/plan.ts";
import { runDocument, runEvent, runId, runOutcome } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

const runAnswer = z.strictObject({ formatVersion, ...runDocument.shape });

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
    canary: z.int().min(1).optional().describe("Change this many first, and go on only if none failed. Default: none."),
    maximumFailures: z.int().min(1).optional().describe("Stop after this many failures. Default: no limit."),
    dryRun: z.boolean().optional().describe("Check that the run could begin, and start nothing. Default: false."),
  }),
  output: runAnswer.partial({ run: true }),
  statuses: [200, 202],
});

/** Names the runs of the service. */
export const listRuns = defineOperation({
  name: "list-runs",
  title: "ListRuns",
  summary: "Names the runs of the service, the newest first.",
  method: "get",
  path: "/v1/runs",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({ formatVersion, runs: z.array(runDocument) }),
});

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

/** Continues a run. */
export const resumeRun = defineOperation({
  name: "resume-run",
  title: "ResumeRun",
  summary: "Continues a run that was interrupted. What is done is not repeated.",
  method: "post",
  path: "/v1/runs/{run}/resume",
  effect: "write",
  input: z.strictObject({ run: runId, dryRun: z.boolean().optional() }),
  output: runAnswer,
  statuses: [200, 202],
});

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
