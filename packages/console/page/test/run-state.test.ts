import { expect, test } from "vitest";
import { canResume, canUndo, describeRunState, undoneOf, type RunDocument } from "../runs/run-state.ts";

const UNDO = "20261130-000001-abcdef";
const SECOND = "20261130-000002-abcdef";
const RUN = {
  run: "20261130-000000-abcdef",
  state: "ended",
  ended: "complete",
  counts: { changed: 5, unchanged: 1, skipped: 0, failed: 0, unknown: 0 },
} satisfies RunDocument;

test("a run that was undone says so, and neither its undo nor its rest is offered", () => {
  expect([describeRunState(RUN).title, undoneOf(RUN), canUndo(RUN)]).toEqual(["Complete", undefined, true]);
  const undone = { ...RUN, undoneBy: [{ run: UNDO, state: "ended", restored: 5 }] } satisfies RunDocument;
  expect(undoneOf(undone)).toEqual({ by: [UNDO], restored: 5, left: 0 });
  expect([describeRunState(undone).title, canUndo(undone)]).toEqual(["Undone", false]);
  const limited = { ...RUN, ended: "limit" } as const;
  expect(canResume(limited, false)).toBe(true);
  expect(canResume({ ...limited, undoneBy: undone.undoneBy }, true)).toBe(false);
});

test("a complete run can be resumed if changes could not be read back", () => {
  expect([canResume(RUN, false), canResume(RUN, true)]).toEqual([false, true]);
});

test("a run that was undone in part says what is left, and the rest can be undone", () => {
  const partly = { ...RUN, undoneBy: [{ run: UNDO, state: "ended", restored: 3 }] } satisfies RunDocument;
  expect(undoneOf(partly)).toEqual({ by: [UNDO], restored: 3, left: 2 });
  expect([describeRunState(partly).title, canUndo(partly)]).toEqual(["Partly undone", true]);
  const twice = {
    ...RUN,
    undoneBy: [{ run: SECOND, state: "ended", restored: 2 }, ...partly.undoneBy],
  } satisfies RunDocument;
  expect(undoneOf(twice)).toEqual({ by: [SECOND, UNDO], restored: 5, left: 0 });
});

test("no other undo is offered while one is under way, and one that was cut off does not prevent it", () => {
  const undoing = { ...RUN, undoneBy: [{ run: UNDO, state: "running" }] } satisfies RunDocument;
  expect([describeRunState(undoing).title, canUndo(undoing)]).toEqual(["Being undone", false]);
  const cutOff = { ...RUN, undoneBy: [{ run: UNDO, state: "interrupted" }] } satisfies RunDocument;
  expect([describeRunState(cutOff).title, canUndo(cutOff)]).toEqual(["Partly undone", true]);
});

test("what is left is not known before the undo has an end, and an unknown resource can be left", () => {
  expect(undoneOf({ ...RUN, undoneBy: [{ run: UNDO, state: "interrupted" }] })?.left).toBeUndefined();
  expect(undoneOf({ undoneBy: [{ run: UNDO, state: "ended", restored: 1 }] })?.left).toBeUndefined();
  const counts = { ...RUN.counts, changed: 4, unknown: 1 };
  expect(undoneOf({ counts, undoneBy: [{ run: UNDO, state: "ended", restored: 4 }] })?.left).toBe(1);
});
