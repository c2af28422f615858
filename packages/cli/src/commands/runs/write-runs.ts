import { runStateOf, type ListedRun } from "@crosstag/core/node";
import { describeEnded } from "../../output/describe-ended.ts";
import { describeNumber } from "../../output/describe-number.ts";
import type { Messages } from "../../output/messages.ts";
import type { Output } from "../../output/output.ts";
import { printableLine } from "../../output/printable.ts";
import { writeTable, type TableCell } from "../../output/table.ts";
import { showResult } from "../../output/show-result.ts";

const HEADINGS = ["RUN", "STARTED", "STATE", "RESOURCES", "CHANGED", "UNCHANGED", "SKIPPED", "FAILED", "UNKNOWN"];
/** Not counted yet: the run is in progress, or it was cut off. */
const NOT_COUNTED = "-";

/** The runs of a folder, in the order given. */
export async function writeRuns(
  runs: readonly ListedRun[],
  folder: string,
  { output, messages }: { readonly output: Output; readonly messages: Messages },
): Promise<void> {
  await showResult(output, {
    table: async () => {
      if (runs.length > 0) await writeTable(output, HEADINGS, runs.map(rowOf));
    },
    document: () => ({ runs: runs.map(documentOf) }),
    records: () => runs.map(documentOf),
  });
  if (runs.length === 0) messages.info(`There are no runs in ${folder}.`);
  for (const { id, problem } of runs) if (problem !== undefined) messages.warn(`Run ${id}: ${problem}`);
}

/** With the names that a run has everywhere. */
function documentOf({ id: run, active, ended, by: startedBy, ...listed }: ListedRun): object {
  return { run, state: runStateOf({ active, ended }), ...listed, startedBy, ended };
}

function rowOf({ id, startedAt, changes, counts, ...run }: ListedRun): readonly TableCell[] {
  const count = (value: number | undefined) => (value === undefined ? NOT_COUNTED : describeNumber(value));
  return [
    printableLine(id),
    startedAt === undefined ? NOT_COUNTED : printableLine(startedAt.replace(/\.\d+Z$/, "Z")),
    { text: stateOf(run), style: stateOf(run) === "complete" ? "green" : "yellow" },
    count(changes),
    count(counts?.changed),
    count(counts?.unchanged),
    count(counts?.skipped),
    count(counts?.failed),
    count(counts?.unknown),
  ];
}

function stateOf({ active, ended, problem }: Pick<ListedRun, "active" | "ended" | "problem">): string {
  if (active) return "running";
  if (problem !== undefined) return "unreadable";
  return ended === undefined ? "cut off" : describeEnded(ended);
}
