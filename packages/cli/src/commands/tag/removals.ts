import { countOutcomes, type Outcome, type WriteResult } from "@crosstag/core";
import { addCalls } from "./combine-writes.ts";

/** What is left to remove after the tags were read, and what is settled by that. */
export interface Removals {
  /** Outcomes that name the resources to remove from. */
  readonly open: readonly Outcome[];
  /** Nothing is to be removed from these. */
  readonly settled: readonly Outcome[];
  /** References of open resources whose tags were read. */
  readonly read: ReadonlySet<string>;
}

/**
 * Divides the resources whose tags could be set.
 * @param looked the dry run of the removal
 * @param allowed the references of the resources whose tags could be set
 * @param trusts whether tags that were not there need not be removed
 */
export function removalsOf(looked: WriteResult, allowed: ReadonlySet<string>, trusts: boolean): Removals {
  const own = looked.outcomes.filter(({ reference }) => allowed.has(reference));
  const isSettled = (outcome: Outcome) =>
    trusts && (outcome.status === "unchanged" || (outcome.status === "skipped" && outcome.reason !== "dry-run"));
  const open = own.filter((outcome) => !isSettled(outcome));
  const read = trusts ? open.filter(({ status }) => status === "skipped") : [];
  return { open, settled: own.filter(isSettled), read: new Set(read.map(({ reference }) => reference)) };
}

/**
 * The removal as one result.
 * @param looked the dry run of the removal, which has read the tags
 * @param removed the removal from the open resources; undefined: there were none
 */
export function joinRemovals(
  looked: WriteResult,
  removed: WriteResult | undefined,
  { settled, read }: Removals,
): WriteResult {
  const outcomes = [...settled, ...(removed?.outcomes ?? []).map((outcome) => asRead(outcome, read))];
  const warnings = [...looked.warnings, ...(removed?.warnings ?? [])];
  const calls = addCalls(looked.calls, removed?.calls ?? {});
  const { stopped } = removed ?? {};
  return { outcomes, counts: countOutcomes(outcomes), warnings, calls, ...(stopped !== undefined && { stopped }) };
}

/** The tags were read before, although not by the request that removed them. */
function asRead(outcome: Outcome, read: ReadonlySet<string>): Outcome {
  if (outcome.status !== "changed" || !read.has(outcome.reference)) return outcome;
  const { read: _, ...rest } = outcome;
  return rest;
}
