import { vi } from "vitest";
import type { GlobalOptions } from "../src/global-options.ts";
import { createRunProgress, type RunProgressOptions } from "../src/output/run-progress.ts";
import type { RunProgressEvent } from "../src/output/describe-scope-progress.ts";

export const EAST = "aws/111122223333/us-east-1";
export const HANGZHOU = "alibaba/1234567890/cn-hangzhou";

interface World {
  readonly globals?: Partial<GlobalOptions>;
  readonly format?: RunProgressOptions["format"];
  readonly environment?: Record<string, string>;
  readonly standardOutput?: { readonly isTTY?: boolean };
  readonly signal?: AbortSignal;
}

/** A run whose clock only moves when the test moves it; vitest's timers must be fake ones. */
export function runOn(standardError: NodeJS.WritableStream, world: World = {}) {
  const { globals, format, environment = {}, standardOutput = {}, signal = new AbortController().signal } = world;
  let time = 5_000;
  const progress = createRunProgress({
    context: { standardError, standardOutput, environment, signal } as RunProgressOptions["context"],
    globals: { output: "table", color: true, ...globals },
    now: () => time,
    format,
  });
  const pass = (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= 1_000) {
      time += Math.min(left, 1_000);
      vi.advanceTimersByTime(Math.min(left, 1_000));
    }
  };
  const tell = (event: Partial<RunProgressEvent>) =>
    progress.onEvent({
      type: "run-progress",
      scope: EAST,
      resources: 10_000,
      settled: event.calls ?? 0,
      failed: 0,
      unknown: 0,
      plannedCalls: 10_000,
      calls: 0,
      throttled: 0,
      requestsPerSecond: 10,
      ...event,
    });
  /** Calls answered evenly, ten a second. */
  const goOn = (from: number, to: number, event: Partial<RunProgressEvent> = {}) => {
    for (let calls = from + 1; calls <= to; calls += 1) {
      pass(100);
      tell({ calls, ...event });
    }
  };
  return { progress, pass, tell, goOn };
}
