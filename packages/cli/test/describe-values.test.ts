import { expect, test } from "vitest";
import { describeCount } from "../src/output/describe-count.ts";
import { describeDuration } from "../src/output/describe-duration.ts";
import { describeNumber } from "../src/output/describe-number.ts";

test.each([
  [0, "0 s"],
  [0.02, "0.02 s"],
  [0.4, "0.4 s"],
  [3, "3 s"],
  [9.96, "10 s"],
  [12.3, "12 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [200, "3 min 20 s"],
  [1_000, "16 min 40 s"],
  [3_599.7, "1 h"],
  [7_500, "2 h 5 min"],
  [86_390, "1 d"],
  [97_200, "1 d 3 h"],
  [1_000_000, "11 d 14 h"],
])("%d seconds are %s", (seconds, text) => {
  expect(describeDuration(seconds)).toBe(text);
});

test("numbers have commas, and one is one", () => {
  expect(describeNumber(1_234_567)).toBe("1,234,567");
  expect(describeNumber(9.94)).toBe("9.9");
  expect(describeCount(1, "resource")).toBe("1 resource");
  expect(describeCount(0, "resource")).toBe("0 resources");
  expect(describeCount(10_000, "resource")).toBe("10,000 resources");
});
