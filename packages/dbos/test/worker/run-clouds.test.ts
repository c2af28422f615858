import type { RunResult } from "@crosstag/core";
import { expect, it } from "vitest";
import { RunClouds } from "../../src/worker/run-clouds.ts";

it("clouds are opened for each attempt at a run, and closed when the next one begins or the last chunk ends", async () => {
  const log: string[] = [];
  const failures = [new Error("The organization cannot be listed.")];
  let count = 0;
  const clouds = new RunClouds(async () => {
    const failure = failures.pop();
    if (failure !== undefined) throw failure;
    const id = (count += 1);
    log.push(`open ${id}`);
    return {
      applyPlan: () => Promise.reject<RunResult>(new Error("Nothing is applied here.")),
      close: async () => {
        log.push(`close ${id}`);
      },
    };
  });
  const use = (run: string, attempt: number, until: Promise<void> = Promise.resolve()) =>
    clouds.use({ run, attempt }, () => until);
  await expect(use("a", 1)).rejects.toThrow("The organization cannot be listed.");
  // Its chunks share them, one after the other and at once.
  await use("a", 1);
  await Promise.all([use("a", 1), use("a", 1)]);
  expect(log).toEqual(["open 1"]);
  await use("a", 2);
  expect(log.splice(0)).toEqual(["open 1", "close 1", "open 2"]);

  const end = new AbortController();
  const ended = new Promise<void>((resolve) => {
    end.signal.addEventListener("abort", () => resolve());
  });
  const long = use("b", 1, ended);
  await use("b", 1);
  await use("c", 1);
  expect(log).toEqual(["close 2", "open 3", "open 4"]);
  end.abort();
  await long;
  await clouds.close();
  expect(log.slice(3)).toEqual(["close 3", "close 4"]);
});
