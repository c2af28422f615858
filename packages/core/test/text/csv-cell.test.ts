import { expect, test } from "vitest";
import { csvCell, guardCell, unguardCell } from "../../src/index.ts";

const FORMULAS = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  " =1",
  "\u0000=1",
  "\uFEFF=1",
  "\uFF1D1",
  "\uFF20x",
  "\tx",
  "\rx",
  "\nx",
];

test("what a spreadsheet program calculates has an apostrophe before it, and can be read back", () => {
  for (const text of [...FORMULAS, "'quoted"]) {
    expect(guardCell(text)).toBe(`'${text}`);
    expect(unguardCell(guardCell(text))).toBe(text);
  }
});

test("other texts stay what they are", () => {
  for (const text of ["", "a", "a=b", "1-1", "it's", " blank "]) {
    expect(guardCell(text)).toBe(text);
    expect(unguardCell(text)).toBe(text);
  }
});

test("a cell is in quotes where something else could be seen in it", () => {
  expect(["arn:aws:kms/x.y-z", "", "a,b", 'say "x"', " a", "a\r\nb", "=1"].map(csvCell)).toEqual([
    "arn:aws:kms/x.y-z",
    "",
    '"a,b"',
    '"say ""x"""',
    '" a"',
    '"a\r\nb"',
    `"'=1"`,
  ]);
});
