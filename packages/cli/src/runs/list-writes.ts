import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { systemReason } from "@crosstag/core/internal";
import { readChain } from "@crosstag/core/node";
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

const WRITE = z.object({
  type: z.literal("write"),
  at: z.string(),
  by: z.string(),
  resources: z.array(z.string()),
  set: z.array(z.string()).optional(),
  remove: z.union([z.array(z.string()), z.literal("all")]).optional(),
});
const RECORD = z.discriminatedUnion("type", [
  WRITE,
  z.object({
    type: z.literal("outcomes"),
    outcomes: z.array(z.object({ reference: z.string(), status: z.string() })),
  }),
  z.object({ type: z.literal("failed"), code: z.string() }),
]);

/**
 * The writes that commands of this user made on this machine without a run, the newest first.
 * @param after those only that are newer than this run. Default: all
 */
export async function listWrites(context: CommandContext, after = ""): Promise<readonly ListedWrite[]> {
  const folder = writesFolder(context);
  const files = await readdir(folder).catch((): string[] => []);
  const names = files
    .filter((name) => name.endsWith(".jsonl") && name > after)
    .toSorted()
    .toReversed();
  const writes: ListedWrite[] = [];
  for (const name of names) writes.push(await readWrite(name.slice(0, -".jsonl".length), join(folder, name)));
  return writes;
}

async function readWrite(id: string, file: string): Promise<ListedWrite> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return { id, file, problem: `It cannot be read: ${systemReason(error)}.` };
  }
  const { records, problem } = readChain(text);
  const parsed = records.map((record) => RECORD.safeParse(record).data);
  const writes = parsed.flatMap((record) => (record?.type === "write" ? [record] : []));
  const [first] = writes;
  if (problem !== undefined || first === undefined)
    return { id, file, problem: problem ?? "It was cut off before the first record: nothing was sent." };
  const set = writes.flatMap((write) => write.set ?? []);
  const removed = writes.map(({ remove = [] }) => remove);
  const remove = removed.includes("all") ? ("all" as const) : removed.flat();
  return {
    id,
    file,
    at: first.at,
    by: first.by,
    ...(set.length > 0 && { set }),
    ...(remove.length > 0 && { remove }),
    resources: first.resources,
    ...endOf(parsed, writes.length),
  };
}

/** A command can make two writes of the same resources: the last outcome of each counts, unless an earlier one changed it. */
function endOf(
  records: readonly (z.infer<typeof RECORD> | undefined)[],
  writes: number,
): Pick<ListedWrite, "counts" | "failed"> {
  const failed = records.find((record) => record?.type === "failed");
  const ends = records.flatMap((record) => (record?.type === "outcomes" ? [record] : []));
  const statuses = new Map<string, string>();
  for (const { reference, status } of ends.flatMap(({ outcomes }) => outcomes))
    if (status !== "unchanged" || !statuses.has(reference)) statuses.set(reference, status);
  const counts: Record<string, number> = { changed: 0 };
  for (const status of statuses.values()) counts[status] = (counts[status] ?? 0) + 1;
  return {
    ...(failed?.type === "failed" && { failed: failed.code }),
    ...(ends.length === writes && { counts }),
  };
}
