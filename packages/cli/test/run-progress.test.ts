import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeTerminal } from "./fake-terminal.ts";
import { readAll } from "./read-all.ts";
import { EAST, HANGZHOU, runOn } from "./run-on.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("off a terminal: a line at the start, every ten seconds and at the end", () => {
  const log = new PassThrough();
  const { progress, tell, goOn, pass } = runOn(log);
  tell({ calls: 0 });
  expect(readAll(log)).toBe(`${EAST}: 0 of 10,000 resources, 0 throttled, about 17 min left.\n`);
  goOn(0, 99);
  expect(readAll(log)).toBe("");
  goOn(99, 200, { throttled: 2, failed: 1, unknown: 3 });
  expect(readAll(log)).toBe(
    `${EAST}: 99 of 10,000 resources, 9.9 calls/s, 0 throttled, about 17 min left.
${EAST}: 199 of 10,000 resources, 9.9 calls/s, 2 throttled, 1 failed, 3 unknown, about 17 min left.\n`,
  );
  goOn(200, 9_700);
  const lines = readAll(log).split("\n");
  expect(lines.length).toBe(96);
  expect(lines.at(-2)).toBe(`${EAST}: 9,699 of 10,000 resources, 9.9 calls/s, 0 throttled, about 31 s left.`);
  // No answers come: it says so, and does not repeat what was true ten seconds ago.
  pass(5_000);
  goOn(9_700, 9_701);
  pass(19_000);
  expect(readAll(log)).toBe(
    `${EAST}: 9,701 of 10,000 resources, 0.1 calls/s, 0 throttled, about 50 min left.
${EAST}: 9,701 of 10,000 resources, 0 calls/s, 0 throttled.\n`,
  );
  goOn(9_701, 10_000);
  expect(readAll(log)).toContain(
    `${EAST}: 10,000 of 10,000 resources, 9.8 calls/s, 0 throttled, done after 17 min 4 s.\n`,
  );
  pass(60_000);
  progress.end();
  expect(readAll(log)).toBe("");
  expect(vi.getTimerCount()).toBe(0);
});

test("a run that stops early says so, once, for each scope", () => {
  const log = new PassThrough();
  const { progress, tell, goOn } = runOn(log);
  tell({ calls: 0 });
  tell({ scope: HANGZHOU, resources: 1, settled: 1, calls: 1 });
  goOn(0, 50);
  readAll(log);
  progress.end();
  progress.end();
  tell({ calls: 51 });
  expect(readAll(log)).toBe(`${EAST}: 50 of 10,000 resources, 10 calls/s, 0 throttled, stopped after 5 s.\n`);
});

const scope = (index: number) => `aws/${index}/us-east-1`;

test("off a terminal, many scopes are shown together: no log has thousands of lines for each ten seconds", () => {
  const log = new PassThrough();
  const { progress, tell, pass } = runOn(log);
  for (let index = 1; index <= 40; index += 1) tell({ scope: scope(index), resources: 100 });
  const begun = readAll(log).trimEnd().split("\n");
  expect(begun).toHaveLength(21);
  expect(begun.at(-1)).toBe(
    "More than 20 scopes: from here on they are shown together, and each one that has problems.",
  );
  for (let index = 1; index <= 39; index += 1) tell({ scope: scope(index), resources: 100, settled: 50, calls: 5 });
  pass(10_000);
  expect(readAll(log)).toBe("40 scopes begun: 1,950 of 4,000 resources, 19.5 calls/s, 0 throttled, 0 done.\n");
  tell({ scope: scope(1), resources: 100, settled: 100, calls: 10 });
  tell({ scope: scope(2), resources: 100, settled: 100, calls: 10, failed: 2 });
  tell({ scope: scope(2), resources: 100, settled: 100, calls: 10, failed: 2 });
  expect(readAll(log)).toBe(`${scope(2)}: 100 of 100 resources, 1 calls/s, 0 throttled, 2 failed, done after 10 s.\n`);
  progress.end();
  expect(readAll(log)).toBe("40 scopes begun: 2,050 of 4,000 resources, 0 throttled, 2 failed, 2 done, 38 stopped.\n");
});

test("as JSON lines: the event and what was worked out from it", () => {
  const log = new PassThrough();
  const { tell, goOn } = runOn(log, { format: "jsonl" });
  tell({ calls: 0, requestsPerSecond: Number.POSITIVE_INFINITY });
  goOn(0, 100);
  const event = {
    type: "run-progress",
    scope: EAST,
    resources: 10_000,
    failed: 0,
    unknown: 0,
    plannedCalls: 10_000,
    throttled: 0,
  };
  expect(
    readAll(log)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { ...event, settled: 0, calls: 0, requestsPerSecond: null, secondsSoFar: 0 },
    {
      ...event,
      settled: 99,
      calls: 99,
      requestsPerSecond: 10,
      callsPerSecond: 9.9,
      secondsSoFar: 10,
      secondsLeft: 1000.1,
    },
  ]);
});

test("what cannot be said is left out: no pace, more calls than planned", () => {
  const log = new PassThrough();
  const { tell, pass } = runOn(log);
  tell({ requestsPerSecond: Number.POSITIVE_INFINITY });
  expect(readAll(log)).toBe(`${EAST}: 0 of 10,000 resources, 0 throttled.\n`);
  pass(5_000);
  tell({ calls: 10_001, settled: 9_000 });
  pass(5_000);
  expect(readAll(log)).toBe(`${EAST}: 9,000 of 10,000 resources, 1,000.1 calls/s, 0 throttled.\n`);
});

test("nothing with --quiet or when it is off; lines where bars would be in the way", () => {
  for (const world of [{ globals: { quiet: true } }, { format: "off" as const }]) {
    const terminal = new FakeTerminal();
    const { tell, progress } = runOn(terminal, world);
    tell({});
    progress.end();
    expect(terminal.raw).toBe("");
  }
  for (const world of [
    { format: "plain" as const },
    { globals: { verbose: true } },
    { environment: { TERM: "dumb" } },
    { globals: { output: "jsonl" as const }, standardOutput: { isTTY: true } },
  ]) {
    const terminal = new FakeTerminal();
    runOn(terminal, world).tell({});
    expect(terminal.raw).toBe(`${EAST}: 0 of 10,000 resources, 0 throttled, about 17 min left.\n`);
  }
});

test("other events are passed over", () => {
  const terminal = new FakeTerminal();
  const { progress } = runOn(terminal);
  progress.onEvent({ type: "resource-settled", provider: "aws", reference: "key", status: "changed" });
  progress.end();
  expect(terminal.raw).toBe("");
});
