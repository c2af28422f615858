import { expect, test } from "vitest";
import { compileExpression } from "../../src/index.ts";

/** Patterns from the literature on regular expression denial of service, with a text that makes engines that go back hang. */
test.each([
  ["(a+)+", `${"a".repeat(50_000)}!`],
  ["(a*)*b", "a".repeat(50_000)],
  ["(a|a)*", `${"a".repeat(50_000)}!`],
  ["(a|aa)+", `${"a".repeat(50_000)}!`],
  ["([a-zA-Z]+)*", `${"a".repeat(50_000)}!`],
  ["(.*a){20}", "a".repeat(2_000)],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(50_000)],
  [
    String.raw`^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$`,
    `${"a".repeat(20_000)}!`,
  ],
  [String.raw`(\s*\S*\s*)*x`, " a".repeat(10_000)],
  ["(x+x+)+y", "x".repeat(50_000)],
  ["a?".repeat(100) + "a".repeat(100), "a".repeat(100)],
])("%s is done at once", (expression, text) => {
  // CPU time: other processes may use the cores.
  const startedAt = process.cpuUsage();
  compileExpression(expression)(text);
  const { user, system } = process.cpuUsage(startedAt);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});

test("an expression must match the whole text", () => {
  expect(compileExpression("a|b")("ab")).toBe(false);
  expect(compileExpression("a.c")("a\nc")).toBe(true);
  expect(compileExpression("Straße", true)("STRASSE")).toBe(false);
});

test.each(["(", "a{1001}", "(?=a)", String.raw`(a)\1`, "x".repeat(1_001), "((a{100}){100}){100}"])(
  "%s is refused with a reason",
  (expression) => {
    expect(() => compileExpression(expression)).toThrow(/^must /);
  },
);

test("the cache has a limit, and results stay correct", () => {
  const matches = compileExpression("[0-9]+");
  for (let number = 0; number < 5_000; number += 1) expect(matches(String(number))).toBe(true);
  expect(matches("4999x")).toBe(false);
});
