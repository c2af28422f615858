import { z } from "zod";
import { checkRecord, checkSummary } from "./check.ts";
import { resourceError } from "./error.ts";
import { formatVersion } from "./format-version.ts";
import { stoppedScope } from "./outcome.ts";
import { planEntry, planId, planSummary } from "./plan.ts";
import { runDocument, runEnd, runId, runOutcome, runResult } from "./run.ts";

/** What every command prints with `--output json` if the request as a whole is refused or fails. */
export const errorDocument = z.strictObject({ formatVersion, error: resourceError });

/** What `crosstag check --output json` prints: its report, which can be read again. */
export const checkReport = z.strictObject({
  formatVersion,
  format: z
    .literal("crosstag-check/1")
    .describe("The format of the report, whose version counts when it is read again."),
  summary: checkSummary.omit({ type: true }),
  resources: z.array(checkRecord.omit({ type: true })),
});

/** What `crosstag plan --output json` prints. */
export const shownPlan = z.strictObject({
  formatVersion,
  header: z.strictObject({
    schema: z.literal("crosstag-plan/2").describe("The format of plan files."),
    createdAt: z.iso.datetime(),
    digest: planId,
    origin: z.looseObject({ type: z.enum(["desired-state", "undo", "tag-sets"]) }).describe("What it was made from."),
    summary: planSummary,
  }),
  entries: z.array(planEntry),
});

/** What `crosstag apply --output json` prints, and `resume` and `undo`. */
export const appliedRun = z.strictObject({
  formatVersion,
  run: runId.optional(),
  plan: planId.optional(),
  reportFile: z.string().optional().describe("The report that was written about it."),
  journalHash: z.string().optional().describe("Stands for the whole journal; to be kept elsewhere."),
  ...runResult.shape,
});

/** What `crosstag runs --output json` prints. */
export const shownRuns = z.strictObject({
  formatVersion,
  runs: z.array(runDocument.omit({ undoes: true, result: true, progress: true }).extend({ folder: z.string() })),
});

/** What `crosstag runs show RUN --output json` prints. */
export const shownRun = z.strictObject({
  formatVersion,
  run: runId,
  folder: z.string(),
  startedAt: z.iso.datetime(),
  startedBy: z.string().optional().describe("Who started it, if the journal says it."),
  plan: planId,
  journalHash: z.string().optional(),
  changes: z.int(),
  ended: runEnd.optional().describe("Absent: in progress, or cut off."),
  stopped: z.array(stoppedScope).optional(),
  changedInPart: z.int(),
  outcomes: z.array(runOutcome.extend({ type: z.literal("outcome") })).describe("As the journal has them."),
  notShown: z.array(z.string()).describe("Changed resources that did not show the change when they were read again."),
  notRead: z.array(z.string()).describe("Changed resources that could not be read again."),
});
