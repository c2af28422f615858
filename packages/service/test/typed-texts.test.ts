import { approvePlan, makePlan } from "@crosstag/operations";
import { expect, test } from "vitest";

const plan = `sha256:${"0".repeat(64)}`;

function isDecision(by: string, note?: string): boolean {
  return approvePlan.input.safeParse({ plan, decision: "approved", by, note }).success;
}

function isTitle(title: string): boolean {
  const source = { from: "undo", run: "20261125-072011-3f9a2c" };
  return makePlan.input.safeParse({ title, source }).success;
}

test.each(["\u0000", "\u001B[2J", "\u009B", "\uD800"])("what a person types has no %j", (hidden) => {
  expect([isDecision(hidden), isDecision("Ann", hidden), isTitle(`x${hidden}`)]).toEqual([false, false, false]);
});

test("names and titles are one line, and notes several", () => {
  expect(["Zoë Å. 👩‍🚒", "李雷"].map((by) => isDecision(by))).toEqual([true, true]);
  expect(isDecision("Ann", "first line\r\n\tsecond line 👍")).toBe(true);
  expect([isDecision("Ann\nBob"), isDecision("a\u2028b"), isTitle("two\nlines"), isDecision("")]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
