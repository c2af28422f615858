import type { Outcome, WriteResult } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { exitCodeOfOutcomes } from "../exit-code-of.ts";
import type { ExitCode } from "../exit-code.ts";
import { describePartial } from "./describe-partial.ts";
import { describeError, reportViolations } from "./report-error.ts";
import { RowHints } from "./row-hints.ts";
import { describeStopped } from "./write-run.ts";
import { writeTable, type TableCell } from "./table.ts";
import { showResult } from "./show-result.ts";

const STYLES = { changed: "green", unchanged: "dim", skipped: "yellow", failed: "red", unknown: "red" } as const;

/** The outcome of every resource as data, and a summary for the person. */
export async function writeOutcomes(
  result: WriteResult,
  { context, output, messages }: Pick<Invocation, "context" | "output" | "messages">,
): Promise<ExitCode> {
  const { outcomes, counts, warnings, calls, stopped = [] } = result;
  await showResult(output, {
    // The full name, however it was typed: an outcome is kept and compared.
    table: () =>
      writeTable(
        output,
        ["OUTCOME", "RESOURCE", "DETAIL"],
        outcomes.map((outcome) => [statusOf(outcome), outcome.reference, detail(outcome)]),
      ),
    document: () => ({ outcomes, counts, warnings, calls, ...(stopped.length > 0 && { stopped }) }),
    records: () => outcomes,
  });
  reportViolations(warnings, messages);
  const unread = outcomes.filter((outcome) => outcome.status === "changed" && outcome.read === false).length;
  messages.info(summary(result, unread));
  if (output.format === "table") {
    const hints = new RowHints();
    for (const outcome of outcomes)
      if (outcome.status === "failed" && !stopped.some(({ hint }) => hint === outcome.error.hint))
        hints.add(outcome.error);
    hints.report(messages);
  }
  if (stopped.length > 0) {
    messages.error([
      "Not everything was sent:",
      ...describeStopped(stopped).map((line) => `  ${line}`),
      "  When that is fixed, run the command again.",
    ]);
  }
  return exitCodeOfOutcomes(outcomes, context.signal);
}

/** A dry run skips every resource, but only to show what the command would do. */
function statusOf(outcome: Outcome): TableCell {
  const text = isDryRun(outcome) ? "would change" : outcome.status;
  return { text, style: STYLES[outcome.status] };
}

function isDryRun(outcome: Outcome): boolean {
  return outcome.status === "skipped" && outcome.reason === "dry-run";
}

function detail(outcome: Outcome): TableCell {
  switch (outcome.status) {
    case "changed":
      return outcome.read === false ? "not read first: it may have had these tags already" : "";
    case "unchanged":
      return "";
    case "skipped":
      return [...(isDryRun(outcome) ? [] : [outcome.reason]), ...planned(outcome.change)].join("; ");
    case "failed": {
      const lines = [describeError(outcome.error), outcome.partial && describePartial(outcome.partial, "failed")];
      return lines.filter((line) => line !== undefined);
    }
    case "unknown":
      return [
        describeError(outcome.error),
        "The change may or may not have been made. Read the tags to find out.",
        ...(outcome.partial === undefined ? [] : [describePartial(outcome.partial, "unknown")]),
      ];
  }
}

function planned(
  change: { readonly set: readonly string[]; readonly remove: readonly string[] } | undefined,
): readonly string[] {
  if (change === undefined) return [];
  return [
    ...(change.set.length > 0 ? [`would set ${change.set.join(", ")}`] : []),
    ...(change.remove.length > 0 ? [`would remove ${change.remove.join(", ")}`] : []),
  ];
}

function summary({ outcomes, counts, calls }: WriteResult, unread: number): string {
  const dry = outcomes.filter(isDryRun).length;
  const shown = { ...counts, skipped: counts.skipped - dry, "would change": dry };
  const parts = Object.entries(shown)
    .filter(([, count]) => count > 0)
    .map(([status, count]) =>
      status === "changed" && unread > 0 ? `${count} changed (${unread} not read first)` : `${count} ${status}`,
    );
  const made = Object.entries(calls)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${count} ${operation}`);
  return `${parts.join(", ")}. Calls: ${made.length > 0 ? made.join(", ") : "none"}.`;
}
