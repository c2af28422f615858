import { array, assert, constantFrom, oneof, property, record, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodePlanEntry,
  decodePlanHeader,
  encodePlanEntry,
  encodePlanHeader,
  planEntryStart,
} from "../../src/plan/plan-lines.ts";
import type { PlanHeader } from "../../src/plan/plan.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";
import { ENTRIES, parts } from "../node/plan-entries.ts";

const header: PlanHeader = {
  schema: "crosstag-plan/2",
  createdAt: "2026-11-25T07:20:11.000Z",
  digest: `sha256:${"a".repeat(64)}`,
  ...parts(),
};

describe("plan entries as lines", () => {
  it("keep every tag, whatever its key and value", () => {
    const word = oneof(string({ unit: "binary" }), constantFrom("__proto__", "constructor", "scope", "\ud800", "\n"));
    const tags = array(tuple(word, word)).map((pairs) => Object.fromEntries(pairs) as Record<string, string>);
    const entry = record({ scope: word, reference: word, before: tags, set: tags, remove: array(word) });
    assert(
      property(entry, ({ scope, reference, before, set, remove }) => {
        const given: PlanEntry = { scope, reference, kind: "key", action: "change", before, set, remove };
        const line = encodePlanEntry(given);
        expect(line).not.toContain("\n");
        expect(line.startsWith(planEntryStart(scope))).toBe(true);
        const decoded = decodePlanEntry(line) as typeof given;
        expect(Object.entries(decoded.before)).toEqual(Object.entries(before));
        expect(Object.entries(decoded.set)).toEqual(Object.entries(set));
        expect([decoded.scope, decoded.reference, decoded.remove]).toEqual([scope, reference, remove]);
        expect(encodePlanEntry(decoded)).toBe(line);
      }),
    );
  });

  it("are the same for the same entry, whatever the order of its fields", () => {
    for (const entry of ENTRIES) {
      const reversed = Object.fromEntries(Object.entries(entry).toReversed()) as unknown as PlanEntry;
      expect(encodePlanEntry(reversed)).toBe(encodePlanEntry(entry));
    }
  });

  const [change, skip, unreadable] = ENTRIES as readonly [PlanEntry, PlanEntry, PlanEntry];
  it.each([
    ["not json", "not JSON"],
    ["null", "`action`"],
    ["[]", "`action`"],
    [{ ...change, action: "drop" }, "`action`"],
    [{ ...change, scope: 1 }, "`scope` of the entry must be a string"],
    [{ ...change, kind: "Vault key" }, "`kind` of the entry must be the name of a kind"],
    [{ ...change, before: undefined }, "`before` of the entry must be an object"],
    [{ ...change, set: { a: null } }, "very value in `set` of the entry must be a string"],
    [{ ...change, set: ["a"] }, "`set` of the entry must be an object"],
    [{ ...change, remove: "a" }, "`remove` of the entry must be a list"],
    [{ ...change, remove: [1] }, "`remove` of the entry[0] must be a string"],
    [{ ...change, removeFirst: null }, "`removeFirst`"],
    [{ ...change, extra: 1 }, '"extra", which is unknown'],
    [`${JSON.stringify(change).slice(0, -1)},"__proto__":{}}`, '"__proto__", which is unknown'],
    [{ ...skip, reason: "toString" }, "`reason`"],
    [{ ...unreadable, error: { code: "new", message: "" } }, "`code` of `error` of the entry"],
  ])("are refused by name where they are wrong: %j", (value, message) => {
    const line = typeof value === "string" ? value : JSON.stringify(value);
    expect(() => decodePlanEntry(line)).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining(message) }),
    );
  });

  it("are refused without repeating what is in them", () => {
    for (const line of ['{"a":"hunter2"', '{"action":"change","scope":"hunter2","set":{"hunter2":7}}'])
      expect(() => decodePlanEntry(line)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
      );
  });
});

describe("a plan's header as a line", () => {
  it("comes back as it was", () => {
    expect(decodePlanHeader(encodePlanHeader(header))).toEqual(header);
    const undo: PlanHeader = { ...header, origin: { type: "undo", run: "r" } };
    expect(decodePlanHeader(encodePlanHeader(undo))).toEqual(undo);
  });

  it.each([
    ["{", "not JSON"],
    [{}, "not a plan"],
    [{ ...header, schema: "crosstag-plan/3" }, 'another version of Crosstag ("crosstag-plan/3"'],
    [{ ...header, createdAt: "yesterday" }, "`createdAt`"],
    [{ ...header, digest: "md5" }, "`digest`"],
    [{ ...header, origin: { type: "wish" } }, "`type` of `origin`"],
    [{ ...header, origin: { type: "undo" } }, "`run` of `origin`"],
    [{ ...header, origin: { type: "desired-state", state: [] } }, "`state` of `origin`"],
    [{ ...header, summary: { ...header.summary, changes: -1 } }, "`changes` of `summary`"],
    [{ ...header, summary: { ...header.summary, costs: [{}] } }, "`costs` of `summary` of the header[0]"],
  ])("is refused by name where it is wrong: %j", (value, message) => {
    expect(() => decodePlanHeader(typeof value === "string" ? value : JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining(message) }),
    );
  });
});
