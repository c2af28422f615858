import { z } from "zod";
import { formatVersion } from "./format-version.ts";
import { errorCode, resourceError } from "./error.ts";
import { callCounts, outcomeCounts, partialChange, stoppedScope } from "./outcome.ts";
import { planId } from "./plan.ts";

/** The id of a run. */
export const runId = z
  .string()
  .regex(/^\d{8}-\d{6}-[0-9a-f]{6}$/)
  .describe("The run's id: time in UTC and some chance.")
  .meta({ id: "RunId", examples: ["20261125-072011-3f9a2c"] });

const failureGroup = z
  .strictObject({
    status: z.enum(["failed", "unknown", "changed"]),
    code: errorCode.optional(),
    providerCode: z.string().optional(),
    message: z.string().describe("What happened, without the names of resources."),
    hint: z.string().optional(),
    resources: z.int().describe("The number of resources."),
    partial: z
      .array(partialChange.extend({ resources: z.int() }))
      .optional()
      .describe("What was done of changes of several calls."),
    examples: z.array(z.string()).describe("The first few resources."),
  })
  .meta({ id: "RunFailureGroup" });

/** How a run ended. */
export const runEnd = z.enum([
  "complete",
  "interrupted",
  "too-many-failures",
  "limit",
  "canary-failed",
  "journal-failed",
  "credentials",
  "account-refused",
  "unreachable",
  "not-configured",
]);

/** The result of a run, in counts. */
export const runResult = z
  .strictObject({
    ended: runEnd,
    counts: outcomeCounts,
    changedInPart: z.int().describe("Resources whose change was made partially."),
    skipped: z.record(z.string(), z.int()).describe("Skipped resources by reason."),
    notShown: failureGroup.optional().describe("Changed resources that do not show the change when read again."),
    notRead: failureGroup.optional().describe("Changed resources that could not be read again."),
    otherChanges: failureGroup.optional().describe("Resources of which another program changed other tags."),
    failures: z.array(failureGroup).describe("Failed and unknown resources by cause, the largest group first."),
    stopped: z.array(stoppedScope).optional(),
    journalError: resourceError.optional(),
    calls: callCounts,
    throttled: z.int().describe("How many calls were throttled."),
    seconds: z.number().describe("The duration of the run."),
  })
  .meta({ id: "RunResult" });

/** How far one cloud, account and region is in a run. */
export const runProgress = z
  .strictObject({
    scope: z.string(),
    resources: z.int().describe("Resources that the plan changes."),
    settled: z.int().describe("Resources that have their outcome."),
    failed: z.int(),
    unknown: z.int(),
    plannedCalls: z.int().describe("Write calls that the plan needs."),
    calls: z.int().describe("Write calls that have ended."),
    throttled: z.int(),
    requestsPerSecond: z.number().nullable().describe("The pace. Null: calls are not paced."),
  })
  .meta({ id: "RunProgress" });

const startedBy = z.string().describe("The name of the token that began this part, or `console`.");

const runState = z.enum(["running", "stopping", "ended", "interrupted"]);

const undoneBy = z
  .array(
    z.strictObject({
      run: runId,
      state: runState.describe("The state of the undo."),
      restored: z.int().optional().describe("Resources that it restored. Absent: it has no end yet."),
    }),
  )
  .min(1)
  .readonly();

/** A run of the service. */
export const runDocument = z
  .strictObject({
    run: runId,
    plan: planId.optional().describe("Absent: the beginning of the journal cannot be read."),
    state: runState.describe("`interrupted`: it can be resumed. `ended`: see `ended`."),
    startedAt: z.iso.datetime().optional(),
    startedBy: z.string().optional().describe("The name of the token that started it, or `console`."),
    changes: z.int().optional().describe("Resources that the plan changes."),
    ended: runEnd.optional(),
    counts: outcomeCounts.optional(),
    undoes: runId.optional().describe("The run that this one undoes."),
    undoneBy: undoneBy
      .optional()
      .describe(
        "The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none.",
      ),
    result: runResult.optional().describe("Only of a run that this process has ended."),
    progress: z.array(runProgress).optional().describe("Only of a run that this process is applying."),
    problem: z.string().optional().describe("Why it cannot be read."),
  })
  .meta({ id: "Run" });

/** The outcome of one resource in a journal. */
export const runOutcome = z
  .strictObject({
    scope: z.string(),
    endpoint: z.string().optional(),
    reference: z.string(),
    status: z.enum(["changed", "unchanged", "skipped", "failed", "unknown"]),
    reason: z.string().optional(),
    code: errorCode.optional(),
    message: z.string().optional(),
    hint: z.string().optional(),
    providerCode: z.string().optional(),
    tagKeys: z.array(z.string()).optional(),
    appliedKeys: z.array(z.string()).optional(),
    partial: partialChange.optional(),
    otherChanges: z.array(z.string()).optional(),
    requestIds: z.array(z.string()).optional(),
  })
  .meta({ id: "RunOutcome" });

/** The data of one server-sent event of a run. Its id is the line of the journal; `progress` has the id of the line before. */
export const runEvent = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("started"),
      run: runId,
      plan: planId,
      changes: z.int(),
      at: z.iso.datetime(),
      by: startedBy.optional(),
    }),
    z.strictObject({ type: z.literal("resumed"), at: z.iso.datetime(), by: startedBy.optional() }),
    z.strictObject({ type: z.literal("outcome"), at: z.iso.datetime(), outcome: runOutcome }),
    z
      .strictObject({
        type: z.enum(["not-shown", "not-read", "shown"]),
        at: z.iso.datetime(),
        reference: z.string(),
        tagKeys: z.array(z.string()),
      })
      .describe(
        "What reading a changed resource again has shown. Of a resource, the last one after its last outcome counts.",
      ),
    z.strictObject({ type: z.literal("progress"), scopes: z.array(runProgress) }),
    z
      .strictObject({ type: z.literal("ended"), at: z.iso.datetime(), ended: runEnd, counts: outcomeCounts })
      .describe("The run has ended. `resumed` follows if it continued later; otherwise the stream ends."),
    z
      .strictObject({ type: z.literal("interrupted") })
      .describe("The run was cut off, and no process applies it. The stream ends; the run can be resumed."),
  ])
  .meta({ id: "RunEvent" });

/** The answer of operations about one run. */
export const runAnswer = z.strictObject({ formatVersion, ...runDocument.shape });
