import type { PlanEntry } from "@crosstag/core";
import { encodePlanEntry } from "@crosstag/core/internal";

/** A part of a plan with entries of one scope. */
export interface PlanChunk {
  /** Cloud, account and region. */
  readonly scope: string;
  /** Entries that change a resource. */
  readonly changes: number;
  /** The position of each entry in the plan, from 0. */
  readonly positions: readonly number[];
  /** The entries, one line each, without a line feed at the end. */
  readonly lines: string;
}

/** Entries of any kind in a chunk, at most: what is skipped costs no calls. */
const MOST_ENTRIES = 10_000;

interface OpenChunk {
  readonly scope: string;
  changes: number;
  readonly positions: number[];
  readonly lines: string[];
}

/**
 * Splits a plan into chunks, each of one scope and with so many changes at most, as its entries go by. Keeps one chunk of
 * each scope in memory.
 */
export async function* splitPlan(
  entries: AsyncIterable<PlanEntry>,
  mostChanges: number,
): AsyncGenerator<PlanChunk, void, undefined> {
  const open = new Map<string, OpenChunk>();
  let position = 0;
  for await (const entry of entries) {
    const { scope } = entry;
    let chunk = open.get(scope);
    if (chunk === undefined) open.set(scope, (chunk = { scope, changes: 0, positions: [], lines: [] }));
    chunk.positions.push(position);
    chunk.lines.push(encodePlanEntry(entry));
    if (entry.action === "change") chunk.changes += 1;
    position += 1;
    if (chunk.changes < mostChanges && chunk.positions.length < MOST_ENTRIES) continue;
    open.delete(scope);
    yield closed(chunk);
  }
  for (const chunk of open.values()) yield closed(chunk);
}

function closed({ scope, changes, positions, lines }: OpenChunk): PlanChunk {
  return { scope, changes, positions, lines: lines.join("\n") };
}
