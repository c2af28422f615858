import { tagLimit } from "../../src/rules/check-tags.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planResource } from "../../src/plan/plan-resource.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { toTagRecord } from "../../src/model/tag-set.ts";
import { memoryRules } from "../../src/testing/memory/memory-profile.ts";

const rulesOf = (tagsPerResource: number) => ({
  provider: "memory",
  title: "Memory cloud",
  rules: memoryRules({ keyLength: 128, valueLength: 128, allowed: "\\w", description: "words", tagsPerResource }),
});
const resource = { scope: "memory/1000/memory-1", reference: "mem:kms:memory-1:1000:key/key-1", kind: "key" } as const;
const toMap = (tags: Readonly<Record<string, string>>) => new Map(Object.entries(tags));
const plan = (before: Record<string, string>, desired: Record<string, string>, limit = 50) =>
  planResource(resource, toMap(before), toMap(desired), rulesOf(limit));

/** The tags while a plan is carried out as it says. */
function sizesOnTheWay({ before, set, remove, removeFirst = [] }: PlannedResourceChange) {
  const tags = toMap(before);
  for (const key of removeFirst) tags.delete(key);
  for (const [key, value] of Object.entries(set)) tags.set(key, value);
  const afterSet = tags.size;
  for (const key of remove) tags.delete(key);
  return { end: tags, afterSet, most: Object.values(set).length === 0 ? 0 : afterSet };
}

describe("the plan of a resource", () => {
  it("has what is set and what is removed, and is undefined if nothing changes", () => {
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

  it("has no limit if no rule has one", () => {
    expect(tagLimit({ provider: "x", title: "x", rules: [] })).toBe(Number.POSITIVE_INFINITY);
    expect(tagLimit(rulesOf(7))).toBe(7);
  });

  it("leads to what is desired, and never over the limit on the way", () => {
    const tags = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "__proto__"),
      fc.constantFrom("1", "2", "3"),
      {
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(tags, tags, fc.integer({ min: 1, max: 9 }), (before, desired, limit) => {
        const entry = plan(before, desired, limit);
        const wasOver = Object.keys(before).length > limit;
        const grows = Object.keys(desired).some((key) => !Object.hasOwn(before, key));
        const isTooMuch = Object.keys(desired).length > limit && grows;
        expect(entry?.action).toBe(
          isTooMuch
            ? "skip"
            : JSON.stringify(toTagRecord(toMap(before))) === JSON.stringify(toTagRecord(toMap(desired)))
              ? undefined
              : "change",
        );
        if (entry?.action !== "change") return;
        const walk = sizesOnTheWay(entry);
        expect(walk.end).toEqual(toMap(desired));
        expect(walk.most <= limit || (wasOver && walk.most <= Object.keys(before).length)).toBe(true);
        // Not one more than needed.
        expect(entry.removeFirst === undefined || walk.afterSet === limit).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
