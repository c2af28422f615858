import type { RunState } from "../run/run-state.ts";
import { lockFile } from "./file-lock.ts";
import { loadRunState } from "./read-run.ts";
import type { RunFolder } from "./run-folder.ts";
import { refuseFile } from "./system-problem.ts";

/** A run that no process writes to as long as it is held. */
export interface HeldRun {
  /** What its journal comes to. */
  readonly state: RunState;
  /** Lets other processes open the run's journal. */
  release(): Promise<void>;
}

/**
 * Keeps a run from being resumed while it is undone, and refuses one that is still running: what such a run has yet to
 * write would stay. Release it when the way back has been applied.
 * @throws CrosstagError `configuration` if a process writes to the run or holds it, and as `loadRunState` does
 */
export async function holdRun({ id, journalPath }: Pick<RunFolder, "id" | "journalPath">): Promise<HeldRun> {
  const lock = await lockFile(journalPath, {
    refusal: (holder) =>
      refuseFile(
        "journal",
        journalPath,
        `another process is writing to it (${holder}): the run ${id} is still running, or is being undone.`,
        "Wait for that process to end, or stop it. Then undo the run.",
      ),
  });
  try {
    return { state: await loadRunState(journalPath), release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
