import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exhaustiveCover } from "../../src/covering/exhaustive-cover.ts";
import { incompatibleCells } from "../../src/covering/incompatible-cells.ts";
import { groupRows } from "../../src/covering/row-groups.ts";

const groupsOf = (
  rows: readonly { readonly needed: readonly number[]; readonly alreadyCovered: readonly number[] }[],
) => groupRows(rows.map((row, number) => ({ row: number, ...row })));

/** Items are tag keys with one value each, so that any may be in one call. */
const rows = fc.array(
  fc.array(fc.constantFrom("needed", "covered", "other"), { minLength: 4, maxLength: 4 }).map((states) => ({
    needed: [...states.keys()].filter((item) => states[item] === "needed"),
    alreadyCovered: [...states.keys()].filter((item) => states[item] === "covered"),
  })),
  { minLength: 1, maxLength: 4 },
);

describe("incompatibleCells", () => {
  it("finds one cell for each row that has nothing in common with others", () => {
    const own = [0, 1, 2].map((item) => ({ needed: [item, item + 3], alreadyCovered: [] }));
    expect(incompatibleCells(groupsOf(own))).toBe(3);
  });

  it("counts cells that a call can cover together once", () => {
    const shared = [
      { needed: [0], alreadyCovered: [1] },
      { needed: [1], alreadyCovered: [0] },
      { needed: [1], alreadyCovered: [] },
    ];
    expect(incompatibleCells(groupsOf(shared))).toBe(2);
  });

  it("is never more than the fewest calls, however large these are", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const fewest = exhaustiveCover({ rows: all, tagKeyOf: [0, 1, 2, 3], limit: { resources: 9, items: 9 } });
        expect(incompatibleCells(groupsOf(all))).toBeLessThanOrEqual(fewest);
      }),
      { numRuns: 200 },
    );
  });

  it("compares nothing if there are too many cells", () => {
    const many = Array.from({ length: 1_001 }, (_, item) => ({ needed: [item], alreadyCovered: [] }));
    expect(incompatibleCells(groupsOf(many))).toBe(0);
    expect(incompatibleCells(groupsOf(many.slice(1)))).toBe(1_000);
  });
});
