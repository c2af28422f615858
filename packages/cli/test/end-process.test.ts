import { Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { endProcess } from "../src/end-process.ts";

test("waits for what was written, and then ends what still holds the process", async () => {
  vi.useFakeTimers();
  const writes: (() => void)[] = [];
  const slow = new Writable({ write: (_chunk, _encoding, done) => void writes.push(done) });
  slow.write("the result");
  const exit = vi.fn<() => void>();
  const ending = endProcess([slow], exit);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(exit).not.toHaveBeenCalled();
  writes[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  writes[1]?.();
  await ending;
  await vi.advanceTimersByTimeAsync(500);
  expect(exit).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test("does not wait for a stream whose reader is gone", async () => {
  const gone = new Writable();
  gone.destroy();
  await expect(endProcess([gone], () => {})).resolves.toBeUndefined();
});
