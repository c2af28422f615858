import { itemAt } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { FailedCall } from "../calls/call-progress.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Failure } from "../driver/failure.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { TagSet } from "../model/tag-set.ts";
import { confirmByReading } from "./confirm-by-reading.ts";
import type { Progress } from "./progress.ts";

/** A resource to which a change was not made, and why. */
export interface Refusal {
  readonly entry: Progress;
  readonly failure: Failure;
}

/** Why no call is made any more, beside the failure of each resource. */
export interface RefusalContext extends Pick<FailedCall, "cause" | "notMade"> {
  /** The error as it has been explained already. Default: made from the failure. */
  readonly error?: CrosstagError;
}

/** Decides about resources to which the change was not made, or may not have been. Returns the resources that show it. */
export async function settleRefusals(
  engine: DriverEngine,
  change: TagChange,
  refusals: readonly Refusal[],
  scope: RequestScope,
  { cause, notMade, error: given }: RefusalContext = {},
): Promise<readonly Progress[]> {
  const entries = refusals.map(({ entry }) => entry);
  const open = entries.filter(({ uncertain }) => uncertain).map(({ target }) => target.reference);
  const settled =
    open.length === 0 ? undefined : await confirmByReading(engine, itemAt(entries, 0).target.kind, open, change, scope);
  const operation = change.type === "set" ? "writeTags" : "removeTags";
  const shown: Progress[] = [];
  for (const { entry, failure } of refusals) {
    const { id } = entry.target.reference;
    if (settled?.shown.has(id)) {
      shown.push(entry);
      continue;
    }
    const error = given ?? failureError(engine.driver, operation, entry.target.reference, failure, cause);
    const tags = settled?.lacking.get(id);
    entry.failure = {
      status: isKnown(entry, failure, tags) ? "failed" : "unknown",
      error,
      ...(tags !== undefined && { tags }),
      ...(notMade && { notMade: true }),
      ...(failure.scope !== "resource" && { wide: true }),
    };
  }
  return shown;
}

/**
 * Whether it is known that nothing was changed.
 * @param tags that a reading has found, without the change
 */
function isKnown({ uncertain, unanswered }: Progress, { code }: Failure, tags: TagSet | undefined): boolean {
  // Of a resource that is not there nothing can be unknown.
  if (!uncertain || code === "not-found") return true;
  return !unanswered && tags !== undefined;
}
