import { approvePlan, makePlan } from "@crosstag/operations";
import { expect, test } from "vitest";

const plan = `sha256:${"0".repeat(64)}`;

test("what a person types is visible: no control characters, and no halves of characters", () => {
  const decide = (by: string, note?: string) =>
    approvePlan.input.safeParse({ plan, decision: "approved", by, note }).success;
  const named = (title: string) =>
    makePlan.input.safeParse({ title, source: { from: "undo", run: "20261125-072011-3f9a2c" } }).success;
  expect(["Zoë Å. 👩‍🚒", "李雷"].map((by) => decide(by))).toEqual([true, true]);
  expect(decide("Ann", "first line\r\n\tsecond line 👍")).toBe(true);
  for (const hidden of ["\u0000", "\u001B[2J", "\u009B", "\uD800", "a\u2028b"]) {
    expect.soft([decide(hidden), named(`x${hidden}`)], JSON.stringify(hidden)).toEqual([false, false]);
    if (hidden !== "a\u2028b") expect.soft(decide("Ann", hidden)).toBe(false);
  }
  expect([decide("Ann\nBob"), named("two\nlines"), decide("")]).toEqual([false, false, false]);
});
