import { PassThrough } from "node:stream";
import type { CrosstagEvent } from "@crosstag/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import type { GlobalOptions } from "../src/global-options.ts";
import { createMessages } from "../src/output/messages.ts";
import { createOutput } from "../src/output/output.ts";
import { createStatusLine } from "../src/output/status-line.ts";
import { watchCalls } from "../src/output/watch-calls.ts";
import { FakeTerminal } from "./fake-terminal.ts";
import { readAll } from "./read-all.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type CallEvent = Extract<CrosstagEvent, { readonly type: `call-${string}` }>;

function open(standardError: NodeJS.WritableStream, more: Partial<GlobalOptions> = {}) {
  const standardOutput = new PassThrough();
  const context = { standardError, standardOutput, environment: {} } as unknown as CommandContext;
  const globals: GlobalOptions = { output: "table", input: true, color: false, sharedQuotas: true, ...more };
  const status = createStatusLine(context, globals, () => Date.now());
  const messages = createMessages(context, globals, status);
  const watch = watchCalls({ context, messages });
  const emit = (type: CallEvent["type"], facts: object = {}) =>
    watch.onEvent({
      type,
      call: 1,
      provider: "aws",
      region: "us-east-1",
      operation: "readTags",
      resources: 1,
      attempt: 1,
      durationMs: 1,
      ...facts,
    } as CallEvent);
  return { watch, emit, messages, output: createOutput(context, globals, status) };
}

test("a wait that the cloud asks for is reported once, and again only if it gets much longer", () => {
  const stderr = new PassThrough();
  const { emit } = open(stderr);
  emit("call-retried", { code: "throttled", delayMs: 2_000 });
  expect(readAll(stderr)).toBe("");
  for (const delayMs of [5_000, 5_000, 9_000]) emit("call-retried", { code: "throttled", delayMs });
  expect(readAll(stderr)).toBe("aws us-east-1: throttled by the cloud; the next attempt is in 5 s.\n");
  emit("call-retried", { code: "throttled", delayMs: 299_000 });
  expect(readAll(stderr)).toContain("the next attempt is in 4 min 59 s.");
  emit("call-retried", { code: "unavailable", delayMs: 12_000, region: "eu-west-1" });
  expect(readAll(stderr)).toBe("aws eu-west-1: a call failed (unavailable); the next attempt is in 12 s.\n");
});

test("a cloud that does not answer is reported after three seconds, and each new cause once", () => {
  const stderr = new PassThrough();
  const { emit, watch } = open(stderr);
  emit("call-started");
  vi.advanceTimersByTime(2_900);
  expect(readAll(stderr)).toBe("");
  vi.advanceTimersByTime(200);
  expect(readAll(stderr)).toBe(
    "aws us-east-1: still waiting for an answer. How long a call may take: --timeout SECONDS.\n",
  );
  for (const attempt of [1, 2, 3]) {
    emit("call-settled", { code: "deadline-exceeded" });
    emit("call-retried", { code: "deadline-exceeded", delayMs: 50, attempt });
    emit("call-started");
    vi.advanceTimersByTime(15_000);
  }
  expect(readAll(stderr)).toBe("aws us-east-1: no answer in time (attempt 1); trying again.\n");
  watch.end();
});

test("an account that the cloud could not confirm is a warning", () => {
  const stderr = new PassThrough();
  const { watch } = open(stderr);
  watch.onEvent({ type: "account-assumed", provider: "alibaba", region: "cn-hangzhou", account: "1000" });
  expect(readAll(stderr)).toBe(
    "warning: alibaba cn-hangzhou: the cloud could not tell which account these credentials belong to. Account 1000 is assumed, because the configuration names it.\n  To have it checked, allow access to STS, or allow the credentials to list keys.\n",
  );
});

test("answers that come, and --quiet, keep it silent", () => {
  const stderr = new PassThrough();
  const busy = open(stderr);
  for (let second = 0; second < 20; second += 1) {
    busy.emit("call-started");
    vi.advanceTimersByTime(1_000);
    busy.emit("call-settled");
  }
  const quiet = open(stderr, { quiet: true });
  quiet.emit("call-started");
  vi.advanceTimersByTime(60_000);
  quiet.emit("call-retried", { code: "throttled", delayMs: 60_000 });
  expect(readAll(stderr)).toBe("");
});

test("on a terminal a line counts what is read, and gives way to what is written", async () => {
  const terminal = new FakeTerminal(60);
  const { emit, messages, output, watch } = open(terminal);
  const settle = (facts?: object) => {
    vi.advanceTimersByTime(200);
    emit("call-settled", facts);
  };
  settle({ operation: "listResources", resources: 0 });
  expect(terminal.screen).toBe("Reading (1 call) …");
  for (let call = 0; call < 1_234; call += 1) emit("call-settled");
  settle();
  expect(terminal.screen).toBe("1,235 resources read (1,236 calls) …");
  messages.warn("something");
  expect(terminal.screen).toBe("warning: something\n");
  settle({ operation: "writeTags", resources: 50 });
  expect(terminal.screen).toBe("warning: something\n1,235 resources read, 50 resources written (1,237 calls) …");
  await output.write("data\n");
  expect(terminal.screen).toBe("warning: something\n");
  settle();
  watch.end();
  expect(terminal.screen).toBe("warning: something\n");
});

test("a run shows its progress itself", () => {
  const terminal = new FakeTerminal(60);
  const { emit, watch } = open(terminal);
  emit("call-settled");
  expect(terminal.screen).not.toBe("");
  watch.onEvent({ type: "run-progress" } as CrosstagEvent);
  vi.advanceTimersByTime(200);
  emit("call-settled");
  emit("call-retried", { code: "throttled", delayMs: 60_000 });
  expect(terminal.screen).toBe("");
});

test.each<[string, Partial<GlobalOptions>]>([
  ["--quiet", { quiet: true }],
  ["--verbose", { verbose: true }],
])("with %s there is no such line", (_name, globals) => {
  const terminal = new FakeTerminal(60);
  open(terminal, globals).emit("call-settled");
  expect(terminal.raw).toBe("");
});

test("what is piped has no such line", () => {
  const stderr = new PassThrough();
  open(stderr).emit("call-settled");
  expect(readAll(stderr)).toBe("");
});
