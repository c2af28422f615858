import type { RunRecord, RunStartRecord } from "../../src/run/run-record.ts";

export const SCOPE = "memory/1000/memory-1";

export const now = () => new Date("2026-11-25T07:20:11Z");

export function start(plan = `sha256:${"0".repeat(64)}`, changes = 3): RunStartRecord {
  return { type: "run", schema: "crosstag-run/2", run: "a", plan, changes };
}

export function intent(reference: string, value = "billing"): RunRecord {
  return {
    type: "intent",
    scope: SCOPE,
    reference,
    before: { Owner: null, Project: "x" },
    set: { Owner: value },
    remove: ["Project"],
  };
}

export function outcome(reference: string): RunRecord {
  return { type: "outcome", scope: SCOPE, reference, status: "changed", requestIds: ["r-1"] };
}

export const END: RunRecord = {
  type: "end",
  ended: "complete",
  counts: { changed: 3, unchanged: 0, skipped: 0, failed: 0, unknown: 0 },
};
