import { itemAt } from "../batching/batches.ts";
import type { Rectangle } from "./cover-problem.ts";

/** Calls that can be found by what they have in common. */
export class CallIndex {
  readonly #calls: Rectangle[];
  readonly #byRow = new Map<number, Set<Rectangle>>();
  readonly #byItem = new Map<number, Set<Rectangle>>();

  constructor(calls: readonly Rectangle[]) {
    this.#calls = [...calls];
    for (const call of calls) this.#enter(call);
  }

  get size(): number {
    return this.#calls.length;
  }

  get all(): readonly Rectangle[] {
    return this.#calls;
  }

  /** Two to five that share rows or items with the first of them, rather small ones than large ones. */
  choose(random: () => number): readonly Rectangle[] {
    const first = itemAt(this.#calls, Math.floor(random() * this.#calls.length));
    const related = new Set<Rectangle>();
    for (const item of first.items) for (const call of this.#byItem.get(item) ?? []) related.add(call);
    for (const row of first.rows) for (const call of this.#byRow.get(row) ?? []) related.add(call);
    related.delete(first);
    const candidates = [...related];
    const chosen = [first];
    for (let more = 1 + Math.floor(random() * 4); more > 0 && candidates.length > 0; more -= 1) {
      const one = Math.floor(random() * candidates.length);
      const other = Math.floor(random() * candidates.length);
      const at = size(itemAt(candidates, one)) < size(itemAt(candidates, other)) ? one : other;
      chosen.push(...candidates.splice(at, 1));
    }
    return chosen;
  }

  replace(old: readonly Rectangle[], made: readonly Rectangle[]): void {
    for (const call of old) {
      this.#calls.splice(this.#calls.indexOf(call), 1);
      for (const row of call.rows) this.#byRow.get(row)?.delete(call);
      for (const item of call.items) this.#byItem.get(item)?.delete(call);
    }
    for (const call of made) {
      this.#calls.push(call);
      this.#enter(call);
    }
  }

  #enter(call: Rectangle): void {
    for (const [index, numbers] of [
      [this.#byRow, call.rows],
      [this.#byItem, call.items],
    ] as const) {
      for (const number of numbers) {
        const calls = index.get(number);
        if (calls === undefined) index.set(number, new Set([call]));
        else calls.add(call);
      }
    }
  }
}

function size({ rows, items }: Rectangle): number {
  return rows.length * items.length;
}
