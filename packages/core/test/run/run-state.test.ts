import { describe, expect, it } from "vitest";
import { RunStateFold } from "../../src/run/run-state.ts";
import type { IntentRecord, RunRecord } from "../../src/run/run-record.ts";
import { END, intent, outcome, SCOPE, start } from "../node/run-records.ts";

function fold(...records: readonly RunRecord[]) {
  const state = new RunStateFold();
  for (const [index, record] of records.entries()) state.add(record, `at ${index}`);
  return state.state(false);
}

function intentFor(before: IntentRecord["before"], set: Record<string, string>, ...remove: string[]): IntentRecord {
  return { type: "intent", scope: SCOPE, reference: "a", before, set, remove };
}

function failed(appliedKeys?: readonly string[]): RunRecord {
  return {
    type: "outcome",
    scope: SCOPE,
    reference: "a",
    status: "failed",
    ...(appliedKeys !== undefined && { appliedKeys }),
  };
}

/** What is said against the change of a resource after these records. */
function doubts(...records: readonly RunRecord[]) {
  const state = fold(start(), outcome("a"), ...records);
  return [...state.notShown.values(), ...state.notRead.values()];
}

describe("RunStateFold", () => {
  it("keeps the last outcome of each resource, and what was said of it", () => {
    const throttled: RunRecord = {
      type: "outcome",
      scope: SCOPE,
      reference: "a",
      status: "failed",
      code: "throttled",
      message: "m",
    };
    const notShown: RunRecord = { type: "not-shown", scope: SCOPE, reference: "a", tagKeys: ["Owner"] };
    const state = fold(start(), intent("a"), throttled, notShown, { type: "resume" }, outcome("a"), outcome("b"));
    expect([...state.outcomes]).toEqual([
      ["a", outcome("a")],
      ["b", outcome("b")],
    ]);
    expect([state.notShown.size, state.startedAt, state.start]).toEqual([0, "at 0", start()]);
    expect(fold(start(), outcome("a"), notShown).notShown.get("a")).toBe(notShown);
  });

  it("keeps what the last reading of a changed resource has said", () => {
    const about = { scope: SCOPE, reference: "a", tagKeys: ["Owner"] };
    const notShown: RunRecord = { type: "not-shown", ...about };
    const notRead: RunRecord = { type: "not-read", ...about };
    const shown: RunRecord = { type: "shown", ...about };
    expect(doubts(notRead, notShown)).toEqual([notShown]);
    expect(doubts(notShown, notRead)).toEqual([notRead]);
    expect(doubts(notShown, shown)).toEqual([]);
    expect(doubts(notRead, shown)).toEqual([]);
  });

  it("keeps what was found first and wanted last, tag key by tag key", () => {
    const { intents } = fold(
      start(),
      intentFor({ A: "old", B: null, C: "c" }, { A: "new", B: "b" }, "C"),
      // The run's own work was half done when it was stopped, and a key is wanted in another way now.
      intentFor({ A: "new", B: null, D: "d" }, { A: "newer", D: "e" }, "B"),
      intentFor({ C: null }, { C: "again" }),
    );
    expect(intents.get("a")).toEqual({
      type: "intent",
      scope: SCOPE,
      reference: "a",
      before: { A: "old", B: null, C: "c", D: "d" },
      set: { A: "newer", D: "e", C: "again" },
      remove: ["B"],
    });
  });

  it("leaves out what the cloud refused, and keeps what may have been changed", () => {
    const begun = [start(), intentFor({ A: null, B: "b" }, { A: "a" }, "B")];
    expect(fold(...begun, failed([])).intents.size).toBe(0);
    expect(fold(...begun, failed()).intents.size).toBe(1);
    expect(fold(...begun, failed(["B"])).intents.get("a")).toMatchObject({
      before: { B: "b" },
      set: {},
      remove: ["B"],
    });
    const unknown: RunRecord = { type: "outcome", scope: SCOPE, reference: "a", status: "unknown", appliedKeys: [] };
    expect(fold(...begun, unknown).intents.size).toBe(1);
    expect(fold(...begun, failed([]), { type: "resume" }, intentFor({ A: null }, { A: "a" })).intents.size).toBe(1);
  });

  it("keeps what an earlier attempt may have changed when a later one is refused", () => {
    const first = [start(), intentFor({ A: null, B: "b" }, { A: "a" }, "B")];
    const unknown: RunRecord = { type: "outcome", scope: SCOPE, reference: "a", status: "unknown" };
    const resume: RunRecord = { type: "resume" };
    const second = intentFor({ A: null, C: null }, { A: "a", C: "c" });
    const whole = { before: { A: null, B: "b" }, set: { A: "a" }, remove: ["B"] };
    for (const cutOff of [[...first], [...first, unknown], [...first, failed()]]) {
      const { intents } = fold(...cutOff, resume, second, failed([]));
      expect(intents.get("a")).toMatchObject(whole);
      // It was not begun a third time, and the outcome says nothing about the first.
      expect(fold(...cutOff, resume, second, failed([]), resume, failed([])).intents.get("a")).toMatchObject(whole);
      expect(fold(...cutOff, resume, second, failed(["C"])).intents.get("a")).toMatchObject({
        before: { A: null, B: "b", C: null },
        set: { A: "a", C: "c" },
        remove: ["B"],
      });
    }
    const refusedTwice = fold(...first, failed([]), resume, second, failed([]));
    expect(refusedTwice.intents.size).toBe(0);
    // A server that answers with an error of its own may have passed the call on.
    const strange: RunRecord = { ...unknown, status: "failed", code: "refused", appliedKeys: ["B"] };
    expect(fold(...first, strange).intents.get("a")).toMatchObject(whole);
    const halfMade = fold(...first, failed(["B"]), resume, second, failed([]));
    expect(halfMade.intents.get("a")).toMatchObject({ before: { B: "b" }, set: {}, remove: ["B"] });
  });

  it("has no outcome for what was begun again, and the earlier one if nothing was sent then", () => {
    const earlier = [start(), intentFor({ A: null }, { A: "a" }), failed([])];
    const again = intentFor({ A: null }, { A: "a" });
    const resume: RunRecord = { type: "resume" };
    const state = fold(...earlier, resume, again);
    expect([state.outcomes.size, state.intents.size]).toEqual([0, 1]);
    const notStarted: RunRecord = {
      type: "outcome",
      scope: SCOPE,
      reference: "a",
      status: "skipped",
      reason: "not-started",
      appliedKeys: [],
    };
    const stopped = fold(...earlier, resume, again, notStarted);
    expect([stopped.outcomes.get("a"), stopped.intents.size]).toEqual([failed([]), 0]);
    const first = fold(start(), again, notStarted);
    expect([first.outcomes.size, first.intents.size]).toEqual([0, 0]);
  });

  it("leaves out what was there when the run came to make it", () => {
    const unchanged: RunRecord = { type: "outcome", scope: SCOPE, reference: "a", status: "unchanged" };
    const state = fold(start(), intentFor({ A: null }, { A: "a" }), unchanged);
    expect([state.outcomes.size, state.intents.size]).toEqual([1, 0]);
  });

  it("keeps tag keys that objects have of their own", () => {
    const hostile = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    const { intents } = fold(start(), intentFor(hostile, hostile), intentFor({}, {}));
    expect(Object.entries(intents.get("a")?.before ?? {})).toEqual(Object.entries(hostile));
    expect(Object.entries(intents.get("a")?.set ?? {})).toEqual(Object.entries(hostile));
  });

  it("has how the run ended, unless it continued after that", () => {
    expect(fold(start(), END).ends).toBe(END);
  });

  it("refuses a journal that does not begin with the beginning, or does twice", () => {
    for (const records of [[], [END], [start(), start()]])
      expect(() => fold(...records)).toThrow(expect.objectContaining({ code: "configuration" }));
  });
});
