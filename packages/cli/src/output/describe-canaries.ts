import type { CrosstagEvent } from "@crosstag/core";
import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";

/** What became of the first resources of a run. */
export type CanariesEvent = Extract<CrosstagEvent, { readonly type: "canaries-settled" }>;

/** `Canary: the first 5 of 200 resources, all changed.` */
export function describeCanaries({ resources, of, counts, passed }: CanariesEvent): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  const all = passed && counts.changed === resources ? "all changed" : undefined;
  const parts = found.map(([status, count]) => `${describeNumber(count)} ${status}`);
  const result = all ?? (parts.length === 0 ? "none was changed" : parts.join(", "));
  const named = resources === 1 ? "the first" : `the first ${describeNumber(resources)}`;
  return `Canary: ${named} of ${describeCount(of, "resource")}, ${result}.`;
}
