import { realpath } from "node:fs/promises";
import { known } from "../batching/batches.ts";
import type { RunState } from "../run/run-state.ts";
import { lockFile, type LockOptions } from "./file-lock.ts";
import { loadRunState } from "./read-run.ts";
import { refuseOldCopy } from "./run-copy.ts";
import type { RunFolder } from "./run-folder.ts";
import { refuseFile } from "./system-problem.ts";

/** A run that no process writes to as long as it is held. */
export interface HeldRun {
  /** What its journal comes to. */
  readonly state: RunState;
  /** Lets other processes open the run's journal. */
  release(): Promise<void>;
}

/** Options of `holdRun`. */
export interface HoldRunOptions {
  /**
   * Whether the folder was just saved (`saveRun`), so that no record can be missing. Default: false, which refuses a copy of a
   * run that workers may have continued since.
   */
  readonly isFresh?: boolean | undefined;
}

/**
 * Keeps a run from being resumed while it is undone, and refuses one that is still running: what such a run has yet to
 * write would stay. Release it when the way back has been applied.
 * @throws CrosstagError `configuration` if a process writes to the run or holds it, or it is an old copy, and as `loadRunState`
 *   does
 */
export async function holdRun(
  { id, folder, journalPath }: Pick<RunFolder, "id" | "folder" | "journalPath">,
  { isFresh = false }: HoldRunOptions = {},
): Promise<HeldRun> {
  const lock = await lockJournal(journalPath, {
    refusal: (holder) =>
      refuseFile(
        "journal",
        journalPath,
        `another process is writing to it (${holder}): the run ${id} is still running, or is being undone.`,
        "Wait for that process to end, or stop it. Then undo the run.",
      ),
  });
  try {
    const state = await loadRunState(journalPath);
    if (!isFresh) await refuseOldCopy({ id, folder }, state);
    return { state, release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A journal that this process keeps other processes from writing to. */
interface JournalLock {
  /** Others may write again once all who hold the lock have let go of it. */
  release(): Promise<void>;
}

/** How many hold the lock of a journal, by its path. */
const held = new Map<string, { holders: number; readonly unlock: () => Promise<void> }>();

/** As `lockFile`, for a lock that `joinLock` can share. */
async function lockJournal(journalPath: string, options: LockOptions): Promise<JournalLock> {
  const lock = await lockFile(journalPath, options);
  const path = await realpath(journalPath).catch(() => journalPath);
  held.set(path, { holders: 0, unlock: () => lock.release() });
  return holdOnce(path);
}

/** As `lockFile`, but shares the lock if this process holds it already to undo the run. */
export async function joinLock(journalPath: string, options: LockOptions): Promise<JournalLock> {
  const path = await realpath(journalPath).catch(() => journalPath);
  return held.has(path) ? holdOnce(path) : lockJournal(journalPath, options);
}

function holdOnce(path: string): JournalLock {
  const shared = known(held.get(path));
  shared.holders += 1;
  let isReleased = false;
  return {
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      shared.holders -= 1;
      if (shared.holders > 0) return;
      held.delete(path);
      await shared.unlock();
    },
  };
}
