import { itemAt } from "../batching/batches.ts";
import type { CoverLimit, Rectangle } from "./cover-problem.ts";
import { byGain, type RowSubset, subsetsWith, SAME, worthOfCall } from "./row-subsets.ts";
import type { Prices } from "./prices.ts";
import type { RowGroup } from "./row-groups.ts";
import { ScoreHeap } from "./score-heap.ts";

export interface GreedyResult {
  readonly rectangles: readonly Rectangle[];
  /** What a cell cost on average: one call shared by all cells that it was the first to cover. */
  readonly shares: Prices;
  /** Cells visited: a measure of time that is the same on every machine. */
  readonly work: number;
}

/** Items with all subsets that may be given all of them; a subset's gain is what one row of it is worth. */
interface Candidate {
  readonly items: readonly number[];
  readonly subsets: readonly RowSubset[];
  readonly gains: readonly number[];
  readonly score: number;
}

/** More subsets than this are sampled, which is nearly as exact. */
const SAMPLE = 400;

/** With more groups than this, speed counts more than the last call saved. */
const MANY = 2_000;

/** Again and again the call that is worth most at these prices. Items of the groups are numbered from 0 without gaps. */
export function greedyCover(
  groups: readonly RowGroup[],
  itemCount: number,
  limit: CoverLimit,
  prices: Prices,
): GreedyResult {
  return new Greedy(groups, itemCount, limit, prices).run();
}

class Greedy {
  readonly #groups: readonly RowGroup[];
  readonly #limit: CoverLimit;
  /** By item, the subsets that may be given it, of many only those not yet given it; some are empty. */
  readonly #subsetsOf: RowSubset[][];
  readonly #byName = new Map<string, RowSubset>();
  readonly #rowsWith: Float64Array;
  readonly #worthWith: Float64Array;
  readonly #isNew: Uint8Array;
  readonly #rectangles: Rectangle[] = [];
  readonly #shares: Float64Array[];
  readonly #many: boolean;
  #work = 0;

  constructor(groups: readonly RowGroup[], itemCount: number, limit: CoverLimit, prices: Prices) {
    this.#groups = groups;
    this.#limit = limit;
    this.#many = groups.length > MANY;
    this.#subsetsOf = Array.from({ length: itemCount }, () => []);
    this.#rowsWith = new Float64Array(itemCount);
    this.#worthWith = new Float64Array(itemCount);
    this.#isNew = new Uint8Array(itemCount);
    this.#shares = groups.map(({ needs }) => new Float64Array(needs));
    for (const [group, { rows, items, needs }] of groups.entries()) {
      const open = new Uint8Array(needs).fill(1);
      this.#add({ group, items, prices: itemAt(prices, group), open, openCount: needs, rows });
    }
  }

  run(): GreedyResult {
    const heap = new ScoreHeap();
    // Old scores are too high, so nearly as much is good enough, and saves most recalculations.
    const slack = this.#many ? 0.9 : 1;
    for (const seed of this.#subsetsOf.keys()) {
      const candidate = this.#grow(seed);
      if (candidate !== undefined) heap.push(seed, candidate.score);
    }
    for (let seed = heap.pop(); seed !== undefined; seed = heap.pop()) {
      let candidate = this.#grow(seed);
      // Scores hardly ever rise, so that what still beats the others' old scores beats them.
      while (candidate !== undefined && candidate.score >= heap.highest * slack - SAME) {
        this.#take(candidate);
        candidate = this.#again(candidate) ?? this.#grow(seed);
      }
      if (candidate !== undefined) heap.push(seed, candidate.score);
    }
    for (const [group, shares] of this.#shares.entries()) {
      const rows = itemAt(this.#groups, group).rows.length;
      for (const place of shares.keys()) shares[place] = itemAt(shares, place) / rows;
    }
    return { rectangles: this.#rectangles, shares: this.#shares, work: this.#work };
  }

  #add(subset: RowSubset): void {
    if (subset.openCount === 0) return;
    // Rows of one group meet again when the same has been covered for them; a group of one row has no such case.
    if (this.#groups[subset.group]?.rows.length !== 1) {
      const name = `${subset.group}:${subset.open.join("")}`;
      const same = this.#byName.get(name);
      if (same !== undefined && same.rows.length > 0) {
        same.rows = [...same.rows, ...subset.rows];
        return;
      }
      this.#byName.set(name, subset);
    }
    for (let place = 0; place < subset.items.length; place += 1) {
      // If there are many subsets, subsets whose item is covered are skipped.
      if (!this.#many || subset.open[place] !== 0) this.#subsetsOf[itemAt(subset.items, place)]?.push(subset);
    }
  }

  /** The best of the item alone and of what it becomes as the most rewarding items join it one by one. */
  #grow(seed: number): Candidate | undefined {
    const alive: RowSubset[] = [];
    for (const subset of itemAt(this.#subsetsOf, seed)) if (subset.rows.length > 0) alive.push(subset);
    this.#subsetsOf[seed] = alive;
    this.#work += alive.length;
    const items = [seed];
    let { subsets, gains } = subsetsWith(seed, alive, undefined);
    let best: Candidate | undefined;
    for (;;) {
      const score = worthOfCall(subsets, gains, this.#limit.resources);
      if (score > (best?.score ?? 0) + SAME) best = { items: [...items], subsets, gains, score };
      const next = items.length < this.#limit.items ? this.#next(items, subsets, gains) : undefined;
      if (next === undefined) return best;
      items.push(next);
      this.#work += subsets.length;
      ({ subsets, gains } = subsetsWith(next, subsets, gains));
    }
  }

  #next(items: readonly number[], subsets: readonly RowSubset[], gains: readonly number[]): number | undefined {
    const [rowsWith, worthWith, isNew] = [this.#rowsWith, this.#worthWith, this.#isNew];
    const seen: number[] = [];
    const step = Math.ceil(subsets.length / SAMPLE);
    for (let at = 0; at < subsets.length; at += step) {
      const subset = itemAt(subsets, at);
      const gain = itemAt(gains, at);
      const rows = subset.rows.length * step;
      this.#work += subset.items.length;
      for (let place = 0; place < subset.items.length; place += 1) {
        const item = itemAt(subset.items, place);
        const price = subset.open[place] === 1 ? itemAt(subset.prices, place) : 0;
        if (gain + price === 0) continue;
        if (rowsWith[item] === 0) seen.push(item);
        rowsWith[item] = itemAt(rowsWith, item) + rows;
        worthWith[item] = itemAt(worthWith, item) + rows * (gain + price);
        if (price > 0) isNew[item] = 1;
      }
    }
    let best: number | undefined;
    let bestWorth = 0;
    for (const item of seen) {
      const worth = itemAt(worthWith, item) * Math.min(1, this.#limit.resources / itemAt(rowsWith, item));
      if (isNew[item] === 1 && worth > bestWorth + SAME && !items.includes(item)) [best, bestWorth] = [item, worth];
    }
    for (const item of seen) rowsWith[item] = worthWith[item] = isNew[item] = 0;
    return best;
  }

  #take({ items, subsets, gains }: Candidate): void {
    let room = this.#limit.resources;
    const rows: number[] = [];
    const covered = new Set<number>();
    const taken: { readonly subset: RowSubset; readonly count: number; readonly places: readonly number[] }[] = [];
    let cells = 0;
    for (const at of byGain(subsets, gains)) {
      const subset = itemAt(subsets, at);
      const count = Math.min(room, subset.rows.length);
      if (count === 0 || gains[at] === 0) break;
      const places: number[] = [];
      for (const item of items) {
        const place = subset.items.indexOf(item);
        if (subset.open[place] !== 1) continue;
        places.push(place);
        covered.add(item);
      }
      taken.push({ subset, count, places });
      cells += count * places.length;
      room -= count;
    }
    for (const { subset, count, places } of taken) {
      const shares = itemAt(this.#shares, subset.group);
      for (const place of places) shares[place] = itemAt(shares, place) + count / cells;
      const moved = count === subset.rows.length ? subset.rows : subset.rows.slice(0, count);
      rows.push(...moved);
      subset.rows = subset.rows.slice(count);
      const open = subset.open.slice();
      for (const place of places) open[place] = 0;
      this.#add({
        group: subset.group,
        items: subset.items,
        prices: subset.prices,
        open,
        openCount: subset.openCount - places.length,
        rows: moved,
      });
    }
    this.#rectangles.push({ rows, items: items.filter((item) => covered.has(item)) });
  }

  /** The same items once more if that is worth as much as the call just made. */
  #again({ items, subsets, gains, score }: Candidate): Candidate | undefined {
    return worthOfCall(subsets, gains, this.#limit.resources) >= score - SAME
      ? { items, subsets, gains, score }
      : undefined;
  }
}
