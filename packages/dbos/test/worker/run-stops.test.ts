import { expect, test } from "vitest";
import { RunStops } from "../../src/worker/run-stops.ts";

test("a run that was stopped and resumed is not stopped again by a worker that has not looked since", () => {
  const stops = new RunStops();
  const [first, second] = [1, 2].map((attempt) => stops.signalOf({ run: "20261201-054652-251978", attempt }));
  stops.set([{ run: "20261201-054652-251978", attempt: 1 }]);
  expect([first?.aborted, second?.aborted]).toEqual([true, false]);
  stops.set([]);
  expect(stops.signalOf({ run: "20261201-054652-251978", attempt: 2 }).aborted).toBe(false);
});
