import type { OutcomeStatus, RunFailureGroup, RunResult } from "@crosstag/core";
import { describeCount } from "./describe-count.ts";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { describeInPart, describePartial } from "./describe-partial.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";
import { printableLine } from "./printable.ts";
import { quoteForShell } from "./quote-for-shell.ts";
import { describeError } from "./report-error.ts";
import { describeGroup, type ResourceGroup } from "./resource-groups.ts";
import { describeSkipReason, groupBy, known } from "@crosstag/core/internal";

/** What the result of a run does not say itself. */
export interface RunFacts {
  /** The run's id; without one there is nothing to resume or to take back. */
  readonly run?: string;
  /** The digest of the plan. */
  readonly plan?: string;
  /** Stands for the whole journal; to be kept elsewhere. */
  readonly journalHash?: string | undefined;
  /** A report that was written about it. */
  readonly reportFile?: string;
  /** The folder of runs where it is not the default one: it has to be named again. */
  readonly journal?: string;
}

/** Writes the result of a run to standard output, and the commands to use next to standard error. */
export async function writeRun(
  result: RunResult,
  facts: RunFacts,
  { output, messages }: { readonly output: Output; readonly messages: Messages },
): Promise<void> {
  if (output.format === "table") {
    const { paint } = output;
    const groups = [
      ...result.failures.map((group) => describeGroup(causeOf(group), (text) => paint("red", text))),
      ...skippedGroups(result).map((group) => describeGroup(group, (text) => paint("yellow", text))),
      ...doubtsOf(result).map((group) => describeGroup(group, (text) => paint("yellow", text))),
    ];
    for (const lines of groups) await output.write(`${lines.join("\n")}\n\n`);
    await output.write(`${paint("bold", describeCounts(result))}\n${describeCalls(result)}\n`);
  } else {
    const { run, plan, reportFile, journalHash } = facts;
    const document = { run, plan, reportFile, journalHash, ...result };
    await (output.format === "json" ? output.json(document) : output.line(document));
    messages.info(describeCounts(result));
  }
  tellHowItEnded(result, facts, messages);
}

const STATUSES: readonly OutcomeStatus[] = ["changed", "unchanged", "skipped", "failed", "unknown"];

function describeCounts({ counts, changedInPart }: RunResult): string {
  const total = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const parts = STATUSES.map((status) => `${describeNumber(counts[status])} ${status}`);
  return `${describeCount(total, "resource")}: ${parts.join(", ")}.${describeInPart(changedInPart)}`;
}

function describeCalls({ calls, throttled, seconds }: RunResult): string {
  const made = Object.entries(calls).filter(([, count]) => count > 0);
  const parts = made.map(([operation, count]) => `${describeNumber(count)} ${operation}`);
  return `Calls: ${parts.length > 0 ? parts.join(", ") : "none"}; ${describeNumber(throttled)} throttled; ${describeDuration(seconds)}.`;
}

const CAUSE_NAMES = { failed: "Failed", unknown: "Unknown", changed: "Changed, but not confirmed" } as const;
const UNKNOWN_NOTE = "The change may or may not have been made. Read the tags to find out.";

/** Changes that a person still has to check. */
function doubtsOf({ notShown, notRead, otherChanges }: RunResult): readonly ResourceGroup[] {
  return [
    ...(notShown === undefined ? [] : [causeOf(notShown)]),
    ...(notRead === undefined ? [] : [causeOf(notRead, "Changed, but not read back")]),
    ...(otherChanges === undefined ? [] : [causeOf(otherChanges, "Changed, and another program was at work")]),
  ];
}

function causeOf(group: RunFailureGroup, name: string = CAUSE_NAMES[group.status]): ResourceGroup {
  const { status, code, providerCode, message, hint, partial = [], resources, examples } = group;
  const cause = code === undefined ? "" : `, ${code}`;
  const notes = [
    message,
    ...(hint === undefined ? [] : [hint]),
    ...(status === "unknown" ? [UNKNOWN_NOTE] : []),
    ...partial.map((kind) => `${describeCount(kind.resources, "resource")}: ${describePartial(kind, status)}`),
  ];
  return {
    heading: `${name}${cause}${providerCode === undefined ? "" : ` (${providerCode})`}`,
    resources,
    parts: [{ notes, resources, examples }],
  };
}

/** The result counts them only; which they are is in the journal and in the report. */
function skippedGroups({ skipped }: RunResult): readonly ResourceGroup[] {
  return Object.entries(skipped)
    .filter(([, resources]) => resources > 0)
    .map(([reason, resources]) => ({
      heading: `Skipped, ${reason}`,
      resources,
      parts: [{ notes: [known(describeSkipReason(reason))], resources, examples: [] }],
    }));
}

const ENDINGS: Readonly<Record<Exclude<RunResult["ended"], "complete">, string>> = {
  interrupted: "The run was interrupted. Calls in progress were finished.",
  "too-many-failures": "The run stopped because more resources failed than --max-failures allows. Fix the cause first.",
  limit: "The run stopped at --limit.",
  "canary-failed":
    "The run stopped because not all of its first resources (--canary) changed as planned. Fix the cause first.",
  "journal-failed": "The run stopped because its journal could not be written. Fix that first.",
  credentials: "The run stopped early because a cloud does not accept the credentials.",
  "account-refused": "The run stopped early because a cloud refuses every call of the account.",
  unreachable: "The run stopped early because a cloud cannot be reached.",
  "not-configured": "A part of the plan was left out because no cloud is configured for it.",
};

const WHEN_TO_RESUME: Readonly<Partial<Record<RunResult["ended"], string>>> = {
  credentials: "When the credentials are renewed",
  "account-refused": "When that is fixed",
  unreachable: "When it can be reached",
  "not-configured": "When it is configured",
};

/** What to type to continue a run that ended early. @param rest the end of the command */
export function describeResume(ended: Exclude<RunResult["ended"], "complete">, rest: string): string {
  return `${WHEN_TO_RESUME[ended] ?? "To continue it"}: crosstag resume ${rest}`;
}

/** What to type to read tags back that a run could not. @param rest the end of the command */
export function describeReadAgain(rest: string): string {
  return `To read the tags again: crosstag resume ${rest}`;
}

function tellHowItEnded(result: RunResult, facts: RunFacts, messages: Messages): void {
  if (result.ended !== "complete") {
    const lines = describeEarlyEnd(result, result.ended, facts);
    if (result.ended === "limit") messages.info(lines);
    else messages.error(lines);
  } else if (hasDoubts(result) && result.stopped !== undefined)
    messages.warn(["Not all changes could be read back.", ...describeStopped(result.stopped).map(indented)]);
  if (facts.reportFile !== undefined) messages.info(`Report: ${facts.reportFile}`);
  for (const line of nextCommands(result, facts)) messages.info(line);
}

function describeEarlyEnd(
  { journalError, stopped = [] }: RunResult,
  ended: Exclude<RunResult["ended"], "complete">,
  { run, journal }: RunFacts,
): readonly string[] {
  const details = [
    ...(journalError === undefined ? [] : [describeError(journalError)]),
    ...(journalError?.hint === undefined ? [] : [journalError.hint]),
    ...describeStopped(stopped),
    ...(run === undefined ? [] : [describeResume(ended, `${run}${journalOption(journal)}`)]),
  ];
  // A limit that is reached is not an error: these are lines like the others.
  if (ended === "limit") return [ENDINGS[ended], ...details];
  return [ENDINGS[ended], ...details.map(indented)];
}

function indented(line: string): string {
  return `  ${line}`;
}

/** Changes that reading has not confirmed: a resume reads these again. */
function hasDoubts({ notShown, notRead }: RunResult): boolean {
  return notShown !== undefined || notRead !== undefined;
}

function nextCommands(result: RunResult, { run, journal, journalHash }: RunFacts): readonly string[] {
  if (run === undefined) return [];
  const where = journalOption(journal);
  const { ended, counts } = result;
  const { changed, failed, unknown } = counts;
  const lines: string[] = [];
  if (ended === "complete" && failed + unknown > 0)
    lines.push(`To retry the failed resources: crosstag resume ${run}${where}`);
  else if (ended === "complete" && hasDoubts(result)) lines.push(describeReadAgain(`${run}${where}`));
  if (changed + failed + unknown > 0) lines.push(`To undo it: crosstag undo ${run}${where}`);
  lines.push(`To show it: crosstag runs show ${run}${where}`);
  if (journalHash !== undefined)
    lines.push(`To verify it: crosstag runs verify ${run}${where} --expect ${journalHash}`);
  return lines;
}

/** What a command needs to find a run. @param journal undefined: the default folder */
export function journalOption(journal: string | undefined): string {
  return journal === undefined ? "" : ` --journal ${quoteForShell(journal)}`;
}

/** Clouds that are named for one reason; the others are counted. */
const MOST_NAMED = 3;

/** For each reason why clouds stopped early: where, why, and how to renew what they need. */
export function describeStopped(stopped: NonNullable<RunResult["stopped"]>): readonly string[] {
  const reasons = groupBy(stopped, ({ code, message, hint }) => [code, message, hint].join("\n"));
  return [...reasons.values()].flatMap((alike) => {
    const { code, message, hint, providerCode } = known(alike[0]);
    const names = alike.slice(0, MOST_NAMED).map(({ scope }) => printableLine(scope));
    const more = alike.length > MOST_NAMED ? ` and ${alike.length - MOST_NAMED} more` : "";
    return [
      `${names.join(", ")}${more}: ${message} [${[code, providerCode].filter((fact) => fact !== undefined).join(", ")}]`,
      ...(hint === undefined ? [] : [`  ${hint}`]),
    ];
  });
}
