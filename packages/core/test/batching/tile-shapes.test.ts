import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writeBatches } from "../../src/batching/batches.ts";
import { writeShapes } from "../../src/driver/write-shapes.ts";
import type { ShapeProfile } from "../../src/driver/write-shapes.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { TWO_FORMS_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const { limits, quotas } = createMemoryCloud(TWO_FORMS_SHAPE).driver;
const targets = (count: number) => Array.from({ length: count }, (_, id) => ({ kind: "key" as const, id }));
const tagKeys = (count: number) => Array.from({ length: count }, (_, key) => `k${key}`);

/** The calls of batches, each with the cells that it covers. */
function callsOf(resources: number, tags: number, profile: ShapeProfile, hasNone?: (id: number) => boolean) {
  const change = { type: "set", tags: new Map(tagKeys(tags).map((key) => [key, ""])) } as const;
  const batches = writeBatches(targets(resources), change, profile, hasNone && (({ id }) => hasNone(id)));
  return batches.flatMap((batch) =>
    batch.changes.flatMap(({ change: part, resources: most }) => {
      const keys = part.type === "set" ? [...part.tags.keys()] : [];
      return Array.from({ length: Math.ceil(batch.targets.length / most) }, (_, at) => {
        const ids = batch.targets.slice(at * most, at * most + most).map(({ id }) => id);
        return { shape: part.shape, ids, keys };
      });
    }),
  );
}

test.each([
  [1_000, 1, 20],
  [1_000, 10, 100],
  [1_000, 3, 60],
  [1_000, 11, 120],
  [15, 1, 1],
  [5, 3, 1],
  // 50 resources in the one shape, the last 5 in the other.
  [55, 2, 3],
  [50, 12, 7],
  [0, 3, 0],
])("%i resources and %i tags take %i calls of 10 × 10 or 50 × 1", (resources, tags, calls) => {
  expect(callsOf(resources, tags, { limits, quotas }).length).toBe(calls);
});

const limit = { resources: fc.integer({ min: 1, max: 12 }), tags: fc.integer({ min: 1, max: 6 }) };

test("every cell is in one call, within the limits of its shape, and no cover costs more than the main shape alone", () => {
  fc.assert(
    fc.property(
      fc.record({
        main: fc.record(limit),
        others: fc.array(fc.record({ ...limit, addsOnly: fc.boolean() }), { maxLength: 3 }),
        rates: fc.option(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 })),
        resources: fc.integer({ min: 1, max: 60 }),
        tags: fc.integer({ min: 1, max: 15 }),
        hasNone: fc.func(fc.boolean()),
      }),
      ({ main, others, rates, resources, tags, hasNone }) => {
        const shapes = others.map((other, at) => ({ ...other, shape: `s${at}` }));
        const provenance = { source: "this test", verifiedOn: "2026-11-29", status: "observed" } as const;
        const profile: ShapeProfile = {
          limits: { writeTags: { key: main }, removeTags: {}, shapes: { writeTags: { key: shapes } } },
          quotas: ["main", "s0", "s1", "s2"].map((shape, at) => ({
            ...provenance,
            id: shape,
            requestsPerSecond: rates?.[at] ?? 10,
            covers: [{ operation: "writeTags", shape }],
          })),
        };
        const calls = callsOf(resources, tags, profile, hasNone);
        const cells = calls.flatMap(({ ids, keys }) => ids.flatMap((id) => keys.map((key) => `${id} ${key}`)));
        expect(cells.toSorted()).toEqual(
          targets(resources)
            .flatMap(({ id }) => tagKeys(tags).map((key) => `${id} ${key}`))
            .toSorted(),
        );
        const known = writeShapes(profile, "writeTags", "key");
        let seconds = 0;
        for (const { shape, ids, keys } of calls) {
          const used = known.find((one) => one.shape === shape);
          if (used === undefined) throw new Error(`no shape ${shape}`);
          expect(ids.length).toBeLessThanOrEqual(used.resources);
          expect(keys.length).toBeLessThanOrEqual(used.tags);
          expect(used.addsOnly && !ids.every((id) => hasNone(id))).toBe(false);
          seconds += used.seconds;
        }
        const inMain = Math.ceil(resources / main.resources) * Math.ceil(tags / main.tags);
        expect(seconds).toBeLessThanOrEqual(inMain * known[0].seconds + 1e-6);
        expect(rates === null && calls.length > inMain).toBe(false);
      },
    ),
    { numRuns: 150 },
  );
});
