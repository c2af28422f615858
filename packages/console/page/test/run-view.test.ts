import { expect, test } from "vitest";
import { describePace } from "../runs/describe-pace.ts";
import { RunView, type RunEvent, type RunOutcome } from "../runs/run-view.ts";

const AT = "2026-11-30T00:00:00.000Z";
const PLAN = `sha256:${"a".repeat(64)}`;
const SCOPE = "aws/111122223333/eu-central-1";

function outcome(reference: string, more: Partial<RunOutcome> = {}): RunEvent {
  return { type: "outcome", at: AT, outcome: { scope: SCOPE, reference, status: "changed", ...more } };
}

function progress(calls: number, settled: number): RunEvent {
  return {
    type: "progress",
    scopes: [
      {
        scope: SCOPE,
        resources: 100,
        settled,
        failed: 0,
        unknown: 0,
        plannedCalls: 100,
        calls,
        throttled: 3,
        requestsPerSecond: 20,
      },
    ],
  };
}

test("a lane has the pace of the last seconds and the time that is left", () => {
  const view = new RunView();
  view.take({ type: "started", run: "20261130-000000-abcdef", plan: PLAN, changes: 100, at: AT }, 0);
  view.take(progress(0, 0), 0);
  view.take(progress(20, 20), 2_000);
  expect(view.soFar(2_000)).toMatchObject({
    changes: 100,
    ended: false,
    lanes: [{ scope: SCOPE, live: { resources: 100, throttled: 3, callsPerSecond: 10, secondsLeft: 8 } }],
  });
});

test("a resource that was not started and that a resumed run changed has one outcome, the last one", () => {
  const view = new RunView();
  view.take(outcome("key-1", { status: "skipped", reason: "not-started" }), 0);
  view.take(outcome("key-2", { status: "failed", code: "throttled", message: "Throttled." }), 0);
  view.take(
    {
      type: "ended",
      at: AT,
      ended: "interrupted",
      counts: { changed: 0, unchanged: 0, skipped: 1, failed: 1, unknown: 0 },
    },
    0,
  );
  expect(view.soFar(0)).toMatchObject({ ended: true, counts: { skipped: 1, failed: 1 } });
  view.take({ type: "resumed", at: AT }, 0);
  view.take(outcome("key-1"), 0);
  expect(view.soFar(0)).toMatchObject({
    ended: false,
    counts: { changed: 1, skipped: 0, failed: 1 },
    lanes: [{ scope: SCOPE, settled: 2, failed: 1, unknown: 0 }],
  });
});

test("the last reading of a changed resource counts", () => {
  const view = new RunView();
  const about = { at: AT, tagKeys: ["team"] };
  const doubts = () => [[...view.soFar(0).notShown.keys()], [...view.soFar(0).notRead.keys()]];
  view.take(outcome("key-1"), 0);
  view.take({ type: "not-read", reference: "key-1", ...about }, 0);
  expect(doubts()).toEqual([[], ["key-1"]]);
  view.take({ type: "not-shown", reference: "key-1", ...about }, 0);
  expect(doubts()).toEqual([["key-1"], []]);
  view.take({ type: "shown", reference: "key-1", ...about }, 0);
  expect(doubts()).toEqual([[], []]);
  view.take({ type: "not-shown", reference: "key-2", ...about }, 0);
  view.take(outcome("key-2"), 0);
  expect(doubts()).toEqual([[], []]);
});

test("the same name behind two endpoints is two resources", () => {
  const view = new RunView();
  view.take(outcome("key-1", { endpoint: "https://one.example" }), 0);
  view.take(outcome("key-1", { endpoint: "https://two.example" }), 0);
  expect(view.soFar(0).counts.changed).toBe(2);
});

test("a lane that has ended has no pace, also if it ended before its pace was measured", () => {
  const live = { resources: 3, throttled: 0, callsPerSecond: undefined, requestsPerSecond: 30, secondsLeft: undefined };
  const pace = (settled: number, finished: boolean) => describePace({ settled, live: { ...live, finished } });
  expect(pace(2, false)).toBe("measuring calls a second (at most 30), time left not known");
  expect(pace(3, true)).toBe("done");
  expect(pace(2, true)).toBe("stopped");
});
