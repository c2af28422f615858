import type { Clock, CrosstagEvent } from "@crosstag/core";
import { expect, it } from "vitest";
import { ProgressWriter } from "../../src/worker/progress-writer.ts";

const progress = (settled: number) => ({ settled, failed: 0, unknown: 0, calls: settled, throttled: 0 });
const chunk = (number: number) => ({ run: "a run", chunk: number, claim: 1 });

it("writes how far all chunks are in one statement a second, and leaves the last to the end of a chunk", async () => {
  const time = { now: 0 };
  const clock: Clock = { now: () => time.now, sleep: () => Promise.resolve() };
  const written: unknown[] = [];
  const answers: (() => void)[] = [];
  const writer = new ProgressWriter(
    {
      rows: (_statement, values) => {
        written.push(values);
        return new Promise((resolve) => answers.push(() => resolve([])));
      },
    },
    clock,
  );
  const note = (number: number, settled: number) => {
    const event = { type: "run-progress", ...progress(settled) };
    writer.note(chunk(number), event as CrosstagEvent);
  };
  note(0, 1);
  expect(written).toEqual([]);
  time.now = 1_000;
  note(1, 5);
  const first = [["a run", "a run"], [0, 1], [1, 1], [progress(1), progress(5)].map((one) => JSON.stringify(one))];
  expect(written).toEqual([first]);
  // A database that does not answer gets no second statement meanwhile.
  time.now = 2_000;
  note(1, 6);
  expect(written).toEqual([first]);
  answers[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  note(1, 7);
  expect(written.slice(1)).toEqual([[["a run"], [1], [1], [JSON.stringify(progress(7))]]]);
  expect([writer.take(chunk(1)), writer.take(chunk(1)), writer.take(chunk(2))]).toEqual([
    progress(7),
    undefined,
    undefined,
  ]);
});
