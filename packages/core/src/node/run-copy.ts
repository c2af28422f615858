import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader } from "../plan/plan.ts";
import type { RunState } from "../run/run-state.ts";
import { fieldsOf } from "../text/fields-of.ts";
import { flushFolder } from "./flush-folder.ts";
import { hasDoneAll } from "./list-runs.ts";
import { loadRunState } from "./read-run.ts";
import { isRunId, runFolder, type RunFolder } from "./run-folder.ts";
import { codeOf, toRefusal } from "./system-problem.ts";

/** The file in the folder of a run that is a copy. */
const COPY_FILE = "copy.json";
/** How a place is named that could not be read. */
const UNKNOWN_PLACE = "URL";

/**
 * Marks the folder of a run as a copy. Its records are kept elsewhere, and it is continued there.
 * @param keptAt where, for messages
 */
export async function markCopy({ folder }: Pick<RunFolder, "folder">, keptAt: string): Promise<void> {
  const path = join(folder, COPY_FILE);
  try {
    const file = await open(path, "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ keptAt })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await flushFolder(folder);
  } catch (error) {
    throw toRefusal("folder of the run", folder, error);
  }
}

/** Where the records of a run are kept of which the folder has a copy; undefined if they are kept there. */
async function placeOfRecords(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, COPY_FILE), "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw toRefusal("folder of the run", folder, error);
  });
  if (text === undefined) return undefined;
  try {
    const { keptAt } = fieldsOf(JSON.parse(text));
    return typeof keptAt === "string" ? keptAt : UNKNOWN_PLACE;
  } catch {
    // Cut off while it was written: it is a copy all the same.
    return UNKNOWN_PLACE;
  }
}

/**
 * Refuses to continue a copy: the run would have two journals, and an undo from one of them would miss the other.
 * @throws CrosstagError `configuration` if the folder is one
 */
export async function refuseCopy({ id, folder, planPath }: RunFolder): Promise<void> {
  const keptAt = await placeOfRecords(folder);
  if (keptAt === undefined) return;
  throw new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message: `The run ${id} is continued by workers: its journal is in their database, and ${JSON.stringify(folder)} has a copy. Nothing was sent.`,
    hint: `To continue it: crosstag resume ${id} --on ${keptAt}. If that database is lost, apply the plan again, which begins another run: crosstag apply ${planPath}`,
  });
}

/**
 * Refuses to plan the undo of a run from a copy that workers can have continued, or can continue: its later changes would stay,
 * and their database would not know of the undo. A run that has done all of its plan is not continued.
 * @throws CrosstagError `configuration` then
 */
export async function refuseOldCopy({ id, folder }: Pick<RunFolder, "id" | "folder">, state: RunState): Promise<void> {
  const keptAt = isDone(state) ? undefined : await placeOfRecords(folder);
  if (keptAt !== undefined) throw undoThere(id, folder, keptAt);
}

/**
 * Refuses to apply the plan of an undo on this machine if the run that it undoes is a copy that workers can continue.
 * @param root the folder of all runs
 * @throws CrosstagError `configuration` then, or if the copy cannot be read
 */
export async function refuseUndoOfCopy(root: string, { origin }: Pick<PlanHeader, "origin">): Promise<void> {
  if (origin.type !== "undo" || !isRunId(origin.run)) return;
  const { folder, journalPath } = runFolder(join(root, origin.run));
  const keptAt = await placeOfRecords(folder);
  if (keptAt === undefined || isDone(await loadRunState(journalPath))) return;
  throw undoThere(origin.run, folder, keptAt);
}

/** As the database of the workers decides whether a resumed run can change anything. */
function isDone({ start, ends }: RunState): boolean {
  return hasDoneAll({ ...ends, changes: start.changes });
}

function undoThere(id: string, folder: string, keptAt: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "planUndo",
    message: `The run ${id} can be continued by workers, whose database would not know that it was undone on this machine. Nothing was sent.`,
    hint: `Let the workers undo it: crosstag undo ${id} --on ${keptAt}. If their database is lost, remove ${JSON.stringify(join(folder, COPY_FILE))}.`,
  });
}
