import { join } from "node:path";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { CrosstagError, systemClock, type Clock } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import { endCutOffDeletions, makeFolders, type CutOffDeletion, type FlushOptions } from "@crosstag/core/node";
import { closeAll } from "./close-all.ts";
import type { ResourcePlaces } from "./access/resource-places.ts";
import { openCheckHistory, type CheckHistory } from "./compliance/check-history.ts";
import { deletionEvidencePath } from "./key-material/deletion-evidence.ts";
import { keyMaterialDeletions, type KeyMaterialDeletions } from "./key-material/key-material-deletions.ts";
import { openDecisionJournal, type DecisionJournal } from "./plans/decision-journal.ts";
import { openPlanStore, type PlanStore } from "./plans/plan-store.ts";
import { RunDocuments } from "./runs/run-document.ts";
import { RunIndex } from "./runs/run-index.ts";
import { RunManager } from "./runs/run-manager.ts";
import type { RunNote } from "./runs/run-note.ts";
import { findCutOffWrites, type CutOffWrite } from "./writes/cut-off-writes.ts";
import { openDirectWrites, type DirectWrites, type UnrecordedWrite } from "./writes/direct-writes.ts";
import { isLargeJournal, openRotatedJournal } from "./writes/rotated-journal.ts";

/** What a service keeps between requests, and on disk between processes. */
export interface ServiceState {
  /** Where resources are, for permissions. */
  readonly places: ResourcePlaces;
  /** The plans that are kept. */
  readonly plans: PlanStore;
  /** What callers decided about plans and runs. */
  readonly decisions: DecisionJournal;
  /** Applies runs in the background. */
  readonly runs: RunManager;
  /** Describes runs for answers. */
  readonly runDocuments: RunDocuments;
  /** Which runs applied which plan. */
  readonly runIndex: RunIndex;
  /** Deletes imported key material, with evidence. */
  readonly keyMaterial: KeyMaterialDeletions;
  /** The counts of earlier checks. */
  readonly checks: CheckHistory;
  /** Writes of tags that are not part of a run, with their journal. */
  readonly writes: DirectWrites;
  /** Measures the time between events. */
  readonly clock: Clock;
  /** Ends runs in order, so that they continue on the next start, and lets another process use the folder. */
  close(): Promise<void>;
}

/** Options of `openServiceState`. */
export interface ServiceStateOptions {
  /** The clouds. They stay open as long as the state. */
  readonly crosstag: OpenedCrosstag;
  /** The folder, for the service's user only. It is made if it is not there. */
  readonly stateFolder: string;
  /** Where resources are, for permissions. */
  readonly places: ResourcePlaces;
  /** The present. */
  readonly now: () => Date;
  /** Measures the time between events. Default: the system's. */
  readonly clock?: Clock | undefined;
  /** When the records of direct writes are flushed: see `FlushOptions`. Default: before anything is changed. */
  readonly flushWrites?: FlushOptions | undefined;
  /** Called when a run continues by itself, ends or fails. Default: ignored. */
  readonly onNote?: ((note: RunNote) => void) | undefined;
  /** Called when a write was made and its outcomes could not be written down. Default: ignored. */
  readonly onUnrecorded?: ((write: UnrecordedWrite) => void) | undefined;
  /** Called when records of writes could not be flushed, which a power failure can take. Default: ignored. */
  readonly onUnflushed?: ((error: unknown) => void) | undefined;
  /** Called once if an earlier process ended in the middle of writes, which may have been made. Default: ignored. */
  readonly onCutOff?: ((writes: readonly CutOffWrite[]) => void) | undefined;
  /** The same for deletions of key material. Default: ignored. */
  readonly onCutOffDeletions?: ((deletions: readonly CutOffDeletion[]) => void) | undefined;
}

/**
 * Opens the state of a service. Runs that were under way when an earlier process ended continue in the background, unless
 * a caller has stopped them or rejected their plan.
 * @throws CrosstagError `configuration` if the folder cannot be written, was changed, or another service uses it
 */
export async function openServiceState(options: ServiceStateOptions): Promise<ServiceState> {
  const { crosstag, stateFolder, places, now, clock = systemClock, onNote = () => {} } = options;
  await makeStateFolder(stateFolder);
  // First: it keeps every other service from this folder.
  const decisions = await openDecisionJournal(join(stateFolder, "decisions.jsonl"), now);
  let writes: DirectWrites | undefined;
  let checks: CheckHistory | undefined;
  try {
    checks = await openCheckHistory({ path: join(stateFolder, "checks.jsonl"), now });
    writes = await openWrites(options);
    await reportDeletions(options);
    const journaled = writes;
    const counted = checks;
    const plans = await openPlanStore(join(stateFolder, "plans"), { places, now });
    const runs = new RunManager({ crosstag, root: join(stateFolder, "runs"), now, onNote });
    await runs.continueRuns(({ id, plan }) => !decisions.isCanceled(id) && !decisions.isRejected(plan));
    const keyMaterial = keyMaterialDeletions({ crosstag, stateFolder, now });
    return {
      places,
      plans,
      decisions,
      runs,
      runDocuments: new RunDocuments(runs, places),
      runIndex: new RunIndex(runs.root),
      keyMaterial,
      writes,
      checks,
      clock,
      close: () =>
        closeAll([
          () => runs.close(),
          () => journaled.close(),
          async () => counted.close(),
          async () => decisions.close(),
        ]),
    };
  } catch (error) {
    await writes?.close();
    await checks?.close();
    await decisions.close();
    throw error;
  }
}

/** @throws CrosstagError `configuration` if there is no such folder and it cannot be made */
async function makeStateFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, 0o700);
  } catch (error) {
    throw new CrosstagError({
      code: "configuration",
      message: `The state folder ${JSON.stringify(folder)} cannot be made: ${systemReason(error)}.`,
      hint: "Name a folder in a writable directory.",
    });
  }
}

/** The journal of direct writes. What an earlier process left open in it is reported once. */
async function openWrites(options: ServiceStateOptions): Promise<DirectWrites> {
  const { crosstag, stateFolder, now, flushWrites } = options;
  const { onUnrecorded = () => {}, onUnflushed = () => {}, onCutOff = () => {} } = options;
  const file = { path: join(stateFolder, "writes.jsonl"), now, ...flushWrites };
  const cutOff = await findCutOffWrites(file.path);
  const writes = await openDirectWrites(crosstag, {
    journal: { open: () => openRotatedJournal(file), isFull: () => isLargeJournal(file), onUnflushed },
    onUnrecorded,
    cutOff,
  });
  if (cutOff.length > 0) onCutOff(cutOff);
  return writes;
}

/** What an earlier process left open in the evidence of deletions is reported once. */
async function reportDeletions({ stateFolder, now, onCutOffDeletions }: ServiceStateOptions): Promise<void> {
  const cutOff = await endCutOffDeletions(deletionEvidencePath(stateFolder), now);
  if (cutOff.length > 0) onCutOffDeletions?.(cutOff);
}
