import { expect, test } from "vitest";
import { csvCell, guardCell, unguardCell } from "../../src/internal.ts";

const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uFEFF=1", "\uFF1D1", "\uFF20x", "\tx"];

test("what a spreadsheet program calculates has an apostrophe before it, and can be read back", () => {
  for (const text of [...FORMULAS, "'quoted"]) {
    expect(guardCell(text)).toBe(`'${text}`);
    expect(unguardCell(guardCell(text))).toBe(text);
  }
});

test("other texts stay what they are", () => {
  for (const text of ["", "a", "a=b", "1-1", "it's"]) {
    expect(guardCell(text)).toBe(text);
    expect(unguardCell(text)).toBe(text);
  }
});

test("blanks at the ends are kept by readers that skip them", () => {
  for (const text of [" a", " a b ", "a\t", "  ", "a\u00A0", "\\ "]) {
    expect(guardCell(text).trim()).toBe(guardCell(text));
    expect(unguardCell(guardCell(text))).toBe(text);
  }
});

test("what a spreadsheet program converts is in quotes", () => {
  for (const text of ["0815", "1e5", "2026-11-29", ".5", "TRUE", "false"]) expect(csvCell(text)).toBe(`"${text}"`);
  for (const text of ["key-1", "arn:aws:kms:x:1:key/1", "truest"]) expect(csvCell(text)).toBe(text);
});

test("a cell is in quotes if a program could read it differently", () => {
  expect(["arn:aws:kms/x.y-z", "", "a,b", 'say "x"', " a", "a\r\nb", "a\tb", "=1"].map(csvCell)).toEqual([
    "arn:aws:kms/x.y-z",
    "",
    '"a,b"',
    '"say ""x"""',
    `"' a"`,
    String.raw`"'\a\u{D}\u{A}b"`,
    '"a\tb"',
    `"'=1"`,
  ]);
});

test("what a terminal or a build service obeys is written as an escape, and can be read back", () => {
  const obeyed = [
    "a\u001B[2Jb",
    "\u0000=1",
    "x\u009B31m",
    "\u202Etxt.exe",
    "a\n::error::b",
    "\\u{1B}\u001B\\",
    "##[error]x",
    "\n",
  ];
  for (const text of obeyed) {
    expect(guardCell(text)).toMatch(/^'\\[\u0020-\u007E]*$/);
    expect(unguardCell(guardCell(text))).toBe(text);
  }
  expect(guardCell("a\u001B[2J\\b")).toBe(String.raw`'\a\u{1B}[2J\\b`);
  for (const text of ["東京\u3000本社", "👩\u200D💻", "a\tb", "\\", "'\\u{1B}", "\\u{1B}"])
    expect(unguardCell(guardCell(text))).toBe(text);
});
