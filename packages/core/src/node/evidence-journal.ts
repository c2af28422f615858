import { mkdir, open, readFile, rm, truncate } from "node:fs/promises";
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
 * Opens or makes a journal. A torn last line (power loss while writing) is cut off; a broken chain is refused.
 * Only one process writes at a time.
 * @throws CrosstagError `configuration` where the file cannot be written, is in use or was tampered with
 */
export async function openEvidenceJournal(path: string, now: () => Date = () => new Date()): Promise<EvidenceJournal> {
  const unlock = await lock(path);
  let file: FileHandle;
  let sequence = 0;
  let previous = CHAIN_START;
  try {
    const chain = readChain(await readFile(path, "utf8").catch(noFile));
    if (chain.problem !== undefined)
      throw refused(path, `it is damaged: ${chain.problem}`, "Keep it for an inquiry and name another file.");
    const last = chain.records.at(-1);
    if (last !== undefined) {
      sequence = last.sequence + 1;
      previous = last.hash;
      await truncate(path, chain.validBytes);
    }
    file = await open(path, last === undefined ? "w" : "a", 0o600);
    await flushFolder(dirname(path));
  } catch (error) {
    await unlock();
    throw CrosstagError.is(error)
      ? error
      : refused(path, systemReason(error), "Name a file on a disk that can be written.");
  }
  return {
    path,
    async append(record) {
      const { line, hash } = chainRecord({ at: now().toISOString(), ...record }, sequence, previous);
      try {
        await file.appendFile(`${line}\n`);
        await file.sync();
      } catch (error) {
        throw refused(path, systemReason(error), "Free some space or name another file.");
      }
      sequence += 1;
      previous = hash;
    },
    async close() {
      await file.close();
      await unlock();
    },
  };
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
  try {
    const held = await open(lockPath, "wx", 0o600).catch(async (error: unknown) => {
      if (codeOf(error) !== "EEXIST" || (await isHeld(lockPath))) throw error;
      await rm(lockPath, { force: true });
      return open(lockPath, "wx", 0o600);
    });
    await held.writeFile(String(process.pid));
    await held.close();
  } catch (error) {
    if (codeOf(error) === "EEXIST")
      throw refused(path, "another process is writing to it.", "Wait for it, or name another file.");
    throw refused(path, systemReason(error), "Name a file in a folder that can be written.");
  }
  return () => rm(lockPath, { force: true });
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
