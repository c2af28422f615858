import { expect, test } from "vitest";
import { ChunkStarts } from "../../src/worker/chunk-starts.ts";

test("chunks begin in order, each in another turn of the event loop", async () => {
  const starts = new ChunkStarts();
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
