import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { RunEndRecord, RunStartRecord } from "../run/run-record.ts";
import { isLocked } from "./file-lock.ts";
import { openSealedLine } from "./hash-chain.ts";
import { openToRead } from "./open-to-read.ts";
import { parseRunLine } from "./parse-run-line.ts";
import type { TimedRunRecord } from "./parse-run-line.ts";
import { notARun } from "./run-journal.ts";
import { runFolder, runIds, type RunFolder } from "./run-folder.ts";
import { refuseFile, toRefusal } from "./system-problem.ts";

/** More than a first or last record takes. */
const EDGE_BYTES = 16 * 1024;

/** What the beginning and the end of a run's journal say. */
export interface ListedRun {
  /** The run's id. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** ISO time of the first record; absent, like the next two, if the journal's beginning cannot be read. */
  readonly startedAt?: string;
  /** Who started it, if the journal says it. */
  readonly by?: string;
  /** Digest of the plan. */
  readonly plan?: string;
  /** Resources that the plan changes. */
  readonly changes?: number;
  /** Whether a process is writing to the journal, or may be. */
  readonly active: boolean;
  /** How it ended; absent if it is running or was cut off. */
  readonly ended?: RunEndRecord["ended"];
  /** Outcomes by status. Absent while the run has no end. */
  readonly counts?: RunEndRecord["counts"];
  /** Why it cannot be read, as a sentence. */
  readonly problem?: string;
}

/** The state of a run: `interrupted` if it was cut off or stopped in order, so that it can continue. */
export function runStateOf({
  active,
  ended,
}: {
  readonly active: boolean;
  readonly ended?: ListedRun["ended"] | undefined;
}): "running" | "interrupted" | "ended" {
  if (active) return "running";
  return ended === undefined || ended === "interrupted" ? "interrupted" : "ended";
}

/** Whether every resource that a run was to change is as its plan wants it. A run that has done all is not continued. */
export function hasDoneAll({
  ended,
  counts,
  changes,
}: {
  readonly ended?: ListedRun["ended"] | undefined;
  readonly counts?: ListedRun["counts"] | undefined;
  readonly changes?: number | undefined;
}): boolean {
  if (ended !== "complete" || counts === undefined || changes === undefined) return false;
  return counts.changed + counts.unchanged >= changes;
}

/**
 * The runs under a folder, the newest first. Reads no more of a journal than its beginning and its end, so that damage in
 * between is not seen (see `verifyRun`); a run whose beginning or end is damaged is listed with its `problem`.
 * @throws CrosstagError `configuration` if the folder exists and cannot be read
 */
export async function listRuns(root: string): Promise<readonly ListedRun[]> {
  const runs: ListedRun[] = [];
  for (const id of await runIds(root)) runs.push(await listRun(runFolder(join(root, id))));
  return runs;
}

/** What `listRuns` says of one run. */
export async function listRun({ id, folder, journalPath }: RunFolder): Promise<ListedRun> {
  const active = await isLocked(journalPath);
  let file: FileHandle | undefined;
  let start: (RunStartRecord & { readonly startedAt: string }) | undefined;
  let end: RunEndRecord | undefined;
  let problem: string | undefined;
  try {
    file = await openToRead(journalPath);
    start = await readStart(file, journalPath);
    end = await readEnd(file, journalPath);
  } catch (error) {
    problem = toRefusal("journal", journalPath, error).message;
  } finally {
    await file?.close();
  }
  return {
    id,
    folder,
    ...(start !== undefined && { startedAt: start.startedAt, plan: start.plan, changes: start.changes }),
    ...(start?.by !== undefined && { by: start.by }),
    active,
    ...(end !== undefined && { ended: end.ended, counts: end.counts }),
    ...(problem !== undefined && { problem }),
  };
}

async function readStart(file: FileHandle, path: string) {
  const bytes = await readEdge(file, 0);
  if (bytes.length === 0)
    throw refuseFile("journal", path, "it has no records: nothing was sent.", "Start the run again.");
  const end = bytes.indexOf(10);
  const { record, at } = parseSealed(path, end === -1 ? "" : bytes.subarray(0, end).toString(), "first");
  if (record.type !== "run") throw notARun(path);
  return { ...record, startedAt: at };
}

/** The last whole record, if it is a run-end record. */
async function readEnd(file: FileHandle, path: string): Promise<RunEndRecord | undefined> {
  const { size } = await file.stat();
  const bytes = await readEdge(file, Math.max(0, size - EDGE_BYTES));
  const lines = bytes.toString().split("\n");
  const last = lines.at(-2);
  // A record that is longer than the edge is not an end record.
  if (last === undefined || (lines.length === 2 && size > EDGE_BYTES)) return undefined;
  const { record } = parseSealed(path, last, "last");
  return record.type === "end" ? record : undefined;
}

async function readEdge(file: FileHandle, position: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(EDGE_BYTES), 0, EDGE_BYTES, position);
  return buffer.subarray(0, bytesRead);
}

function parseSealed(path: string, line: string, which: "first" | "last"): TimedRunRecord {
  if (openSealedLine(line) === undefined)
    throw refuseFile("journal", path, `its ${which} record is damaged.`, "Verify the run.");
  try {
    return parseRunLine(path, line, 1);
  } catch (error) {
    if (which === "first" || !CrosstagError.is(error)) throw error;
    throw refuseFile("journal", path, "its last record is not a run record.", "Verify the run.");
  }
}
