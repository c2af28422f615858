/** Rows of one group that by now need the same. */
export interface Part {
  readonly group: number;
  readonly items: readonly number[];
  readonly prices: Float64Array;
  /** By place in the group's needs: 1 where not yet covered. */
  readonly open: Uint8Array;
  openCount: number;
  rows: readonly number[];
}

/** Differences that come of rounding only. */
export const SAME = 1e-9;

/** The parts that may be given the item too, with what it adds to their gains. */
export function partsWith(
  item: number,
  from: readonly Part[],
  gainsBefore: readonly number[] | undefined,
): { readonly parts: readonly Part[]; readonly gains: readonly number[] } {
  const parts: Part[] = [];
  const gains: number[] = [];
  for (let at = 0; at < from.length; at += 1) {
    const part = from[at] as Part;
    const place = part.items.indexOf(item);
    if (place < 0) continue;
    const price = part.open[place] === 1 ? (part.prices[place] as number) : 0;
    parts.push(part);
    gains.push((gainsBefore?.[at] ?? 0) + price);
  }
  return { parts, gains };
}

/** What one call with the best rows is worth. */
export function worthOfCall(parts: readonly Part[], gains: readonly number[], rowLimit: number): number {
  let rows = 0;
  let worth = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (let at = 0; at < parts.length; at += 1) {
    const gain = gains[at] as number;
    if (gain === 0) continue;
    const count = (parts[at] as Part).rows.length;
    rows += count;
    worth += count * gain;
    lowest = Math.min(lowest, gain);
    highest = Math.max(highest, gain);
  }
  if (rows <= rowLimit) return worth;
  if (highest - lowest < SAME) return rowLimit * highest;
  let [room, sum] = [rowLimit, 0];
  for (const at of byGain(parts, gains)) {
    const taken = Math.min(room, (parts[at] as Part).rows.length);
    sum += taken * (gains[at] as number);
    room -= taken;
    if (room === 0) break;
  }
  return sum;
}

/** Places of the parts that have rows, the highest gain first. */
export function byGain(parts: readonly Part[], gains: readonly number[]): readonly number[] {
  const order: number[] = [];
  let sorted = true;
  for (let at = 0; at < parts.length; at += 1) {
    if ((parts[at] as Part).rows.length === 0) continue;
    if (order.length > 0 && (gains[order.at(-1) as number] as number) < (gains[at] as number)) sorted = false;
    order.push(at);
  }
  return sorted ? order : order.toSorted((left, right) => (gains[right] as number) - (gains[left] as number));
}
