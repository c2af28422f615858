import { systemClock } from "@crosstag/core";
import { createVirtualClock } from "@crosstag/core/testing";
import { expect, test } from "vitest";
import { ChunkStarts } from "../../src/worker/chunk-starts.ts";

test("chunks begin in order, each in another turn of the event loop", async () => {
  const starts = new ChunkStarts(systemClock);
  let turn = 0;
  const count = () => {
    turn += 1;
    if (turn < 10) setImmediate(count);
  };
  setImmediate(count);
  const begun = await Promise.all(
    [1, 2, 3].map(async (chunk) => {
      await starts.next();
      return [chunk, turn];
    }),
  );
  expect(begun.map(([chunk]) => chunk)).toEqual([1, 2, 3]);
  expect(new Set(begun.map(([, at]) => at)).size).toBe(3);
  // Another one that comes when all have begun.
  await starts.next();
});

test("chunks wait for work that holds them, if it ends within a second", async () => {
  const clock = createVirtualClock();
  const starts = new ChunkStarts(clock);
  const begun = async (work: Promise<unknown>) => {
    const from = clock.now();
    void starts.hold(work).catch(() => {});
    await Promise.all([starts.next(), starts.next()]);
    return clock.now() - from;
  };
  expect(await begun(clock.sleep(300))).toBe(300);
  expect(await begun(clock.sleep(300).then(() => Promise.reject(new Error("refused"))))).toBe(300);
  expect(await begun(new Promise(() => {}))).toBe(1_000);
  await expect(starts.hold(Promise.resolve("handles"))).resolves.toBe("handles");
});
