import * as fc from "fast-check";
import { expect, it } from "vitest";
import { checkTags } from "../../src/rules/check-tags.ts";
import { LABEL_RULES } from "../../src/testing.ts";
import { tagFault } from "../../src/testing/memory/memory-tag-check.ts";

const rules = { provider: "memory", title: "Memory cloud", rules: LABEL_RULES };
/** Letters with and without case, in one to four bytes, digits, signs that are allowed inside only, and others. */
const text = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: fc.constantFrom(...Array.from("abzTÉßéǅ字한𝒳7_-:. ")), maxLength: 5 }) },
  fc.nat(70).map((length) => "a".repeat(length)),
  fc.nat(50).map((length) => "字".repeat(length)),
);

it("the rules of a cloud with labels refuse what that cloud refuses, and nothing else", () => {
  const seen = { refused: 0, accepted: 0 };
  fc.assert(
    fc.property(text, text, (key, value) => {
      const isRefused = checkTags([{ key, value }], rules).length > 0;
      expect(isRefused).toBe(tagFault(new Map([[key, value]]), LABEL_RULES) !== undefined);
      seen[isRefused ? "refused" : "accepted"] += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(20);
});
