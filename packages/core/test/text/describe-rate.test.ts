import { expect, test } from "vitest";
import { describeRate } from "../../src/text/describe-rate.ts";

test.each([
  [{ requestsPerSecond: 10 }, "10/s"],
  [{ requestsPerSecond: 0.5, periodSeconds: 1 }, "0.5/s"],
  [{ requestsPerSecond: 5, periodSeconds: 60 }, "300 a minute"],
  [{ requestsPerSecond: 100 / 60, periodSeconds: 60 }, "100 a minute"],
  [{ requestsPerSecond: 2, periodSeconds: 3_600 }, "7200 an hour"],
  [{ requestsPerSecond: 400, periodSeconds: 10 }, "4000 in 10 s"],
])("the rate %j is %s", (quota, text) => {
  expect(describeRate(quota)).toBe(text);
});

test("numbers are written as asked for", () => {
  expect(describeRate({ requestsPerSecond: 2, periodSeconds: 3_600 }, (value) => `<${value}>`)).toBe("<7200> an hour");
});
