import type { runDocument } from "@crosstag/operations";
import type { z } from "zod";

/** A run as the service describes it. */
export type RunDocument = z.output<typeof runDocument>;

/** States in words, and how they are meant. */
export function describeRunState(run: Pick<RunDocument, "state" | "ended" | "counts" | "undoneBy">): {
  readonly title: string;
  readonly tone: string;
} {
  const { state, ended, counts } = run;
  const undone = undoneOf(run);
  if (isBeingUndone(run)) return { title: "Being undone", tone: "note" };
  if (undone !== undefined && !isActive(run))
    return undone.left === 0 ? { title: "Undone", tone: "note" } : { title: "Partly undone", tone: "warn" };
  switch (state) {
    case "running":
      return { title: "Running", tone: "note" };
    case "stopping":
      return { title: "Stopping", tone: "warn" };
    case "interrupted":
      return { title: "Interrupted", tone: "warn" };
    case "ended":
      if (ended === "complete") {
        const problems = (counts?.failed ?? 0) + (counts?.unknown ?? 0);
        return problems > 0 ? { title: "Complete, with failures", tone: "bad" } : { title: "Complete", tone: "good" };
      }
      return { title: "Stopped", tone: "bad" };
  }
}

const ENDS: Readonly<Record<NonNullable<RunDocument["ended"]>, string>> = {
  complete: "Every resource has its outcome.",
  interrupted: "It was stopped before its end, and can be resumed.",
  "too-many-failures": "It stopped because too many resources failed.",
  limit: "It stopped at the number of resources that it was limited to.",
  "canary-failed": "One of the first resources failed, so the others were not started.",
  "journal-failed": "It stopped because its journal could not be written.",
  credentials: "It stopped because the cloud refused the credentials.",
  "account-refused": "It stopped because the cloud refused the account.",
  unreachable: "It stopped because the cloud could not be reached.",
  "not-configured": "It stopped because a cloud of the plan is not configured.",
};

/** How a run ended, in a sentence. */
export function describeEnd(ended: NonNullable<RunDocument["ended"]>): string {
  return ENDS[ended];
}

/** Whether calls are under way. */
export function isActive({ state }: Pick<RunDocument, "state">): boolean {
  return state === "running" || state === "stopping";
}

/** Whether an undo of the run is under way: another one would be refused. */
export function isBeingUndone({ undoneBy = [] }: Pick<RunDocument, "undoneBy">): boolean {
  return undoneBy.some(isActive);
}

/** What undos have made of a run. */
export interface Undone {
  /** The ids of the undos that count, the newest first. */
  readonly by: readonly string[];
  readonly restored: number;
  /** Resources that are as the run left them, or were changed since. Undefined: one of the runs has no end yet. */
  readonly left: number | undefined;
}

/** What undos have made of a run. Undefined: none counts. */
export function undoneOf({ counts, undoneBy }: Pick<RunDocument, "counts" | "undoneBy">): Undone | undefined {
  if (undoneBy === undefined) return undefined;
  const restored = undoneBy.reduce((sum, undo) => sum + (undo.restored ?? 0), 0);
  const haveEnded = undoneBy.every((undo) => undo.restored !== undefined);
  // What became of an unknown resource is not known, so it may have to be restored too.
  const left = counts !== undefined && haveEnded ? Math.max(0, counts.changed + counts.unknown - restored) : undefined;
  return { by: undoneBy.map(({ run }) => run), restored, left };
}

/** Whether the tags from before a run can be restored, as far as its own outcomes say. */
export function canUndo(run: Pick<RunDocument, "state" | "counts" | "undoes" | "undoneBy">): boolean {
  return !isActive(run) && !isBeingUndone(run) && run.undoes === undefined && undoneOf(run)?.left !== 0;
}

/**
 * Whether something is left that a resumed run would do. A run that was undone is not continued.
 * @param hasUnconfirmed reading has not confirmed all of its changes: a resumed run reads them again
 */
export function canResume(
  { state, ended, undoneBy }: Pick<RunDocument, "state" | "ended" | "undoneBy">,
  hasUnconfirmed: boolean,
): boolean {
  if (undoneBy !== undefined) return false;
  return state === "interrupted" || (state === "ended" && (ended !== "complete" || hasUnconfirmed));
}
