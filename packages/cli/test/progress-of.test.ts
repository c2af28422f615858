import { expect, test } from "vitest";
import { progressOf } from "../src/shared-runs/progress-of.ts";

const SCOPE = { scope: "alibaba/1234567890/cn-hangzhou", failed: 0, unknown: 0, throttled: 0 };

test.each([
  ["nothing is known before the first call", { changes: 120, settled: 0, calls: 0 }, 120],
  ["calls for many resources are not counted by resource", { changes: 120, settled: 50, calls: 1 }, 3],
  ["all is done", { changes: 3, settled: 3, calls: 1 }, 1],
])("%s", (_title, status, plannedCalls) => {
  const { settled, calls } = status;
  expect(progressOf({ ...SCOPE, ...status })).toMatchObject({ settled, calls, plannedCalls });
});
