import type { ErrorCode } from "../model/crosstag-error.ts";
import type { EarlierRun } from "./apply-request.ts";
import { isDone } from "./earlier-outcome.ts";

/** Why an earlier part of a run could not confirm a change that it had made. */
export type EarlierDoubt =
  | { readonly type: "not-shown" }
  | {
      readonly type: "not-read";
      /** Why the tags could not be read. */
      readonly code: ErrorCode | undefined;
    };

/** Undefined: the resource is still to be changed, or nothing was said against its change. */
export function earlierDoubt(earlier: EarlierRun | undefined, reference: string): EarlierDoubt | undefined {
  if (earlier === undefined || !isDone(earlier.outcomes.get(reference)?.status)) return undefined;
  if (earlier.notShown?.has(reference)) return { type: "not-shown" };
  const unread = earlier.notRead?.get(reference);
  return unread === undefined ? undefined : { type: "not-read", code: unread.code };
}

/** All of them, by reference. */
export function* earlierDoubts(earlier: EarlierRun): Generator<readonly [string, EarlierDoubt], void, undefined> {
  for (const reference of new Set([...(earlier.notShown?.keys() ?? []), ...(earlier.notRead?.keys() ?? [])])) {
    const doubt = earlierDoubt(earlier, reference);
    if (doubt !== undefined) yield [reference, doubt];
  }
}
