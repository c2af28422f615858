import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planCalls } from "../../src/plan/plan-calls.ts";
import type { PlannedCall } from "../../src/plan/step-calls.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { planResource } from "../../src/plan/plan-resource.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const key = fc.constantFrom("a", "b", "c", "d", "e", "f", "__proto__");
const tags = fc.dictionary(key, fc.constantFrom("1", "2"), { noNullPrototype: true });
const entries = fc
  .array(fc.tuple(tags, tags, fc.constantFrom("key" as const, "secret" as const, "certificate" as const)), {
    maxLength: 30,
  })
  .map((resources) =>
    resources.flatMap(([before, wanted, kind], index): PlannedResourceChange[] => {
      const named = { scope: "memory/1000/memory-1", reference: `r${index}`, kind };
      const rules = { provider: "memory", title: "Memory cloud", rules: [{ ...COUNT, maximum: 5 }] };
      const planned = planResource(named, toMap(before), toMap(wanted), rules);
      return planned?.action === "change" ? [planned] : [];
    }),
  );
const toMap = (record: object) => new Map(Object.entries(record) as [string, string][]);
const COUNT = {
  id: "count",
  check: "count",
  severity: "error",
  source: "this test",
  verifiedOn: "2026-11-25",
  status: "observed",
} as const;

/** Small, so that few resources fill calls; the second form only adds tags. */
const TWO_FORMS: MemoryCloudOptions = {
  resourcesPerCall: 2,
  tagsPerCall: 3,
  limits: {
    changeTags: { key: { resources: 1, tags: 2 } },
    shapes: {
      writeTags: {
        key: [{ shape: "attach", resources: 5, tags: 1 }],
        secret: [{ shape: "add", resources: 9, tags: 2, addsOnly: true }],
      },
      removeTags: { key: [{ shape: "detach", resources: 5, tags: 1 }] },
    },
  },
};

/** A call that sets and removes tags, as two: what it removes goes last. */
function inParts(call: PlannedCall): readonly PlannedCall[] {
  const { change } = call;
  if (change.type !== "set" || change.alsoRemove === undefined) return [call];
  const { alsoRemove, ...set } = change;
  return [
    { ...call, change: set },
    { ...call, step: 2, change: { type: "remove", tagKeys: alsoRemove, shape: "changeTags" } },
  ];
}

describe.each([
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
  ["in two forms", TWO_FORMS],
  ["in small calls", { kinds: ["key", "secret", "certificate"], resourcesPerCall: 3, tagsPerCall: 2 } as const],
])("the calls of a plan, %s", (_name, options) => {
  const profile = createMemoryCloud(options).driver;
  const { limits } = profile;

  it("make every change that is said, once, in its step, and no other", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const calls = planCalls(all, profile).flatMap(inParts);
        const states = all.map(({ before }) => new Map(Object.entries(before)));
        const done = new Map<string, number>();
        for (const step of [0, 1, 2]) {
          for (const { kind, resources, change, ...call } of calls) {
            if (call.step !== step) continue;
            const operation = step === 1 ? "writeTags" : "removeTags";
            const isCombined = change.shape === "changeTags";
            const shape = isCombined
              ? limits.changeTags?.[kind]
              : limits.shapes?.[operation]?.[kind]?.find((one) => one.shape === change.shape);
            expect(shape === undefined).toBe(change.shape === undefined);
            const limit = shape ?? limits[operation][kind] ?? { resources: 1, tags: 1 };
            expect(change.type).toBe(step === 1 ? "set" : "remove");
            const keys = change.type === "set" ? [...change.tags.keys()] : (change.tagKeys as readonly string[]);
            expect(resources.length).toBeLessThanOrEqual(limit.resources);
            expect(keys.length).toBeLessThanOrEqual(limit.tags);
            expect(keys.length * resources.length).toBeGreaterThan(0);
            expect(new Set(resources).size).toBe(resources.length);
            for (const position of resources) {
              const one = all[position] as PlannedResourceChange;
              const state = states[position] as Map<string, string>;
              let changes = 0;
              expect(one.kind).toBe(kind);
              for (const tagKey of keys) {
                const value = change.type === "set" ? change.tags.get(tagKey) : undefined;
                expect(
                  shape !== undefined &&
                    "addsOnly" in shape &&
                    shape.addsOnly === true &&
                    Object.hasOwn(one.before, tagKey),
                ).toBe(false);
                if (state.get(tagKey) === value) continue;
                const said =
                  step === 1
                    ? Object.hasOwn(one.set, tagKey) && one.set[tagKey] === value
                    : (step === 0 ? (one.removeFirst ?? []) : one.remove).includes(tagKey);
                expect(said).toBe(true);
                changes += 1;
                const cell = JSON.stringify([position, step, tagKey]);
                done.set(cell, (done.get(cell) ?? 0) + 1);
                if (value === undefined) state.delete(tagKey);
                else state.set(tagKey, value);
              }
              // No resource is in a call that it does not need.
              expect(changes).toBeGreaterThan(0);
            }
          }
        }
        for (const [position, { before, set, remove }] of all.entries()) {
          const wanted = new Map([...Object.entries(before), ...Object.entries(set)]);
          for (const tagKey of remove) wanted.delete(tagKey);
          expect(states[position]).toEqual(wanted);
        }
        const { changeTags: _, ...others } = limits;
        const inMain = planCalls(all, { ...profile, limits: { ...others, shapes: {} } });
        expect(planCalls(all, profile).length).toBeLessThanOrEqual(inMain.length);
        const said = all.reduce((sum, { set, remove }) => sum + Object.keys(set).length + remove.length, 0);
        expect([...done.values()].reduce((sum, count) => sum + count, 0)).toBe(said);
      }),
      { numRuns: 60 },
    );
  });
});

const entry = (index: number, change: Partial<PlannedResourceChange>): PlannedResourceChange => ({
  scope: "s",
  reference: `r${index}`,
  kind: "key",
  action: "change",
  before: {},
  set: {},
  remove: [],
  ...change,
});

describe("few calls", () => {
  const profile = createMemoryCloud(BATCHED_SHAPE).driver;

  it("are shared by resources that need the same", () => {
    const all = Array.from({ length: 120 }, (_, index) =>
      entry(index, { set: { a: "1" }, before: { b: "2" }, remove: ["b"] }),
    );
    expect(planCalls(all, profile).map(({ step, resources }) => [step, resources.length])).toEqual([
      [1, 50],
      [1, 50],
      [1, 20],
      [2, 50],
      [2, 50],
      [2, 20],
    ]);
  });

  it("are none for nothing", () => {
    expect(planCalls([], profile)).toEqual([]);
    expect(planCalls([entry(0, {})], profile)).toEqual([]);
  });
});
