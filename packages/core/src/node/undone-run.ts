import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader } from "../plan/plan.ts";
import type { RunEndRecord } from "../run/run-record.ts";
import type { RunState } from "../run/run-state.ts";
import { hasDoneAll, listRun, type ListedRun } from "./list-runs.ts";
import { readPlanHeader } from "./plan-file.ts";
import { loadRunState } from "./read-run.ts";
import { runFolder, runIds, type RunFolder } from "./run-folder.ts";

/**
 * The id of the run that a run undoes, as its copy of the plan says. Undefined: it is not an undo.
 * @throws CrosstagError `configuration` if the copy cannot be read
 */
export async function undoneRun({ planPath }: Pick<RunFolder, "planPath">): Promise<string | undefined> {
  const { origin } = await readPlanHeader(planPath);
  return origin.type === "undo" ? origin.run : undefined;
}

/** An undo of `latest` would make the changes again that the latest run has undone. */
export function undoOfUndo(id: string, undone: string): CrosstagError {
  return new CrosstagError({
    code: "confirmation-required",
    operation: "planUndo",
    message: `The latest run, ${id}, is the undo of the run ${undone}. To undo it would make the changes of ${undone} again. Nothing was changed.`,
    hint: `To make them again, undo the run by its id: ${id}. To continue the undo of ${undone}, undo ${undone}.`,
  });
}

/** A run that is the undo of another one, and may have changed something. */
export interface UndoOf {
  /** The run of the undo. */
  readonly id: string;
  /** The run that it undoes. */
  readonly undoes: string;
  /** Whether it has taken back all that the run has changed. */
  readonly isWhole: boolean;
}

/** An undo as its journal is now. */
export interface ListedUndo extends UndoOf {
  /** What the journal says. */
  readonly listed: ListedRun;
}

/**
 * Finds the run that has undone a run, in whole or in part, and was not undone in whole itself since.
 * @param undos the undos that began after the run, the newest first
 */
export function standingUndo(id: string, undos: readonly UndoOf[]): string | undefined {
  return standingUndos(id, undos)[0]?.id;
}

/** As `standingUndo`, with every such run, the newest first. */
export function standingUndos<Undo extends UndoOf>(id: string, undos: readonly Undo[]): readonly Undo[] {
  const takenBack = new Set<string>();
  const touched = new Set<string>();
  return undos.filter((undo) => {
    if (takenBack.has(undo.id)) return false;
    // What it has left to do, or what was undone of it, still is as the run that it undoes has made it.
    if (undo.isWhole && !touched.has(undo.id)) takenBack.add(undo.undoes);
    touched.add(undo.undoes);
    return undo.undoes === id;
  });
}

/**
 * The run that has undone a run, in whole or in part, and was not undone in whole itself since. Undefined: there is none. A
 * run whose plan cannot be read is passed over.
 * @param root the folder of all runs
 * @throws CrosstagError `configuration` if it cannot be read
 */
export async function findUndo(root: string, id: string): Promise<string | undefined> {
  const undos: UndoOf[] = [];
  for (const later of await runIds(root)) {
    if (later <= id) break;
    const folder = runFolder(join(root, later));
    const undoes = await undoneRun(folder).catch(() => undefined);
    const undo = undoes === undefined ? undefined : await listUndo(folder, undoes);
    if (undo !== undefined) undos.push(undo);
  }
  return standingUndo(id, undos);
}

/** What a run may have changed, by reference: of `RunState`. */
export type MayHaveChanged = Pick<RunState["intents"], "size">;

/**
 * An undo with what its journal says. Undefined: it has changed nothing.
 * @param undoes the run that it undoes
 * @param readIntents what the journal of this path says. Called only if the end of the journal does not say enough
 */
export async function listUndo(
  folder: RunFolder,
  undoes: string,
  readIntents: (journalPath: string) => Promise<MayHaveChanged> = async (path) => (await loadRunState(path)).intents,
): Promise<ListedUndo | undefined> {
  const listed = await listRun(folder);
  const { id, startedAt, counts } = listed;
  // Cut off before its first record.
  if (startedAt === undefined) return undefined;
  const hasChanged = await mayHaveChanged(counts, () => readIntents(folder.journalPath)).catch((error: unknown) => {
    // A journal that is damaged does not say that nothing was changed.
    if (CrosstagError.is(error)) return true;
    throw error;
  });
  if (!hasChanged) return undefined;
  return { id, undoes, isWhole: hasDoneAll(listed) && leavesNothing(await readPlanHeader(folder.planPath)), listed };
}

/**
 * Whether the plan of an undo takes back all that the run has changed. What was changed since, could not be read, or is of a cloud
 * that was not configured then, is left as the run has made it.
 */
export function leavesNothing({ summary }: Pick<PlanHeader, "summary">): boolean {
  return summary.unreadable === 0 && Object.values(summary.skipped).every((resources) => resources === 0);
}

/**
 * Whether a run may have changed a resource. The counts are of how each resource ended last: what failed halfway, or was changed by
 * an earlier part of the run, is in the records alone.
 * @param counts how the run ended. Undefined: it has not, and can change something
 * @param readIntents called only if the counts do not say so
 */
export async function mayHaveChanged(
  counts: RunEndRecord["counts"] | undefined,
  readIntents: () => Promise<MayHaveChanged>,
): Promise<boolean> {
  if (counts === undefined || counts.changed + counts.unknown > 0) return true;
  return (await readIntents()).size > 0;
}

/**
 * Refuses to continue a run that was undone: what the undo restored would stay so, and the rest would be changed.
 * @param root the folder of all runs
 * @throws CrosstagError `invalid-state` then
 */
export async function refuseUndone(root: string, id: string): Promise<void> {
  const undo = await findUndo(root, id);
  if (undo !== undefined) throw undoneBy(id, undo);
}

/** A run that cannot be continued because another one has undone it. */
export function undoneBy(id: string, undo: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-state",
    operation: "applyPlan",
    message: `The run ${id} was undone by the run ${undo}. To resume it would make only the changes that it had left. Nothing was sent.`,
    hint: `To make all of its changes, make a new plan. To make those again that were undone, undo the run ${undo}; then ${id} can be resumed.`,
  });
}
