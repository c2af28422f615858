import { describeNumber } from "../../output/describe-number.ts";
import type { Messages } from "../../output/messages.ts";
import type { Output } from "../../output/output.ts";
import { printableLine } from "../../output/printable.ts";
import { showResult } from "../../output/show-result.ts";
import { writeTable } from "../../output/table.ts";
import type { ListedRequest, ListedWrite } from "../../runs/list-writes.ts";

const HEADINGS = ["WRITTEN", "BY", "SET", "REMOVE", "RESOURCES", "RESULT"];

/** The tags that were written without a run, in the order given. */
export async function writeWrites(
  writes: readonly ListedWrite[],
  { output, messages }: { readonly output: Output; readonly messages: Messages },
): Promise<void> {
  await showResult(output, {
    table: async () => {
      if (writes.length > 0) await writeTable(output, HEADINGS, writes.map(rowOf));
    },
    document: () => ({ writes }),
    records: () => writes,
  });
  if (writes.length === 0) messages.info("No tags were written without a run.");
  for (const { file, problem } of writes) if (problem !== undefined) messages.warn(`Record ${file}: ${problem}`);
}

function rowOf({ id, at, by, set = [], remove = [], resources, ...end }: ListedWrite): readonly string[] {
  const [first = "", ...others] = resources ?? [];
  return [
    at === undefined ? id : printableLine(at.replace(/\.\d+Z$/, "Z")),
    printableLine(by ?? "-"),
    keysOf(set),
    keysOf(remove === "all" ? ["(all)"] : remove),
    printableLine(others.length === 0 ? first : `${first} and ${describeNumber(others.length)} more`),
    resultOf(end),
  ];
}

function keysOf(keys: readonly string[]): string {
  return keys.length === 0 ? "-" : printableLine(keys.join(", "));
}

/** What came of each request, unless it is the same of all. */
function resultOf({ requests = [], problem }: Pick<ListedWrite, "requests" | "problem">): string {
  if (problem !== undefined) return "unreadable";
  const ends = requests.map(({ operation, ...end }) => ({ verb: VERBS.get(operation) ?? operation, text: endOf(end) }));
  const [first, ...others] = ends;
  if (first === undefined || others.every(({ text }) => text === first.text)) return first?.text ?? "cut off";
  return ends.map(({ verb, text }) => `${printableLine(verb)}: ${text}`).join("; ");
}

const VERBS: ReadonlyMap<string, string> = new Map([
  ["tag-resource", "set"],
  ["untag-resource", "remove"],
]);

function endOf({ counts, failed, inPart = 0 }: Omit<ListedRequest, "operation">): string {
  if (failed !== undefined) return `refused: ${printableLine(failed)}`;
  if (counts === undefined) return "cut off";
  const parts = Object.entries(counts)
    .filter(([status, count]) => count > 0 || status === "changed")
    .map(([status, count]) => `${describeNumber(count)} ${printableLine(status)}`);
  return `${parts.join(", ")}${inPart === 0 ? "" : ` (${describeNumber(inPart)} in part)`}`;
}
