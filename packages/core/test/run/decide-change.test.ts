import { describe, expect, it } from "vitest";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { decideChange } from "../../src/run/decide-change.ts";
import { undoChange } from "../../src/plan/undo-change.ts";
import { memoryRules } from "../../src/testing/memory/memory-profile.ts";

const rules = {
  provider: "memory",
  title: "Memory cloud",
  rules: memoryRules({ keyLength: 128, valueLength: 128, allowed: "\\w", description: "words", tagsPerResource: 4 }),
};
type Tags = Readonly<Record<string, string>>;

function decide(change: Partial<PlannedResourceChange>, current: Tags) {
  const entry = {
    scope: "s",
    reference: "r",
    kind: "key",
    action: "change",
    before: {},
    set: {},
    remove: [],
    ...change,
  } as const;
  const decision = decideChange(entry, new Map(Object.entries(current)), rules);
  if (decision.do !== "write") return decision;
  return { before: decision.before, set: Object.fromEntries(decision.set), remove: [...decision.remove] };
}

const rename = { before: { Owner: "me", stage: "test" }, set: { owner: "me", stage: "live" }, remove: ["Owner"] };

const skip = (tagKeys: readonly string[]) => ({ do: "skip", reason: "changed-since-plan", tagKeys });
const odd = <Value>(value: Value): Readonly<Record<string, Value>> => Object.fromEntries([["__proto__", value]]);

describe("what is still to be done", () => {
  it("is all of it if nothing has changed, whatever others have added", () => {
    expect(decide(rename, { Owner: "me", stage: "test", theirs: "x" })).toEqual({
      before: { Owner: "me", stage: "test", owner: null },
      set: { owner: "me", stage: "live" },
      remove: ["Owner"],
    });
  });

  it("is the rest if some of it is done", () => {
    expect(decide(rename, { Owner: "me", stage: "test", owner: "me" })).toMatchObject({
      set: { stage: "live" },
      remove: ["Owner"],
    });
    expect(decide(rename, { Owner: "me", stage: "live", owner: "me" })).toEqual({
      before: { Owner: "me" },
      set: {},
      remove: ["Owner"],
    });
    expect(decide(rename, { stage: "test" })).toMatchObject({ set: { owner: "me", stage: "live" }, remove: [] });
    expect(decide(rename, { owner: "me", stage: "live" })).toEqual({ do: "nothing" });
  });

  it("is nothing at all if a tag is neither as it was nor as planned", () => {
    expect(decide(rename, { Owner: "you", stage: "test" })).toEqual(skip(["Owner"]));
    expect(decide(rename, { Owner: "me", stage: "x", owner: "y" })).toEqual(skip(["owner", "stage"]));
    expect(decide(rename, { Owner: "me" })).toEqual(skip(["stage"]));
  });

  it("is nothing if the resource has no capacity any more", () => {
    expect(decide({ set: { a: "1" } }, { w: "1", x: "1", y: "1" })).toMatchObject({ set: { a: "1" } });
    expect(decide({ set: { a: "1" } }, { w: "1", x: "1", y: "1", z: "1" })).toEqual({
      do: "skip",
      reason: "over-limit",
    });
    expect(decide({ set: { a: "1" } }, { w: "1", x: "1", y: "1", "mem:z": "1" })).toMatchObject({ set: { a: "1" } });
    // What goes first makes room; what goes afterwards does not.
    const full = { before: { w: "1", x: "1", y: "1", z: "1" }, set: { a: "1" }, remove: ["x"] };
    expect(decide({ ...full, removeFirst: ["x"] }, full.before)).toMatchObject({ set: { a: "1" }, remove: ["x"] });
    expect(decide(full, full.before)).toEqual({ do: "skip", reason: "over-limit" });
    expect(decide({ before: { x: "1" }, set: { x: "2" } }, { x: "1", b: "", c: "", d: "", e: "" })).toMatchObject({
      set: { x: "2" },
    });
  });

  it("takes any word for a tag key", () => {
    const written = decide({ before: odd("1"), set: odd("2"), remove: [] }, odd("1")) as { before: Tags };
    expect(Object.entries(written.before)).toEqual([["__proto__", "1"]]);
    expect(decide({ set: odd("2") }, {})).toMatchObject({ remove: [] });
    expect(Object.entries((decide({ set: odd("2") }, {}) as { before: Tags }).before)).toEqual([["__proto__", null]]);
    expect(decide({ set: { constructor: "1" } }, {})).toMatchObject({ set: { constructor: "1" } });
  });
});

function undo(current: Tags, change: Omit<Parameters<typeof undoChange>[0], "reference">) {
  const result = undoChange({ reference: "r", ...change }, new Map(Object.entries(current)));
  return "tags" in result ? Object.fromEntries(result.tags) : result.changedSince;
}

describe("the way back", () => {
  const change = { before: { a: null, b: "1", c: "2" }, set: { a: "x", b: "y" }, remove: ["c"] };

  it("puts back what was there, and leaves the rest", () => {
    expect(undo({ a: "x", b: "y", theirs: "t" }, change)).toEqual({ b: "1", c: "2", theirs: "t" });
  });

  it("takes what was never done, or put back already, as it is", () => {
    expect(undo({ b: "1", c: "2" }, change)).toEqual({ b: "1", c: "2" });
    expect(undo({ a: "x", b: "1", c: "2" }, change)).toEqual({ b: "1", c: "2" });
  });

  it("is undefined if a tag is neither as the run found it nor as it left it", () => {
    expect(undo({ a: "x", b: "other" }, change)).toEqual(["b"]);
    expect(undo({ a: "x", b: "y", c: "other" }, change)).toEqual(["c"]);
    expect(undo({ a: "other" }, change)).toEqual(["a", "b"]);
  });

  it("takes any word for a tag key", () => {
    const set = odd("2");
    expect(undo(set, { before: odd(null), set, remove: [] })).toEqual({});
    expect(Object.entries(undo(set, { before: odd("1"), set, remove: [] }))).toEqual([["__proto__", "1"]]);
    // Not touched by the run, though every object inherits it.
    expect(undo({}, { before: { constructor: "1" }, set: {}, remove: [] })).toEqual({});
  });
});
