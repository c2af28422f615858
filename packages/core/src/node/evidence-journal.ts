import { randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { CrosstagError } from "../errors/crosstag-error.ts";
import { CHAIN_START, chainRecord, readChain } from "./hash-chain.ts";

/** An append-only file of what was about to be done and what came of it; see `hash-chain.ts`. */
export interface EvidenceJournal {
  readonly path: string;
  /** On disk (flushed) when it resolves. */
  append(record: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens or makes a journal. A torn last line (power loss while writing) is cut off; a broken chain is refused, and so is
 * a file that is no journal. Only one process writes at a time.
 * @throws CrosstagError `configuration` where the file cannot be written, is in use or was tampered with
 */
export async function openEvidenceJournal(path: string, now: () => Date = () => new Date()): Promise<EvidenceJournal> {
  const unlock = await lock(path);
  let file: FileHandle;
  let sequence = 0;
  let previous = CHAIN_START;
  let size: number;
  try {
    const text = await readFile(path, "utf8").catch(noFile);
    const chain = readChain(text);
    if (chain.problem !== undefined)
      throw refused(path, `it is damaged: ${chain.problem}`, "Keep it for an inquiry and name another file.");
    const torn = Buffer.from(text).subarray(chain.validBytes).toString();
    if (!isTornRecord(torn)) throw refused(path, "it is no journal.", "Name another file.");
    const last = chain.records.at(-1);
    if (last !== undefined) {
      sequence = last.sequence + 1;
      previous = last.hash;
    }
    size = chain.validBytes;
    file = await open(path, "a", 0o600);
    if (torn !== "") await file.truncate(size);
    await flushFolder(dirname(path));
  } catch (error) {
    await unlock();
    throw CrosstagError.is(error)
      ? error
      : refused(path, systemReason(error), "Name a file on a disk that can be written.");
  }

  const appendOne = async (record: Readonly<Record<string, unknown>>): Promise<void> => {
    const { line, hash } = chainRecord({ at: now().toISOString(), ...record }, sequence, previous);
    const bytes = Buffer.from(`${line}\n`);
    try {
      await file.appendFile(bytes);
      await file.sync();
    } catch (error) {
      // What was written of it must not become the beginning of the next record.
      await file.truncate(size).catch(() => {});
      throw refused(path, systemReason(error), "Free some space or name another file.");
    }
    size += bytes.length;
    sequence += 1;
    previous = hash;
  };

  let appended: Promise<void> = Promise.resolve();
  return {
    path,
    append(record) {
      // One after the other: each record names the one before it.
      const turn = appended.then(() => appendOne(record));
      appended = turn.catch(() => {});
      return turn;
    },
    async close() {
      await appended;
      await file.close();
      await unlock();
    },
  };
}

const RECORD_START = '{"sequence":';

/** What is left of a record that was cut off while it was written; nothing counts, too. */
function isTornRecord(text: string): boolean {
  return text.startsWith(RECORD_START) || RECORD_START.startsWith(text);
}

async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw refused(
      path,
      `its folder cannot be made; ${systemReason(error)}`,
      "Name a file in a folder that can be written.",
    );
  });
  // The number is in the file before the file has the lock's name, so that no lock is ever without its holder.
  const own = `${lockPath}.${process.pid}.${randomUUID()}`;
  try {
    await writeFile(own, String(process.pid), { flag: "wx", mode: 0o600 });
    await take(own, lockPath).catch(async (error: unknown) => {
      if (codeOf(error) !== "EEXIST" || (await isHeld(lockPath))) throw error;
      await rm(lockPath, { force: true });
      await take(own, lockPath);
    });
  } catch (error) {
    if (codeOf(error) === "EEXIST")
      throw refused(path, "another process is writing to it.", "Wait for it, or name another file.");
    throw refused(path, systemReason(error), "Name a file in a folder that can be written.");
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(lockPath, { force: true });
}

async function take(own: string, lockPath: string): Promise<void> {
  try {
    await link(own, lockPath);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    // Some file systems have no links.
    await copyFile(own, lockPath, constants.COPYFILE_EXCL);
  }
}

/** A process that died without letting go leaves its lock behind. */
async function isHeld(lockPath: string): Promise<boolean> {
  const holder = Number(await readFile(lockPath, "utf8").catch(() => ""));
  if (!Number.isInteger(holder) || holder <= 0) return true;
  try {
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  // Some systems cannot flush a folder; the file itself is flushed all the same.
  await folder.sync().catch(() => {});
  await folder.close();
}

function noFile(error: unknown): string {
  if (codeOf(error) === "ENOENT") return "";
  throw error;
}

function refused(path: string, why: string, hint: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The journal ${JSON.stringify(path)} cannot be used: ${why}`,
    hint,
  });
}

function systemReason(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? "it could not be written." : `the system says ${code}.`;
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}
