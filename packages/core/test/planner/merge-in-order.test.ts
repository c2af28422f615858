import { describe, expect, it } from "vitest";
import { mergeInOrder } from "../../src/planner/merge-in-order.ts";

interface Source {
  readonly items: AsyncIterable<string>;
  given: number;
  closed: boolean;
}

function source(name: string, count: number, failAt = Number.POSITIVE_INFINITY): Source {
  async function* read() {
    try {
      for (let index = 0; index < count; index += 1) {
        if (index === failAt) throw new Error(`${name} failed`);
        state.given += 1;
        yield `${name}${index}`;
        if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      state.closed = true;
    }
  }
  const state: Source = { given: 0, closed: false, items: read() };
  return state;
}

async function all(sources: readonly Source[]): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const item of mergeInOrder(sources.map((one) => one.items))) items.push(item);
  return items;
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("sources read at once", () => {
  it("come one after the other, whole", async () => {
    const counts = [5_000, 0, 1, 4_500];
    const items = await all(counts.map((count, index) => source(`s${index}-`, count)));
    expect(items).toEqual(
      counts.flatMap((count, index) => Array.from({ length: count }, (_, at) => `s${index}-${at}`)),
    );
    expect(await all([])).toEqual([]);
    expect(await all([source("a", 3)])).toEqual(["a0", "a1", "a2"]);
  });

  it("are not read far ahead of the reader", async () => {
    const [first, second] = [source("a", 20_000), source("b", 20_000)] as const;
    const reader = mergeInOrder([first.items, second.items]);
    await reader.next();
    await rest();
    expect(first.given).toBeLessThanOrEqual(4_001);
    expect(second.given).toBeLessThanOrEqual(2_001);
    await reader.return();
    await rest();
    expect([first.closed, second.closed]).toEqual([true, true]);
  });

  it("are not begun while many items wait, and are all read in the end", async () => {
    const sources = Array.from({ length: 400 }, (_, index) => source(`s${index}-`, 100));
    const given = () => sources.reduce((sum, one) => sum + one.given, 0);
    const reader = mergeInOrder(sources.map((one) => one.items));
    await reader.next();
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(given()).toBeGreaterThanOrEqual(8_000);
    expect(given()).toBeLessThan(8_000 + 33 * 100);
    let left = 0;
    for await (const _item of reader) left += 1;
    expect(left).toBe(39_999);
  });

  it("are closed if the reader stops early", async () => {
    const sources = [source("a", 10), source("b", 10_000), source("c", 5, 3)] as const;
    for await (const item of mergeInOrder(sources.map((one) => one.items))) if (item === "a3") break;
    await rest();
    expect(sources.map(({ closed }) => closed)).toEqual([true, true, true]);
  });

  it.each([
    ["the first", [source("a", 10, 5), source("b", 10)]],
    ["a later one", [source("a", 10), source("b", 10_000, 5_000), source("c", 10_000)]],
    ["the only one", [source("a", 10, 5)]],
  ])("end where %s fails, with its error", async (_name, sources) => {
    await expect(all(sources)).rejects.toThrow(/failed/);
    await rest();
    expect(sources.every(({ closed }) => closed)).toBe(true);
  });
});
