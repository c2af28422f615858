import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestCover } from "../../src/covering/best-cover.ts";
import { coverCells } from "../../src/covering/cover-cells.ts";
import type { CoverProblem, CoverRow } from "../../src/covering/cover-problem.ts";
import { groupRows } from "../../src/covering/row-groups.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import { PLAN_WINDOW } from "../../src/plan/plan-window.ts";
import { exhaustiveCover } from "../../src/covering/exhaustive-cover.ts";
import { faultsOfCover } from "./faults-of-cover.ts";

const cloud = { resources: 50, items: 20 };

/** Rows from lists like `["team=a", "env=b"]`; what is in brackets is so already. */
function problemOf(rows: readonly (readonly string[])[], limit: CoverProblem["limit"] = cloud): CoverProblem {
  const items = new Map<string, number>();
  const keys = new Map<string, number>();
  const tagKeyOf: number[] = [];
  const numberOf = (text: string) => {
    const known = items.get(text);
    if (known !== undefined) return known;
    const key = text.split("=")[0] as string;
    if (!keys.has(key)) keys.set(key, keys.size);
    tagKeyOf.push(keys.get(key) as number);
    items.set(text, items.size);
    return items.size - 1;
  };
  const numbered = rows.map((row) => ({
    needed: row.filter((text) => !text.startsWith("(")).map(numberOf),
    alreadyCovered: row.filter((text) => text.startsWith("(")).map((text) => numberOf(text.slice(1, -1))),
  }));
  return { rows: numbered, tagKeyOf, limit };
}

const times = <Item>(count: number, make: (number: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, number) => make(number));

/** For each tag key one value at most; that one needed, so already, or neither. */
function smallProblem(seed: number): CoverProblem {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const [keys, values] = [between(1, 4), between(1, 3)];
  const [neededShare, coveredShare] = [0.3 + 0.7 * random(), 0.5 * random()];
  const row = (): CoverRow => {
    const needed: number[] = [];
    const alreadyCovered: number[] = [];
    for (let key = 0; key < keys; key += 1) {
      const item = key * values + between(0, values - 1);
      if (random() < neededShare) needed.push(item);
      else if (random() < coveredShare) alreadyCovered.push(item);
    }
    return { needed, alreadyCovered };
  };
  return {
    rows: times(between(2, 5), row),
    tagKeyOf: times(keys * values, (item) => Math.floor(item / values)),
    limit: { resources: between(2, 4), items: between(1, 3) },
  };
}

/** Any rows, also with a covered item although the row needs another item of the same tag key. */
const problems = fc
  .record({ keys: fc.integer({ min: 1, max: 5 }), values: fc.integer({ min: 1, max: 3 }) })
  .chain(({ keys, values }) => {
    const need = fc.option(fc.nat(values - 1), { nil: undefined });
    const row = fc
      .record({
        chosen: fc.array(need, { minLength: keys, maxLength: keys }),
        others: fc.array(fc.nat(keys * values - 1), { maxLength: keys }),
      })
      .map(({ chosen, others }) => {
        const needed = chosen.flatMap((value, key) => (value === undefined ? [] : key * values + value));
        return { needed, alreadyCovered: others.filter((item) => !needed.includes(item)) };
      });
    return fc.record({
      rows: fc.array(row, { maxLength: 14 }),
      tagKeyOf: fc.constant(times(keys * values, (item) => Math.floor(item / values))),
      limit: fc.record({ resources: fc.integer({ min: 1, max: 5 }), items: fc.integer({ min: 1, max: 4 }) }),
    });
  });

describe("coverCells", () => {
  it("covers all that is needed, nothing that is not allowed, and nothing twice for nothing", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(faultsOfCover(problem, coverCells(problem))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("gives the same answer each time and leaves the problem as it was", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const copy = structuredClone(problem);
        expect(coverCells(problem)).toEqual(coverCells(copy));
        expect(problem).toEqual(copy);
      }),
      { numRuns: 100 },
    );
  });

  it("hardly ever takes a call more than the fewest possible in small problems", () => {
    const ratios = times(500, (seed) => ratioToFewest(smallProblem(seed), (problem) => coverCells(problem).length));
    expect(Math.min(...ratios)).toBe(1);
    expect(Math.max(...ratios)).toBeLessThanOrEqual(1.34);
    expect(mean(ratios)).toBeLessThanOrEqual(1.0005);
  });

  it("is near the fewest without improving too, which large problems have little time for", () => {
    const ratios = times(500, (seed) =>
      ratioToFewest(smallProblem(seed), ({ rows, limit }) => {
        const groups = groupRows(rows.map((row, number) => ({ row: number, ...row })));
        return bestCover(groups, limit, 0, 1_000_000).length;
      }),
    );
    expect(mean(ratios)).toBeLessThanOrEqual(1.002);
  });

  it("takes 200 calls for 10,000 resources with the same needs", () => {
    const needs = times(20, (key) => `key-${key}=x`);
    expect(coverCells(problemOf(times(10_000, () => needs)))).toHaveLength(200);
  });

  it("takes no more calls for rows with the same needs than parts of the rows times parts of the items", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        (rowCount, itemCount, resources, items) => {
          const row = times(itemCount, (key) => `key-${key}=x`);
          const made = coverCells(
            problemOf(
              times(rowCount, () => row),
              { resources, items },
            ),
          ).length;
          expect(made).toBeLessThanOrEqual(Math.ceil(rowCount / resources) * Math.ceil(itemCount / items));
          expect(made).toBeGreaterThanOrEqual(itemCount <= items ? Math.ceil(rowCount / resources) : 0);
        },
      ),
    );
  });

  it("fills calls with rows of different groups that need the same item", () => {
    const rows = times(60, (number) => ["a=x", `(team=${number % 3})`]);
    expect(coverCells(problemOf(rows)).map((call) => [call.rows.length, call.items])).toEqual([
      [50, [0]],
      [10, [0]],
    ]);
  });

  it("lets what all need ride in the calls that each team needs anyway", () => {
    const rows = times(60, (number) => ["a=x", `team=${number % 3}`]);
    expect(coverCells(problemOf(rows))).toHaveLength(3);
  });

  it("gives a row with a value of its own one call that carries all its needs", () => {
    const rows = times(100, (number) => [`name=${number}`, `team=${number % 3}`, "managed=yes"]);
    const calls = coverCells(problemOf(rows));
    expect(calls.map((call) => [call.rows.length, call.items.length])).toEqual(times(100, () => [1, 3]));
  });

  it("finds that smaller calls for each team and environment are fewer than full ones and more for the rest", () => {
    const rows = times(900, (number) => [
      ...["team", "owner", "mail"].map((key) => `${key}=${number % 10}`),
      `env=${number % 3}`,
    ]);
    expect(coverCells(problemOf(rows))).toHaveLength(30);
  });

  it("covers columns if teams are small", () => {
    const rows = times(500, (number) => [`team=${number % 10}`, `stage=${Math.floor(number / 10) % 10}`]);
    expect(coverCells(problemOf(rows))).toHaveLength(20);
  });

  it("makes one call a row if calls take one resource", () => {
    const rows = times(3, () => times(5, (key) => `key-${key}=x`));
    const calls = coverCells(problemOf(rows, { resources: 1, items: 2 }));
    expect(calls.map((call) => [call.rows, call.items])).toEqual(
      [0, 1, 2].flatMap((row) => [
        [[row], [0, 1]],
        [[row], [2, 3]],
        [[row], [4]],
      ]),
    );
  });

  it("writes unchanged tags if that saves a call, and only then", () => {
    expect(
      coverCells(
        problemOf([
          ["a=x", "(b=x)"],
          ["b=x", "(a=x)"],
        ]),
      ),
    ).toEqual([{ rows: [0, 1], items: [0, 1] }]);
    expect(
      coverCells(
        problemOf([
          ["a=x", "(b=x)"],
          ["a=x", "(b=x)"],
        ]),
      ),
    ).toEqual([{ rows: [0, 1], items: [0] }]);
  });

  it("never writes two values of one tag key in one call", () => {
    const calls = coverCells(
      problemOf([
        ["a=x", "(a=y)"],
        ["a=y", "(a=x)"],
      ]),
    );
    expect(calls).toEqual([
      { rows: [0], items: [0] },
      { rows: [1], items: [1] },
    ]);
  });

  it("needs no call for rows that need nothing", () => {
    expect(coverCells(problemOf([]))).toEqual([]);
    expect(coverCells(problemOf([["(a=x)"], []]))).toEqual([]);
    expect(coverCells(problemOf([["a=x"], ["(a=x)"]]))).toEqual([{ rows: [0], items: [0] }]);
  });

  it.each([
    ["few patterns", (number: number) => [`env=${number % 3}`, `region=${number % 4}`], 0],
    ["many patterns", (number: number) => [`env=${number % 3}`, `region=${number % 4}`], 0.2],
    ["names of their own", (number: number) => [`env=${number % 3}`, `name=${number}`], 0.2],
    ["names in pairs", (number: number) => [`env=${number % 3}`, `name=${number >> 1}`], 0],
  ])("copes with as many rows as a run plans at once: %s", (_, own, alreadyShare) => {
    const random = seededRandom(PLAN_WINDOW);
    const rows = times(PLAN_WINDOW, (number) => {
      const team = Math.floor(random() * random() * 60);
      const tags = [...times(8, (key) => `key-${key}=${team % (8 * key + 7)}`), ...own(number)];
      return tags.map((tag) => (random() < alreadyShare ? `(${tag})` : tag));
    });
    const problem = problemOf(rows);
    const calls = coverCells(problem);
    expect(faultsOfCover(problem, calls)).toEqual([]);
    expect(calls.length).toBeLessThanOrEqual(PLAN_WINDOW);
  });
});

function ratioToFewest(problem: CoverProblem, made: (problem: CoverProblem) => number): number {
  const fewest = exhaustiveCover(problem);
  return fewest === 0 ? 1 + made(problem) : made(problem) / fewest;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
