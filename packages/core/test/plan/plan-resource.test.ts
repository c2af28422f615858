import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planResource, tagLimit } from "../../src/plan/plan-resource.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { memoryRules } from "../../src/testing/memory/memory-profile.ts";

const rulesOf = (tagsPerResource: number) => ({
  provider: "memory",
  title: "Memory cloud",
  rules: memoryRules({ keyLength: 128, valueLength: 128, allowed: "\\w", description: "words", tagsPerResource }),
});
const resource = { scope: "memory/1000/memory-1", reference: "mem:kms:memory-1:1000:key/key-1", kind: "key" } as const;
const toMap = (tags: Readonly<Record<string, string>>) => new Map(Object.entries(tags));
const plan = (before: Record<string, string>, wanted: Record<string, string>, limit = 50) =>
  planResource(resource, toMap(before), toMap(wanted), rulesOf(limit));

describe("the plan of a resource", () => {
  it("says what is set and what goes, and is none where nothing changes", () => {
    expect(plan({ b: "1", a: "1", gone: "x" }, { b: "2", a: "1", c: "3" })).toEqual({
      ...resource,
      action: "change",
      before: { a: "1", b: "1", gone: "x" },
      set: { b: "2", c: "3" },
      remove: ["gone"],
    });
    expect(plan({ a: "1" }, { a: "1" })).toBeUndefined();
    expect(plan({}, {})).toBeUndefined();
  });

  it("does not count, or keep, what the cloud keeps for itself", () => {
    const entry = plan({ "mem:own": "x", a: "1" }, { "mem:own": "x", a: "1", b: "2" }, 2);
    expect(entry).toMatchObject({ before: { a: "1" }, set: { b: "2" }, remove: [] });
    expect(entry).not.toHaveProperty("removeFirst");
  });

  it("takes as few away first as needed, and those whose value comes back last", () => {
    const before = { Owner: "me", tmp: "x", z: "z" };
    expect(plan(before, { owner: "me", z: "z" }, 4)).not.toHaveProperty("removeFirst");
    expect(plan(before, { owner: "me", z: "z" }, 3)).toMatchObject({ remove: ["Owner", "tmp"], removeFirst: ["tmp"] });
    expect(plan(before, { owner: "me", z: "z", n: "n" }, 3)).toMatchObject({ removeFirst: ["Owner", "tmp"] });
    expect(plan({ Owner: "me", tmp: "x" }, { owner: "me" }, 2)).toMatchObject({ removeFirst: ["tmp"] });
    expect(plan({ Owner: "me" }, { owner: "me" }, 1)).toMatchObject({ removeFirst: ["Owner"] });
  });

  it("leaves a resource alone that would be over its limit, but not one that is and gets no tag more", () => {
    expect(plan({ a: "SECRET" }, { a: "SECRET", b: "SECRET", c: "3" }, 2)).toMatchObject({
      action: "skip",
      reason: "over-limit",
      tagKeys: ["b", "c"],
    });
    expect(JSON.stringify(plan({ a: "SECRET" }, { a: "SECRET", b: "SECRET", c: "3" }, 2))).not.toContain("SECRET");
    expect(plan({ a: "1", b: "1", c: "1" }, { a: "2", b: "1", c: "1" }, 2)).toMatchObject({ set: { a: "2" } });
    expect(plan({ a: "1", b: "1", c: "1" }, { a: "1", b: "1" }, 1)).toMatchObject({ remove: ["c"] });
  });

  it("knows no limit where no rule has one", () => {
    expect(tagLimit({ provider: "x", title: "x", rules: [] })).toBe(Number.POSITIVE_INFINITY);
    expect(tagLimit(rulesOf(7))).toBe(7);
  });

  it("leads to what is wanted, and never over the limit on the way", () => {
    const tags = fc.dictionary(fc.constantFrom(..."abcdefgh", "__proto__"), fc.constantFrom("1", "2", "3"), { noNullPrototype: true });
    fc.assert(
      fc.property(tags, tags, fc.integer({ min: 1, max: 9 }), (before, wanted, limit) => {
        const entry = plan(before, wanted, limit);
        if (entry === undefined) {
          expect(wanted).toEqual(before);
          return;
        }
        if (entry.action === "skip") {
          expect(Object.keys(wanted).length).toBeGreaterThan(limit);
          return;
        }
        const { set, remove, removeFirst = [] } = entry as PlannedResourceChange;
        const now = toMap(before);
        const began = now.size;
        for (const key of removeFirst) expect(now.delete(key)).toBe(true);
        const added = Object.keys(set).filter((key) => !Object.hasOwn(before, key)).length;
        if (removeFirst.length > 0) expect(now.size + added).toBe(limit);
        for (const [key, value] of Object.entries(set)) {
          expect(now.get(key)).not.toBe(value);
          now.set(key, value);
        }
        expect(now.size).toBeLessThanOrEqual(Math.max(limit, began));
        for (const key of remove) now.delete(key);
        expect(now).toEqual(toMap(wanted));
      }),
      { numRuns: 2_000 },
    );
  });
});
