import { expect, test } from "vitest";
import { hashOf, SeenNames } from "../../src/plan/seen-names.ts";

test("names that came by before are found, and no others among a hundred thousand", () => {
  const seen = new SeenNames();
  const names = Array.from({ length: 100_000 }, (_, index) => `aws/111122223333/us-east-1 key/${index.toString(36)}`);
  expect(names.filter((name) => seen.add(name) !== undefined)).toEqual([]);
  expect(names.every((name) => seen.add(name) === hashOf(name))).toBe(true);
});
