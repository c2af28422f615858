import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pause } from "../src/pause.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What has happened so far. */
function watch(wait: Promise<void>): { over: boolean } {
  const seen = { over: false };
  void wait.then(() => (seen.over = true));
  return seen;
}

/** How many timers keep the process alive. */
function alive(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

test("a wait is over after its time, and at once if it has none", async () => {
  const pause = new Pause();
  const wait = watch(pause.wait(100));
  await vi.advanceTimersByTimeAsync(99);
  expect(wait.over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(wait.over).toBe(true);
  const late = watch(pause.wait(-5));
  await vi.advanceTimersByTimeAsync(0);
  expect(late.over).toBe(true);
});

test("a wait that is ended early is over and leaves no timer, and the next one has its whole time", async () => {
  const pause = new Pause();
  pause.end();
  const first = watch(pause.wait(100));
  pause.end();
  pause.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(first.over).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  const second = watch(pause.wait(100));
  await vi.advanceTimersByTimeAsync(99);
  expect(second.over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(second.over).toBe(true);
});

test("a wait does not keep the process alive, unless the caller's timer does", async () => {
  vi.useRealTimers();
  const before = alive();
  const idle = new Pause();
  const idling = idle.wait(60_000);
  expect(alive()).toBe(before);
  const busy = new Pause((milliseconds, onTime) => {
    const timer = setTimeout(onTime, milliseconds);
    return () => clearTimeout(timer);
  });
  const working = busy.wait(60_000);
  expect(alive()).toBe(before + 1);
  idle.end();
  busy.end();
  await Promise.all([idling, working]);
  expect(alive()).toBe(before);
});
