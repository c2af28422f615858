import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeTerminal } from "./fake-terminal.ts";
import { HANGZHOU, runOn } from "./run-on.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("on a terminal: a bar for each scope, redrawn in its place", () => {
  const terminal = new FakeTerminal(110);
  terminal.write("$ crosstag apply plan.json\n");
  const { progress, tell, goOn, pass } = runOn(terminal);
  tell({ calls: 0 });
  goOn(0, 2_499, { throttled: 3 });
  pass(100);
  tell({ calls: 2_500, throttled: 3, failed: 1 });
  pass(100);
  tell({ scope: HANGZHOU, resources: 40, settled: 38, calls: 1, plannedCalls: 2 });
  expect(terminal.screen).toBe(`$ crosstag apply plan.json
aws/111122223333/us-east-1      [###---------]  2,500/10,000  9.9 calls/s  3 throttled  1 failed  13 min left
alibaba/1234567890/cn-hangzhou  [###########-]         38/40               0 throttled               1 s left
`);
  expect(terminal.raw).toContain("\u001B[33m3 throttled\u001B[39m");
  pass(60_000);
  tell({ scope: HANGZHOU, resources: 40, settled: 40, calls: 2, plannedCalls: 2 });
  progress.end();
  terminal.write("10,040 resources: …\n");
  expect(terminal.screen).toMatch(
    /^\$ crosstag apply plan\.json\naws\/.*stopped\nalibaba\/.*\[#+\] +40\/40 .*done\n10,040 resources: …\n$/,
  );
  expect(vi.getTimerCount()).toBe(0);
});

test("a long wait is shown below the bars while it lasts", () => {
  const terminal = new FakeTerminal(110);
  const { progress, tell, pass } = runOn(terminal);
  tell({ calls: 1 });
  const retried = { call: 1, provider: "aws", region: "us-east-1", operation: "writeTags", resources: 1, attempt: 1 };
  progress.onEvent({ type: "call-retried", ...retried, operation: "writeTags", code: "throttled", delayMs: 2_000 });
  pass(1_000);
  expect(terminal.screen).not.toContain("next attempt");
  progress.onEvent({ type: "call-retried", ...retried, operation: "writeTags", code: "throttled", delayMs: 60_000 });
  pass(1_000);
  expect(terminal.screen).toMatch(/\naws us-east-1: throttled by the cloud; the next attempt is in 1 min\.\n$/);
  pass(61_000);
  expect(terminal.screen).not.toContain("next attempt");
  progress.end();
});

test("it is redrawn ten times a second, however many events come", () => {
  const terminal = new FakeTerminal();
  const { tell, pass } = runOn(terminal);
  for (let calls = 0; calls < 5_000; calls += 1) {
    tell({ calls });
    pass(1);
  }
  expect(terminal.writes).toBeGreaterThan(40);
  expect(terminal.writes).toBeLessThanOrEqual(51);
});

test.each([
  [
    200,
    "aws/111122223333/us-east-1  [##############--------------]  5,000/10,000  10.3 calls/s  7 throttled  2 failed  8 min left",
  ],
  [100, "aws/111122223333/us-east-1  [###---]  5,000/10,000  10.3 calls/s  7 throttled  2 failed  8 min left"],
  [90, "aws/111122223333/us-east-1  [####-----]  5,000/10,000  10.3 calls/s  2 failed  8 min left"],
  [80, "aws/111122223333/us-east-1  [######-------]  5,000/10,000  2 failed  8 min left"],
  [60, "aws/111122223333/us-east-1  [#######--------]  5,000/10,000"],
  [45, "aws/111122223333/us-east-1  5,000/10,000"],
  [30, "..333/us-east-1  5,000/10,000"],
  [20, "..t-1  5,000/10,000"],
])("%d columns are enough", (columns, line) => {
  const terminal = new FakeTerminal(columns);
  const { tell, goOn, pass } = runOn(terminal);
  tell({ calls: 4_980 });
  goOn(4_980, 4_998);
  pass(150);
  tell({ calls: 5_000, throttled: 7, failed: 2 });
  expect(terminal.screen.split("\n")[0]).toBe(line);
  expect(terminal.screen.split("\n").length).toBe(2);
});

test("a terminal that is made narrower, or that is too low for all scopes, is not written over", () => {
  const terminal = new FakeTerminal(100, 6);
  terminal.write("before\n");
  const { tell, pass, progress } = runOn(terminal);
  for (let scope = 1; scope <= 9; scope += 1) {
    pass(200);
    tell({ scope: `aws/1/region-${scope}`, resources: 2, settled: scope <= 3 ? 2 : 1, calls: 1, plannedCalls: 2 });
  }
  const shown = terminal.screen.split("\n");
  expect(shown.map((line) => line.slice(0, 14))).toEqual([
    "before",
    "aws/1/region-4",
    "aws/1/region-5",
    "aws/1/region-6",
    "aws/1/region-7",
    "and 5 scopes m",
    "",
  ]);
  terminal.columns = 60;
  pass(200);
  tell({ scope: "aws/1/region-9", resources: 2, settled: 1, calls: 1, plannedCalls: 2 });
  progress.end();
  expect(terminal.screen.split("\n").length).toBe(7);
});

test("an interrupted run says what it waits for", () => {
  const terminal = new FakeTerminal();
  const controller = new AbortController();
  const { tell, pass } = runOn(terminal, { signal: controller.signal });
  tell({});
  controller.abort();
  pass(1_000);
  expect(terminal.screen.split("\n").slice(1)).toEqual([
    "Interrupted: waiting for calls in progress. Press Ctrl-C again to stop at once.",
    "",
  ]);
});

test("no color if none is wanted, and no control characters of a scope", () => {
  const terminal = new FakeTerminal();
  const { tell, pass } = runOn(terminal, { environment: { NO_COLOR: "1" } });
  tell({ scope: "aws/\u001B[2J\u0007", throttled: 1, failed: 1, settled: 5_000 });
  pass(2_000);
  for (const code of [31, 32, 33, 39]) expect(terminal.raw).not.toContain(`\u001B[${code}m`);
  expect(terminal.screen).toContain(String.raw`aws/\u001b[2J\u0007  [###`);
});
