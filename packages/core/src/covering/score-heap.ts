import { itemAt } from "../batching/batches.ts";

/** Numbers by score: the highest score first, and of equal scores the lowest number. */
export class ScoreHeap {
  readonly #numbers: number[] = [];
  readonly #scores: number[] = [];

  /** The score of the first; below every score if the heap is empty. */
  get highest(): number {
    return this.#scores[0] ?? Number.NEGATIVE_INFINITY;
  }

  push(number: number, score: number): void {
    let at = this.#numbers.length;
    this.#set(at, number, score);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const first = this.#numbers[0];
    const number = this.#numbers.pop();
    const score = this.#scores.pop();
    if (number === undefined || score === undefined || this.#numbers.length === 0) return first;
    this.#set(0, number, score);
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const child = this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, at)) return first;
      this.#swap(at, child);
      at = child;
    }
  }

  #before(one: number, other: number): boolean {
    if (one >= this.#numbers.length) return false;
    const [left, right] = [itemAt(this.#scores, one), itemAt(this.#scores, other)];
    return left === right ? itemAt(this.#numbers, one) < itemAt(this.#numbers, other) : left > right;
  }

  #swap(one: number, other: number): void {
    const [number, score] = [itemAt(this.#numbers, one), itemAt(this.#scores, one)];
    this.#set(one, itemAt(this.#numbers, other), itemAt(this.#scores, other));
    this.#set(other, number, score);
  }

  #set(at: number, number: number, score: number): void {
    this.#numbers[at] = number;
    this.#scores[at] = score;
  }
}
