import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallLimits } from "../../src/driver/call-limits.ts";
import { writeBatches } from "../../src/batching/batches.ts";
import type { ResourceKind } from "../../src/model/reference.ts";

const limits = {
  writeTags: {
    key: { resources: 50, tags: 20 },
    secret: { resources: 50, tags: 20 },
    certificate: { resources: 1, tags: 10 },
  },
  removeTags: { key: { resources: 50, tags: 20 } },
  readTags: {},
} satisfies CallLimits;
const profile = { limits, quotas: [] };

const targets = (count: number, kind: ResourceKind = "key") =>
  Array.from({ length: count }, (_, number) => ({ kind, number }));

describe("writeBatches", () => {
  it("takes three calls for 120 resources at 50 a call", () => {
    const batches = writeBatches(targets(120), { type: "remove", tagKeys: ["a", "b", "c"] }, profile);
    expect(batches.map((batch) => [batch.targets.length, batch.changes.length])).toEqual([
      [50, 1],
      [50, 1],
      [20, 1],
    ]);
  });

  it("keeps kinds apart", () => {
    const mixed = [...targets(2), ...targets(2, "certificate"), ...targets(1, "secret")];
    const batches = writeBatches(mixed, { type: "set", tags: new Map([["a", "1"]]) }, profile);
    expect(batches.map(({ kind, targets: chunk }) => [kind, chunk.length])).toEqual([
      ["key", 2],
      ["certificate", 1],
      ["certificate", 1],
      ["secret", 1],
    ]);
  });

  it("covers every resource and every tag exactly once, within the limits, in the fewest calls", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 70 }),
        (count, keys) => {
          const batches = writeBatches(
            targets(count),
            { type: "set", tags: new Map(keys.map((key) => [key, ""])) },
            profile,
          );
          expect(batches.flatMap((batch) => batch.targets.map(({ number }) => number))).toEqual(
            targets(count).map(({ number }) => number),
          );
          for (const batch of batches) {
            expect(batch.targets.length).toBeLessThanOrEqual(50);
            expect(
              batch.changes.flatMap(({ change }) => (change.type === "set" ? [...change.tags.keys()] : [])),
            ).toEqual(keys);
          }
          expect(batches.length * (batches[0]?.changes.length ?? 0)).toBe(
            Math.ceil(count / 50) * Math.ceil(keys.length / 20),
          );
        },
      ),
    );
  });
});
