import type { Tag } from "@crosstag/core";
import * as fc from "fast-check";
import { expect } from "vitest";
import { Agreement, type Difference } from "./agreement.ts";
import { presentTags, tagSet, type TagShape } from "./hostile-tags.ts";
import { mapOf, verdictOf, type Wire } from "./wire.ts";

/**
 * The cloud does what the rules say for a random set over random present tags. What was written reads back unchanged.
 */
export async function agreedOnTags(
  wire: Wire,
  shape: TagShape,
  options: {
    readonly runs: number;
    readonly limit: number;
    readonly cloudTag: string;
    readonly differences: readonly Difference[];
    readonly sets?: fc.Arbitrary<readonly Tag[]>;
  },
): Promise<Agreement> {
  const agreement = new Agreement(wire.rules, options.differences);
  await fc.assert(
    fc.asyncProperty(
      options.sets ?? tagSet(shape),
      presentTags(options.limit, options.cloudTag),
      async (tags, present) => {
        wire.setTags(present);
        const expected = agreement.ofTags(tags, present);
        const verdict = await verdictOf(wire, () => wire.write(tags));
        expect(verdict).toBe(expected);
        const after = mapOf(verdict === "accepted" ? [...present, ...tags] : present);
        expect(new Map(Object.entries(wire.tagsOf()))).toEqual(after);
        if (verdict === "refused") return;
        expect(await wire.readBack()).toEqual(after);
      },
    ),
    { numRuns: options.runs, examples: options.differences.map(({ example }) => [example, []]) },
  );
  return agreement;
}

/**
 * The same for the keys of an untag request; there characters are a warning, because existing tags must be removable.
 */
export async function agreedOnKeys(
  wire: Wire,
  shape: TagShape,
  options: {
    readonly runs: number;
    readonly differences: readonly Difference[];
    readonly sets?: fc.Arbitrary<readonly Tag[]>;
  },
): Promise<Agreement> {
  const agreement = new Agreement(wire.rules, options.differences);
  await fc.assert(
    fc.asyncProperty(
      options.sets ?? tagSet({ ...shape, counts: [1, 2, 19, 20] }).map((tags) => tags.slice(0, 20)),
      async (tags) => {
        const keys = tags.map(({ key }) => key);
        wire.setTags([...tags, { key: "kept", value: "kept" }]);
        const expected = agreement.ofKeys(keys);
        expect(await verdictOf(wire, () => wire.remove(keys))).toBe(expected);
        const removed = new Set(expected === "accepted" ? keys : []);
        const left = [...tags, { key: "kept", value: "kept" }].filter(({ key }) => !removed.has(key));
        expect(new Map(Object.entries(wire.tagsOf()))).toEqual(mapOf(left));
      },
    ),
    { numRuns: options.runs, examples: options.differences.map(({ example }) => [example]) },
  );
  return agreement;
}
