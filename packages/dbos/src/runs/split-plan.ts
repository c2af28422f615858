import type { Plan, PlanEntry } from "@crosstag/core";
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
  /** Whether its changes are beyond the limit of the run. */
  readonly isBeyondLimit: boolean;
}

/** Entries of any kind in a chunk, at most: what is skipped costs no calls. */
export const MOST_ENTRIES = 10_000;

interface OpenChunk {
  readonly scope: string;
  readonly isBeyondLimit: boolean;
  changes: number;
  readonly positions: number[];
  readonly lines: string[];
}

/** How long the calls of a chunk take at the rate of the quota, about, seconds: long against the time between two chunks. */
const CHUNK_SECONDS = 60;
const FEWEST_CHANGES = 500;

/**
 * How many changes of each scope a chunk should have. Where one call changes many resources, more of them in a chunk also
 * need fewer calls.
 */
export async function chunkSizes(plan: Plan): Promise<ReadonlyMap<string, number>> {
  const changes = new Map<string, number>();
  for await (const { scope, action } of plan.entries())
    if (action === "change") changes.set(scope, (changes.get(scope) ?? 0) + 1);
  return new Map(
    [...changes].map(([scope, count]) => {
      const costs = plan.header.summary.costs.filter((cost) => cost.scope === scope);
      const seconds = Math.max(0, ...costs.map((cost) => cost.seconds ?? 0));
      const most = seconds === 0 ? MOST_ENTRIES : Math.ceil((CHUNK_SECONDS * count) / seconds);
      return [scope, Math.min(Math.max(most, FEWEST_CHANGES), MOST_ENTRIES)];
    }),
  );
}

/**
 * Splits a plan into chunks, each of one scope, as its entries go by. Keeps one chunk of each scope in memory, and two of
 * the scope that has the limit in it.
 * @param mostChanges of a scope in a chunk
 * @param limit changes that are within the limit of the run: the first ones
 */
export async function* splitPlan(
  entries: AsyncIterable<PlanEntry>,
  mostChanges: (scope: string) => number,
  limit: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<PlanChunk, void, undefined> {
  const within = new Map<string, OpenChunk>();
  const beyond = new Map<string, OpenChunk>();
  let position = 0;
  let changes = 0;
  for await (const entry of entries) {
    const { scope } = entry;
    const isBeyondLimit = entry.action === "change" && changes >= limit;
    if (entry.action === "change") changes += 1;
    const open = isBeyondLimit ? beyond : within;
    let chunk = open.get(scope);
    if (chunk === undefined) open.set(scope, (chunk = { scope, isBeyondLimit, changes: 0, positions: [], lines: [] }));
    chunk.positions.push(position);
    chunk.lines.push(encodePlanEntry(entry));
    if (entry.action === "change") chunk.changes += 1;
    position += 1;
    if (chunk.changes < mostChanges(scope) && chunk.positions.length < MOST_ENTRIES) continue;
    open.delete(scope);
    yield closed(chunk);
  }
  for (const chunk of [...within.values(), ...beyond.values()]) yield closed(chunk);
}

function closed({ lines, ...chunk }: OpenChunk): PlanChunk {
  return { ...chunk, lines: lines.join("\n") };
}
