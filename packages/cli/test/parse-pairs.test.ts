import { expect, test } from "vitest";
import { parsePairs } from "../src/mapping/read-mapping.ts";

test("pairs from CSV: columns by name, in any order; an incomplete pair is refused with its line", () => {
  expect(parsePairs("note;to;from\nx;acs:1;arn:1\n\ny;acs:2;arn:2\n", "pairs.csv")).toEqual([
    { from: "arn:1", to: "acs:1" },
    { from: "arn:2", to: "acs:2" },
  ]);
  expect(() => parsePairs("a,b\n1,2\n", "pairs.csv")).toThrow("pairs.csv:1: The first line must name the columns");
  expect(() => parsePairs("from,to\n1,\n", "pairs.csv")).toThrow("pairs.csv:2: A pair needs both");
});
