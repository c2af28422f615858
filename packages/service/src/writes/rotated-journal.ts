import { readdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { openEvidenceJournal, type EvidenceJournal } from "@crosstag/core/node";
import { CrosstagError } from "@crosstag/core";
import { fieldsOf, systemReason } from "@crosstag/core/internal";

/** A journal that is put aside when it is large. */
export interface RotatedJournalOptions {
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
 * the next file names the last hash of it, so that the files are one chain. Nothing removes the files that were put aside.
 * @throws CrosstagError `configuration` as `openEvidenceJournal` does, or if the file cannot be put aside
 */
export async function openRotatedJournal(options: RotatedJournalOptions): Promise<EvidenceJournal> {
  const { path, now } = options;
  if (await isLargeJournal(options)) await putAside(options);
  const journal = await openEvidenceJournal(path, now);
  if (journal.head !== undefined) return journal;
  try {
    const [file] = await filesAside(path);
    if (file !== undefined) await journal.append({ type: "continues", file, head: await headOf(path, file) });
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** A damaged file is refused, and stays. */
async function putAside({ path, now }: RotatedJournalOptions): Promise<void> {
  await (await openEvidenceJournal(path, now)).close();
  try {
    const [last] = await filesAside(path);
    const next = (last === undefined ? 0 : numberIn(last)) + 1;
    await rename(path, join(dirname(path), `${stemOf(path)}-${String(next).padStart(6, "0")}.jsonl`));
  } catch (error) {
    throw cannotRotate(path, error);
  }
}

async function headOf(path: string, file: string): Promise<string | undefined> {
  const journal = await openEvidenceJournal(join(dirname(path), file));
  await journal.close();
  return journal.head;
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
