import type { CheckRow } from "@crosstag/dbos";
import { expect, test } from "vitest";
import { warnOfWaiting, writeResults, writeTrend } from "../src/commands/schedule/write-schedules.ts";
import { capture } from "./capture.ts";

test("a check whose worker has ended is said to wait, with how to end it", async () => {
  const check: CheckRow = {
    id: "1",
    tick: new Date("2026-11-30T06:00:00Z"),
    action: "check",
    state: "running",
    newViolations: 0,
    closedViolations: {},
    waitsFor: "runs-1",
  };
  const place = capture();
  await writeTrend([check], place);
  expect(place.stdout()).toMatch(/^2026-11-30T06:00:00Z +waiting /m);
  await writeResults(check, [], place);
  warnOfWaiting(check, "nightly", place.messages);
  warnOfWaiting({ ...check, waitsFor: "" }, "nightly", place.messages);
  warnOfWaiting(undefined, "nightly", place.messages);
  expect(place.stderr()).toBe(`warning: The check of 2026-11-30T06:00:00Z has no result (waiting).
warning: The worker of the check of 2026-11-30T06:00:00Z has ended: it waits for another worker of the version runs-1.
  To end it: crosstag schedule cancel nightly
warning: The worker of the check of 2026-11-30T06:00:00Z has ended: it waits for another worker of its version.
  To end it: crosstag schedule cancel nightly
`);
});
