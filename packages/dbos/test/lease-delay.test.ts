import { expect, test } from "vitest";
import { LeaseDelay } from "../src/lease-delay.ts";

test("a lease is expected to take as long as the slowest of the last five, and half a second at the most", () => {
  const delay = new LeaseDelay();
  expect(delay.milliseconds).toBe(0);
  for (const milliseconds of [20, 90, 30, 40, 50]) delay.note(milliseconds);
  expect(delay.milliseconds).toBe(90);
  for (const milliseconds of [20, 20]) delay.note(milliseconds);
  expect(delay.milliseconds).toBe(50);
  delay.note(4_000);
  expect(delay.milliseconds).toBe(500);
});
