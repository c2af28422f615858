import { known, itemAt } from "../batching/batches.ts";

/** Rows of one group that by now need the same. */
export interface RowSubset {
  readonly group: number;
  readonly items: readonly number[];
  readonly prices: Float64Array;
  /** By place in the group's needs: 1 if not yet covered. */
  readonly open: Uint8Array;
  openCount: number;
  rows: readonly number[];
}

/** Differences that come of rounding only. */
export const SAME = 1e-9;

/** The subsets that may be given the item too, with what it adds to their gains. */
export function subsetsWith(
  item: number,
  from: readonly RowSubset[],
  gainsBefore: readonly number[] | undefined,
): { readonly subsets: readonly RowSubset[]; readonly gains: readonly number[] } {
  const subsets: RowSubset[] = [];
  const gains: number[] = [];
  for (let at = 0; at < from.length; at += 1) {
    const subset = itemAt(from, at);
    const place = subset.items.indexOf(item);
    if (place < 0) continue;
    const price = subset.open[place] === 1 ? itemAt(subset.prices, place) : 0;
    subsets.push(subset);
    gains.push((gainsBefore?.[at] ?? 0) + price);
  }
  return { subsets, gains };
}

/** What one call with the best rows is worth. */
export function worthOfCall(subsets: readonly RowSubset[], gains: readonly number[], rowLimit: number): number {
  let rows = 0;
  let worth = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (let at = 0; at < subsets.length; at += 1) {
    const gain = itemAt(gains, at);
    if (gain === 0) continue;
    const count = itemAt(subsets, at).rows.length;
    rows += count;
    worth += count * gain;
    lowest = Math.min(lowest, gain);
    highest = Math.max(highest, gain);
  }
  if (rows <= rowLimit) return worth;
  if (highest - lowest < SAME) return rowLimit * highest;
  let [room, sum] = [rowLimit, 0];
  for (const at of byGain(subsets, gains)) {
    const taken = Math.min(room, itemAt(subsets, at).rows.length);
    sum += taken * itemAt(gains, at);
    room -= taken;
    if (room === 0) break;
  }
  return sum;
}

/** Places of the subsets that have rows, the highest gain first. */
export function byGain(subsets: readonly RowSubset[], gains: readonly number[]): readonly number[] {
  const order: number[] = [];
  let sorted = true;
  for (let at = 0; at < subsets.length; at += 1) {
    if (itemAt(subsets, at).rows.length === 0) continue;
    if (order.length > 0 && itemAt(gains, known(order.at(-1))) < itemAt(gains, at)) sorted = false;
    order.push(at);
  }
  return sorted ? order : order.toSorted((left, right) => itemAt(gains, right) - itemAt(gains, left));
}
