import type { KeyFacts, KeyMaterialDescription, ResourceDescription } from "../model/resource-description.ts";
import type { DeletionLooks } from "./key-material-requests.ts";
import type { Reference } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { deletionOf } from "./deletion-meaning.ts";
import { pollUntil } from "../calls/poll-until.ts";
import { describeKey } from "./describe-key.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** What was seen of a key after its material was to be deleted. */
export interface SeenAfter {
  /** The last reading; undefined: none succeeded. */
  readonly after: ResourceDescription | undefined;
  readonly looks: DeletionLooks;
  /** When the material is deleted, milliseconds since 1970. Undefined: the key does not show a scheduled deletion. */
  readonly scheduledFor: number | undefined;
  /** The cloud does not show, for a key in this state, whether the material is there. */
  readonly cannotShow: boolean;
}

/** Looks until the deletion shows or the time is up: reads may lag behind writes. */
export function checkAfterDeletion(
  engine: DriverEngine,
  reference: Reference,
  before: ResourceDescription,
  materialId: string | undefined,
  scope: RequestScope,
): Promise<SeenAfter> {
  return scope.within(engine.settleTimeoutMs, async (subScope) => {
    const startedAt = engine.clock.now();
    let after: ResourceDescription | undefined;
    let count = 0;
    const seen = (): SeenAfter => {
      const seconds = Math.round((engine.clock.now() - startedAt) / 100) / 10;
      if (after === undefined)
        return { after, looks: { count, seconds, shown: false }, scheduledFor: undefined, cannotShow: false };
      const scheduledFor = scheduledDeletion(after, materialId);
      const shown = scheduledFor !== undefined || isDeleted(after, before, materialId);
      const isSilent = deletionOf(engine.driver).effect === "immediate" && cannotShow(after, before);
      return { after, looks: { count, seconds, shown }, scheduledFor, cannotShow: isSilent };
    };
    await pollUntil(subScope, async () => {
      const described = await describeKey(engine, reference, subScope);
      if (!described.ok) return described.failure.retry === "no";
      after = described.receipt;
      count += 1;
      const now = seen();
      return now.looks.shown || now.cannotShow;
    });
    return seen();
  });
}

/** When this material is deleted, as scheduled, milliseconds since 1970; undefined if no deletion is scheduled. */
export function scheduledDeletion({ key }: ResourceDescription, materialId: string | undefined): number | undefined {
  const material = materialOf(key, materialId);
  if (material !== undefined) return material.deletionScheduledFor;
  return materialId === key?.currentMaterialId ? key?.deletionScheduledFor : undefined;
}

/** The key lists this material as one that was imported once and is not there. */
export function isMaterialGone({ key }: ResourceDescription, materialId: string | undefined): boolean {
  return materialOf(key, materialId)?.imported === false;
}

/** It was there before and is not there now. */
function isDeleted(after: ResourceDescription, before: ResourceDescription, materialId: string | undefined): boolean {
  if (isMaterialGone(before, materialId)) return false;
  const material = materialOf(after.key, materialId);
  if (material !== undefined) return !material.imported;
  if (after.key?.materials !== undefined) {
    // Material that was still waiting for its rotation leaves no trace.
    if (materialOf(before.key, materialId) !== undefined) return true;
    // If materials have no ids, a key has one at most.
    if (materialId === undefined && hasImported(before.key)) return !hasImported(after.key);
  }
  return after.state === "pending-import" && before.state !== "pending-import";
}

/** Only the list of materials shows it: the state before and after does not depend on them. */
function cannotShow(after: ResourceDescription, before: ResourceDescription): boolean {
  const tellsNothing = before.state === "pending-deletion" || before.state === "pending-import";
  return tellsNothing && after.state === before.state && after.key?.materials === undefined;
}

function hasImported(key: KeyFacts | undefined): boolean {
  return key?.materials?.some(({ imported }) => imported) === true;
}

function materialOf(key: KeyFacts | undefined, materialId: string | undefined): KeyMaterialDescription | undefined {
  return materialId === undefined ? undefined : key?.materials?.find((entry) => entry.materialId === materialId);
}
