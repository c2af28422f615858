import type { PartialChange, PlannedChange } from "../model/outcome.ts";

/** What of a change was made and what was not; undefined if nothing was made. */
export function partialChange({ set, remove }: PlannedChange, done: ReadonlySet<string>): PartialChange | undefined {
  const made = { set: set.filter((key) => done.has(key)), remove: remove.filter((key) => done.has(key)) };
  if (made.set.length + made.remove.length === 0) return undefined;
  const left = { set: set.filter((key) => !done.has(key)), remove: remove.filter((key) => !done.has(key)) };
  return { done: made, left };
}
