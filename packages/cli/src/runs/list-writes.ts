import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
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
  /** Resources, under their full names. */
  readonly resources?: readonly string[];
  /** The requests of the command, in their order: it sets tags first, and then removes others. */
  readonly requests?: readonly ListedRequest[];
  /** Why the record cannot be read. */
  readonly problem?: string;
}

/** One request of a command. */
export interface ListedRequest {
  /** What it does. */
  readonly operation: string;
  /** Outcomes by status. Absent, like `failed`: the command was cut off, and the tags have to be read. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Of the resources that are counted as failed or unknown, those with some tags changed. Absent: none. */
  readonly inPart?: number;
  /** Why it was refused as a whole: a code of errors. */
  readonly failed?: string;
}

/** Whether it changed something, be it in part. */
export function hasChanged({ requests = [] }: ListedWrite): boolean {
  return requests.some(({ counts, inPart = 0 }) => inPart > 0 || isSome(counts?.["changed"]));
}

/** Whether it changed something, or may have: it was cut off, or the result of a change is unknown. */
export function mayHaveChanged(write: ListedWrite): boolean {
  return hasChanged(write) || (write.requests ?? []).some(isOpen);
}

function isOpen({ counts, failed }: ListedRequest): boolean {
  return failed === undefined && (counts === undefined || isSome(counts["unknown"]));
}

function isSome(count = 0): boolean {
  return count > 0;
}

/**
 * The writes that commands of this user made on this machine without a run, the newest first.
 * @param after those only that were made later. Default: all
 * @throws CrosstagError `configuration` if their folder cannot be read
 */
export async function listWrites(context: CommandContext, after?: Date): Promise<readonly ListedWrite[]> {
  const folder = writesFolder(context);
  const files = await readdir(folder).catch((error: unknown): string[] => {
    // No command of this user has written tags.
    if (fieldsOf(error)["code"] === "ENOENT") return [];
    throw unreadable(folder, error);
  });
  // The names have seconds, and then chance: what is in the same second is compared by its own time.
  const first = after === undefined ? "" : newRunId(after, () => 0);
  const names = files
    .filter((name) => name.endsWith(".jsonl") && name >= first)
    .toSorted()
    .toReversed();
  const writes: ListedWrite[] = [];
  for (const name of names) writes.push(await readWrite(name.slice(0, -".jsonl".length), join(folder, name)));
  const ordered = writes.toSorted((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1));
  return after === undefined ? ordered : ordered.filter(({ at }) => at === undefined || at > after.toISOString());
}

/** ISO time. A record that cannot be read has a name with its second. */
function timeOf({ at, id }: ListedWrite): string {
  return at ?? id.replace(/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-.*$/, "$1-$2-$3T$4:$5:$6");
}

function unreadable(folder: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The folder of records ${JSON.stringify(folder)} cannot be read: ${systemReason(error)}.`,
    hint: "Let this user read it, or set XDG_STATE_HOME to the folder that has the records.",
  });
}

async function readWrite(id: string, file: string): Promise<ListedWrite> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return { id, file, problem: `It cannot be read: ${systemReason(error)}.` };
  }
  const { records, problem } = readChain(text);
  const all = records.map(fieldsOf);
  const writes = all.filter(({ type }) => type === "write");
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
    requests: requestsOf(all),
  };
}

/** A command makes its requests one after the other: the record after a request is its end. */
function requestsOf(records: readonly Readonly<Record<string, unknown>>[]): readonly ListedRequest[] {
  return records.flatMap((record, index) =>
    record["type"] === "write" ? [{ operation: textIn(record["operation"]), ...endIn(records[index + 1]) }] : [],
  );
}

function endIn(record: Readonly<Record<string, unknown>> = {}): Omit<ListedRequest, "operation"> {
  const { type, code, outcomes } = record;
  if (type === "failed") return { failed: textIn(code) };
  if (type !== "outcomes") return {};
  const counts: Record<string, number> = { changed: 0 };
  let inPart = 0;
  for (const outcome of isList(outcomes) ? outcomes : []) {
    const { status: given, appliedKeys } = fieldsOf(outcome);
    const status = textIn(given);
    counts[status] = (counts[status] ?? 0) + 1;
    if (textsIn(appliedKeys).length > 0) inPart += 1;
  }
  return { counts, ...(inPart > 0 && { inPart }) };
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsIn(value: unknown): readonly string[] {
  return isList(value) ? value.map(textIn) : [];
}
