import { itemAt, known } from "../batching/batches.ts";
import type { Rectangle } from "./cover-problem.ts";
import type { RowGroup } from "./row-groups.ts";

/** How often each needed cell is covered. */
export class Coverage {
  readonly #groups: readonly RowGroup[];
  readonly #groupOf = new Map<number, number>();
  readonly #counts: Uint16Array[] = [];
  readonly #startOf = new Map<number, number>();

  constructor(groups: readonly RowGroup[], rectangles: readonly Rectangle[]) {
    this.#groups = groups;
    for (const [number, { rows, needs }] of groups.entries()) {
      this.#counts.push(new Uint16Array(rows.length * needs));
      for (const [at, row] of rows.entries()) {
        this.#groupOf.set(row, number);
        this.#startOf.set(row, at * needs);
      }
    }
    for (const rectangle of rectangles) this.count(rectangle.rows, rectangle.items, 1);
  }

  count(rows: readonly number[], items: readonly number[], change: 1 | -1): void {
    for (const row of rows) {
      const group = this.groupOf(row);
      const counts = itemAt(this.#counts, known(this.#groupOf.get(row)));
      const start = known(this.#startOf.get(row));
      for (const item of items) {
        const place = group.items.indexOf(item);
        if (place < group.needs) counts[start + place] = itemAt(counts, start + place) + change;
      }
    }
  }

  groupOf(row: number): RowGroup {
    return itemAt(this.#groups, known(this.#groupOf.get(row)));
  }

  /** How often it is covered; nothing if the row does not need the item. */
  times(row: number, item: number): number | undefined {
    const group = this.groupOf(row);
    const place = group.items.indexOf(item);
    if (place >= group.needs) return undefined;
    return this.#counts[known(this.#groupOf.get(row))]?.[known(this.#startOf.get(row)) + place];
  }
}
