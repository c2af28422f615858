import { open, readdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openEvidenceJournal, type EvidenceJournal, type FlushOptions } from "@crosstag/core/node";
import { CrosstagError } from "@crosstag/core";
import { fieldsOf, jsonOf, systemReason } from "@crosstag/core/internal";
import { closeOnFailure } from "./close-on-failure.ts";

/** A journal that is put aside when it is large. */
export interface RotatedJournalOptions extends FlushOptions {
  /** For example `writes.jsonl`. */
  readonly path: string;
  /** The present. */
  readonly now: () => Date;
  /** From how many bytes on it is put aside. Default: 32 MiB. */
  readonly mostBytes?: number | undefined;
}

/** Because opening a journal goes through all of it. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Whether the journal is to be put aside. */
export async function isLargeJournal({ path, mostBytes = MOST_BYTES }: RotatedJournalOptions): Promise<boolean> {
  try {
    return (await stat(path)).size >= mostBytes;
  } catch (error) {
    if (fieldsOf(error)["code"] === "ENOENT") return false;
    throw cannotRotate(path, error);
  }
}

/**
 * Opens a journal, and puts it aside first if it is large: `writes.jsonl` becomes `writes-000001.jsonl`. The first record of
 * the next file names it and its last hash, so that the files are one chain. Nothing removes the files that were put aside. If
 * they are moved away, their numbers are not used again, because the first record has the last one.
 * @throws CrosstagError `configuration` as `openEvidenceJournal` does, or if the file cannot be put aside
 */
export async function openRotatedJournal(options: RotatedJournalOptions): Promise<EvidenceJournal> {
  const { path, now, flushWithinMs } = options;
  const aside = (await isLargeJournal(options)) ? await putAside(options) : undefined;
  const journal = await openEvidenceJournal(path, now, { flushWithinMs });
  if (journal.head !== undefined) return journal;
  return closeOnFailure(journal, async () => {
    const before = aside ?? (await lastAside(path));
    if (before !== undefined) await journal.append({ type: CONTINUES, ...before });
  });
}

/**
 * The files with the latest records, in their order: the journal, and before it the one that was put aside last, which has the
 * beginning of what was under way then. A file that was moved away is missing.
 * @throws the error of the system, `ENOENT` if there is no folder
 */
export async function latestFiles(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const names = await readdir(folder);
  const isThere = names.includes(basename(path));
  const before = (isThere ? await continuedFile(path) : undefined) ?? (await filesAside(path))[0];
  const latest = before !== undefined && names.includes(before) ? [join(folder, before)] : [];
  return isThere ? [...latest, path] : latest;
}

/** The name of the file that a journal continues, which is in the same folder unless it was moved away. */
export async function continuedFile(path: string): Promise<string | undefined> {
  const journal = await open(path);
  try {
    const start = Buffer.alloc(LONGEST_CONTINUES_BYTES);
    const { bytesRead } = await journal.read(start, 0, start.length, 0);
    const [line = ""] = start.toString("utf8", 0, bytesRead).split("\n", 1);
    const { type, file } = fieldsOf(jsonOf(line));
    return type === CONTINUES && typeof file === "string" ? file : undefined;
  } finally {
    await journal.close();
  }
}

/** What the first record of a journal says about the file before it. */
interface FileAside {
  readonly file: string;
  /** The hash of its last record. */
  readonly head: string | undefined;
}

const CONTINUES = "continues";
const LONGEST_CONTINUES_BYTES = 4_096;

/** A damaged file is refused, and stays. */
async function putAside({ path, now }: RotatedJournalOptions): Promise<FileAside> {
  const journal = await openEvidenceJournal(path, now);
  await journal.close();
  try {
    const [last = ""] = await filesAside(path);
    const number = Math.max(numberIn(last), numberIn((await continuedFile(path)) ?? "")) + 1;
    const file = `${stemOf(path)}-${String(number).padStart(6, "0")}.jsonl`;
    await rename(path, join(dirname(path), file));
    return { file, head: journal.head };
  } catch (error) {
    throw cannotRotate(path, error);
  }
}

/** For a process that ended between putting a file aside and beginning the next. */
async function lastAside(path: string): Promise<FileAside | undefined> {
  const [file] = await filesAside(path);
  if (file === undefined) return undefined;
  const journal = await openEvidenceJournal(join(dirname(path), file));
  await journal.close();
  return { file, head: journal.head };
}

/** The names of the files that were put aside, the last first. */
async function filesAside(path: string): Promise<readonly string[]> {
  const start = `${stemOf(path)}-`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(start) && numberIn(name) > 0);
  return names.toSorted((one, other) => numberIn(other) - numberIn(one));
}

function numberIn(name: string): number {
  return Number(/-(\d{6,})\.jsonl$/.exec(name)?.[1] ?? 0);
}

function stemOf(path: string): string {
  return basename(path, ".jsonl");
}

function cannotRotate(path: string, error: unknown): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The journal ${JSON.stringify(path)} is large and cannot be put aside: ${systemReason(error)}.`,
    hint: "Make its folder writable for the service, with room on its disk.",
  });
}
