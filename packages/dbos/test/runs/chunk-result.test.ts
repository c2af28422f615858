import type { IntentRecord, OutcomeRecord } from "@crosstag/core";
import { RunStateFold } from "@crosstag/core/internal";
import { expect, it } from "vitest";
import { partResult } from "../../src/runs/chunk-result.ts";

it("a change of a chunk that was cut off is unknown if no worker continues the chunk", () => {
  const place = { scope: "memory/1000/memory-1" };
  const intent = (reference: string): IntentRecord => ({
    ...place,
    type: "intent",
    reference,
    before: { stage: null },
    set: { stage: "live" },
    remove: [],
  });
  const changed: OutcomeRecord = { ...place, type: "outcome", reference: "one", status: "changed" };
  const fold = new RunStateFold();
  fold.add({ type: "run", schema: "crosstag-run/2", run: "r", plan: "sha256:0", changes: 3 }, "");
  for (const record of [intent("one"), changed, intent("two")]) fold.add(record, "");
  expect(partResult("not-configured", 3, fold.state(false)).counts).toEqual({
    changed: 1,
    unchanged: 0,
    skipped: 1,
    failed: 0,
    unknown: 1,
  });
});
