import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutMiddle, fitLines, widestColumn } from "../src/output/fit-table.ts";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function fitTable(rows: readonly (readonly (readonly string[])[])[], width: number): string[][][] {
  const natural = (rows[0] ?? []).map((_, column) =>
    Math.max(0, ...rows.flatMap((row) => (row[column] ?? []).map(({ length }) => length))),
  );
  const cap = widestColumn(natural, width);
  return rows.map((row) => row.map((lines) => [...fitLines(lines, cap)]));
}

test("a table that fits stays as it is", () => {
  const rows = [
    [["KIND"], ["RESOURCE"]],
    [["key"], [ARN]],
  ];
  expect(fitTable(rows, 4 + 2 + ARN.length)).toEqual(rows);
});

test("names are cut in the middle, more of their end is kept, and sentences are wrapped between words", () => {
  const rows = [[["failed"], [ARN], ["The resource does not exist in this account."]]];
  const [[outcome, name, detail] = []] = fitTable(rows, 60);
  expect(outcome).toEqual(["failed"]);
  expect(name).toEqual(["arn:aws:…6ef-1234567890ab"]);
  expect(detail).toEqual(["The resource does not", "exist in this account."]);
  expect(cutMiddle("short", 10)).toBe("short");
});

test("whatever the cells, no line is wider than the terminal, and whole words stay whole", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", ":"), minLength: 1, maxLength: 40 });
  const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
  const rows = fc.array(fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 40, max: 200 }), (cells, width) => {
      const fitted = fitTable(cells, width);
      const widths = [0, 1, 2].map((column) =>
        Math.max(...fitted.flatMap((row) => (row[column] ?? []).map(({ length }) => length))),
      );
      expect(widths.reduce((sum, one) => sum + one, 4)).toBeLessThanOrEqual(width);
      const words = new Set(cells.flat(2).flatMap((text) => text.split(" ")));
      for (const text of fitted.flat(2))
        for (const part of text.split(" ")) expect(words.has(part) || part.includes("…")).toBe(true);
    }),
  );
});
