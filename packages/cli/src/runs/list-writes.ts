import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fieldsOf, isList, systemReason } from "@crosstag/core/internal";
import { newRunId, readChain } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";
import { writesFolder } from "./writes-folder.ts";

/** Tags that one command wrote without a run. */
export interface ListedWrite {
  /** The name of its record: the time in UTC and some chance. */
  readonly id: string;
  /** The record. */
  readonly file: string;
  /** ISO time; absent, like the rest, if the record cannot be read. */
  readonly at?: string;
  /** Who ran the command, and on which machine. */
  readonly by?: string;
  /** Tag keys that were to be set. */
  readonly set?: readonly string[];
  /** Tag keys that were to be removed, or `all`. */
  readonly remove?: readonly string[] | "all";
  /** Resources, as they were named. */
  readonly resources?: readonly string[];
  /** Outcomes by status. Absent: the command was cut off, and the tags have to be read. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Why it was refused as a whole: a code of errors. */
  readonly failed?: string;
  /** Why the record cannot be read. */
  readonly problem?: string;
}

/**
 * The writes that commands of this user made on this machine without a run, the newest first.
 * @param after those only that were made later. Default: all
 */
export async function listWrites(context: CommandContext, after?: Date): Promise<readonly ListedWrite[]> {
  const folder = writesFolder(context);
  const files = await readdir(folder).catch((): string[] => []);
  // The names have seconds, and then chance: what is in the same second is compared by its own time.
  const first = after === undefined ? "" : newRunId(after, () => 0);
  const names = files
    .filter((name) => name.endsWith(".jsonl") && name >= first)
    .toSorted()
    .toReversed();
  const writes: ListedWrite[] = [];
  for (const name of names) writes.push(await readWrite(name.slice(0, -".jsonl".length), join(folder, name)));
  return after === undefined ? writes : writes.filter(({ at }) => at === undefined || at > after.toISOString());
}

async function readWrite(id: string, file: string): Promise<ListedWrite> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return { id, file, problem: `It cannot be read: ${systemReason(error)}.` };
  }
  const { records, problem } = readChain(text);
  const writes = records.map(fieldsOf).filter(({ type }) => type === "write");
  const [first] = writes;
  if (problem !== undefined || first === undefined)
    return { id, file, problem: problem ?? "It was cut off before the first record: nothing was sent." };
  const set = writes.flatMap((write) => textsIn(write["set"]));
  const remove = writes.some((write) => write["remove"] === "all")
    ? ("all" as const)
    : writes.flatMap((write) => textsIn(write["remove"]));
  return {
    id,
    file,
    at: textIn(first["at"]),
    by: textIn(first["by"]),
    ...(set.length > 0 && { set }),
    ...(remove.length > 0 && { remove }),
    resources: textsIn(first["resources"]),
    ...endOf(records.map(fieldsOf), writes.length),
  };
}

/** A command can make two writes of the same resources: the last outcome of each counts, unless it is `unchanged`. */
function endOf(
  records: readonly Readonly<Record<string, unknown>>[],
  writes: number,
): Pick<ListedWrite, "counts" | "failed"> {
  const failed = records.find(({ type }) => type === "failed");
  const ends = records.filter(({ type }) => type === "outcomes");
  const statuses = new Map<string, string>();
  for (const outcome of ends.flatMap(({ outcomes }) => (isList(outcomes) ? outcomes : []))) {
    const fields = fieldsOf(outcome);
    const [reference, status] = [textIn(fields["reference"]), textIn(fields["status"])];
    if (status !== "unchanged" || !statuses.has(reference)) statuses.set(reference, status);
  }
  const counts: Record<string, number> = { changed: 0 };
  for (const status of statuses.values()) counts[status] = (counts[status] ?? 0) + 1;
  return {
    ...(failed !== undefined && { failed: textIn(failed["code"]) }),
    ...(ends.length === writes && { counts }),
  };
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsIn(value: unknown): readonly string[] {
  return isList(value) ? value.map(textIn) : [];
}
