import type { CheckRow, ListedSchedule, OpenViolation, WaitingCheck } from "@crosstag/dbos";
import { coverageOf, percent } from "@crosstag/compliance";
import type { Invocation } from "../../invocation.ts";
import { describeCount } from "../../output/describe-count.ts";
import { describeNumber } from "../../output/describe-number.ts";
import { showResult } from "../../output/show-result.ts";
import { writeTable, type TableCell } from "../../output/table.ts";

type Place = Pick<Invocation, "output" | "messages">;

/** There is no number. */
const NONE = "-";

/** All schedules, without the texts of their policies in tables. */
export async function writeSchedules(schedules: readonly ListedSchedule[], { output, messages }: Place): Promise<void> {
  const headings = ["SCHEDULE", "WORK", "CRON", "TIME ZONE", "POLICY", "LAST CHECK", "STATE", "OPEN"];
  await showResult(output, {
    table: async () => {
      if (schedules.length > 0) await writeTable(output, headings, schedules.map(scheduleRow));
    },
    document: () => ({ schedules }),
    records: () => schedules,
  });
  if (schedules.length === 0) messages.info("There are no schedules. To add one: crosstag schedule add --help");
  const waitsFor = schedules.find((schedule) => schedule.waitsFor !== undefined)?.waitsFor;
  if (waitsFor !== undefined) messages.warn(missingWorker(waitsFor));
  for (const { definition, last } of schedules) warnOfWaiting(last, definition.name, messages);
  for (const { definition, active } of schedules)
    if (!active)
      messages.warn(`Workers do not begin ${JSON.stringify(definition.name)}. Add it again, with --replace.`);
}

function scheduleRow({ definition, last }: ListedSchedule): readonly TableCell[] {
  const { name, action, cron, timeZone = "UTC", policyFile } = definition;
  return [
    name,
    action,
    cron,
    timeZone,
    policyFile,
    last === undefined ? NONE : timeOf(last.tick),
    last === undefined ? NONE : stateCell(last),
    countOf(last?.openViolations),
  ];
}

/** The checks of a schedule, the newest first. */
export async function writeTrend(checks: readonly CheckRow[], { output, messages }: Place): Promise<void> {
  const headings = ["CHECK", "STATE", "RESOURCES", "COMPLIANT", "UNREAD", "OPEN", "NEW", "FIXED", "POLICY"];
  await showResult(output, {
    table: async () => {
      if (checks.length > 0) await writeTable(output, headings, checks.map(checkCells));
    },
    document: () => ({ checks }),
    records: () => checks,
  });
  if (checks.length === 0) messages.info("There are no checks yet.");
  if (new Set(checks.flatMap(({ policyDigest }) => policyDigest ?? [])).size > 1)
    messages.info("The policy changed between these checks: see POLICY.");
}

function checkCells(check: CheckRow): readonly TableCell[] {
  const { tick, resources, results, newViolations, closedViolations, openViolations, policyDigest } = check;
  const coverage = results === undefined ? null : coverageOf({ results });
  const isCounted = results !== undefined;
  return [
    timeOf(tick),
    stateCell(check),
    countOf(resources),
    coverage === null ? NONE : percent(coverage),
    countOf(results?.error),
    countOf(openViolations),
    countOf(isCounted ? newViolations : undefined),
    countOf(isCounted ? (closedViolations.fixed ?? 0) : undefined),
    policyDigest?.replace(/^sha256:/, "").slice(0, 8) ?? NONE,
  ];
}

/** The open violations of a schedule, the oldest first, and its last check. */
export async function writeResults(
  last: CheckRow | undefined,
  violations: readonly OpenViolation[],
  { output, messages }: Place,
): Promise<void> {
  const headings = ["FIRST SEEN", "LAST SEEN", "SEVERITY", "RULE", "TEAM", "RESOURCE", "PROBLEM"];
  await showResult(output, {
    table: async () => {
      if (violations.length > 0) await writeTable(output, headings, violations.map(violationCells));
    },
    document: () => ({ ...(last !== undefined && { last }), violations }),
    records: () => violations,
  });
  if (last === undefined) messages.info("There are no checks yet.");
  else describeLast(last, messages);
}

function violationCells({ firstSeen, lastSeen, severity, rule, team, reference, message }: OpenViolation) {
  return [firstSeen.slice(0, 10), lastSeen.slice(0, 10), severity, rule, team ?? NONE, reference, message];
}

/**
 * One check that was just done.
 * @param toSeeMore the command that shows its violations
 */
export async function writeCheck(check: CheckRow, toSeeMore: string, { output, messages }: Place): Promise<void> {
  await showResult(output, {
    table: async () => {
      describeLast(check, messages);
    },
    document: () => check,
  });
  if ((check.openViolations ?? 0) > 0) messages.info(`To see the violations: ${toSeeMore}`);
}

function describeLast(check: CheckRow, messages: Place["messages"]): void {
  const { tick, state, reason, results, resources, incomplete = [], run } = check;
  const { openViolations, newViolations, closedViolations } = check;
  const time = timeOf(tick);
  if (results === undefined || resources === undefined || openViolations === undefined) {
    messages.warn(
      `The check of ${time} has no result (${check.waitsFor === undefined ? state : "waiting"})${reason === undefined ? "." : `: ${reason}`}`,
    );
    return;
  }
  messages.info(
    `The check of ${time} read ${describeCount(resources - results.error, "resource")}: ${describeCount(openViolations, "open violation")}, ${describeNumber(newViolations)} new, ${describeNumber(closedViolations.fixed ?? 0)} fixed.`,
  );
  for (const sentence of incomplete) messages.warn(sentence);
  if (state === "incomplete")
    messages.warn("It is incomplete: violations on resources that it could not read are still open.");
  if (reason !== undefined) messages.warn(reason);
  if (run !== undefined) messages.info(`Fixes are applied by the run ${run}.`);
}

/** Only workers of the same version continue each other's work. */
export function warnOfWaiting(check: CheckRow | undefined, schedule: string, messages: Place["messages"]): void {
  if (check?.waitsFor === undefined) return;
  const { tick, waitsFor } = check;
  const version = waitsFor === "" ? "its version" : `the version ${waitsFor}`;
  messages.warn([
    `The worker of the check of ${timeOf(tick)} has ended: it waits for another worker of ${version}.`,
    `  To end it: crosstag schedule cancel ${schedule}`,
  ]);
}

/** The last worker that could do a check has ended while it was waited for. */
export function warnOfNoWorker(waiting: WaitingCheck, results: string, messages: Place["messages"]): void {
  messages.warn([
    missingWorker(waiting),
    `  An interruption ends only this command. To see the check later: ${results}`,
  ]);
}

/** Which worker to start, as no worker that is running begins checks. */
function missingWorker({ version, otherVersions }: WaitingCheck): string {
  return otherVersions.length === 0
    ? "No worker is running, so checks wait. Start one on any machine: crosstag worker --database-url URL"
    : `Checks wait for a worker of the version ${version}. The workers that are running have the version ${otherVersions.join(", ")}: start a worker with the newest version of Crosstag that has used this database.`;
}

function stateCell({ state, waitsFor }: CheckRow): TableCell {
  if (waitsFor !== undefined) return { text: "waiting", style: "yellow" };
  return { text: state, style: state === "complete" ? "green" : state === "running" ? "bold" : "yellow" };
}

function timeOf(time: Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function countOf(count: number | undefined): string {
  return count === undefined ? NONE : describeNumber(count);
}
