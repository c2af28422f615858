import type { findResources } from "@crosstag/operations";
import type { z } from "zod";

type Line = z.output<(typeof findResources)["output"]>;
/** A key as listed. */
export type ListedKey = Extract<Line, { type: "resource" }>["resource"];
/** A cloud that could not be listed. */
type Unlisted = Extract<Line, { type: "unlisted" }>["unlisted"];

/** What was listed so far, sorted by what needs attention first. */
export interface ListedKeys {
  readonly keys: readonly ListedKey[];
  readonly unlisted: readonly Unlisted[];
  /** False: a cloud could not be listed completely. Absent: the list has not ended. */
  readonly complete: boolean | undefined;
}

/** Keys by their expiry, the soonest first; keys that do not expire follow, and then keys that could not be read. Pure. */
export function listedKeys(lines: readonly Line[]): ListedKeys {
  const keys = lines.flatMap((line) => (line.type === "resource" ? [line.resource] : []));
  return {
    keys: keys.toSorted((one, other) => expiryOf(one) - expiryOf(other)),
    unlisted: lines.flatMap((line) => (line.type === "unlisted" ? [line.unlisted] : [])),
    complete: lines.flatMap((line) => (line.type === "end" ? [line.complete] : []))[0],
  };
}

function expiryOf(key: ListedKey): number {
  if (key.status === "failed") return Number.MAX_VALUE;
  const { expires } = key.details ?? {};
  return expires === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(expires);
}

const DAY_MS = 86_400_000;

/** How near the expiry is. */
export function expiryTone(expires: string | undefined, now: number): "bad" | "warn" | undefined {
  if (expires === undefined) return undefined;
  const days = (Date.parse(expires) - now) / DAY_MS;
  if (days < 7) return "bad";
  return days < 30 ? "warn" : undefined;
}
