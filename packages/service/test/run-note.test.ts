import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { runLogLine } from "../src/runs/run-note.ts";

test("the log says why a run cannot continue, and nothing of errors that are not Crosstag's own", () => {
  const run = "20261130-080000-abcdef";
  const line = (error: unknown) => JSON.parse(runLogLine({ type: "failed", run, error }, new Date(0))) as object;
  const known = new CrosstagError({ code: "configuration", message: "No cloud is configured for it." });
  expect(line(known)).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    event: "run-failed",
    run,
    code: "configuration",
    message: "No cloud is configured for it.",
  });
  expect(line(new Error("canary-secret"))).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    event: "run-failed",
    run,
    code: "internal",
  });
});
