import { findUndo, listRuns, openRun, readRunRecords, runStateOf, type ListedRun } from "@crosstag/core/node";
import { callersPart, type CallersPart } from "./callers-part.ts";

/** A run that a service was applying when its process ended. */
export interface UnfinishedRun {
  readonly id: string;
  /** The digest of its plan. */
  readonly plan: string;
  /** How it continues: as its last part, without what that part has done. */
  readonly part: CallersPart;
}

/**
 * The runs that no process applies, and that were stopped in order or cut off after a service had begun or resumed them.
 * The command never says who it is: what a person began or interrupted there is left alone. So is a run that was undone
 * since, and one whose journal is damaged.
 */
export async function unfinishedRuns(root: string): Promise<readonly UnfinishedRun[]> {
  const unfinished: UnfinishedRun[] = [];
  for (const listed of await listRuns(root)) {
    const run = isOpen(listed) ? await lastPart(root, listed) : undefined;
    // What an undo has restored since is not to be changed again without being asked for.
    if (run !== undefined && (await findUndo(root, run.id)) === undefined) unfinished.push(run);
  }
  // In the order in which they began.
  return unfinished.toReversed();
}

function isOpen(listed: ListedRun): boolean {
  return listed.problem === undefined && runStateOf(listed) === "interrupted";
}

async function lastPart(root: string, { id, folder, plan }: ListedRun): Promise<UnfinishedRun | undefined> {
  let part: CallersPart | undefined;
  const settled = new Set<string>();
  try {
    const { journalPath } = await openRun(root, folder);
    for await (const { record } of readRunRecords(journalPath)) {
      if (record.type === "run" || record.type === "resume") {
        part = record.by === undefined ? undefined : callersPart(record.by, record);
        settled.clear();
      } else if (record.type === "outcome" && record.reason !== "not-started") settled.add(record.reference);
    }
  } catch {
    return undefined;
  }
  if (part === undefined || plan === undefined) return undefined;
  if (part.limit === undefined) return { id, plan, part };
  const limit = part.limit - settled.size;
  return limit > 0 ? { id, plan, part: { ...part, limit } } : undefined;
}
