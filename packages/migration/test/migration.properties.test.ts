import { checkTags, type TagRecord } from "@crosstag/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  transferTags,
  checkPortability,
  proveRoundTrip,
  reverseMapping,
  suggestMapping,
  verifyMigration,
  type Mapping,
} from "../src/index.ts";
import { anyText, tagsOf } from "./arbitrary-tags.ts";
import { ALIBABA, alibabaRules, awsRules } from "./cloud-rules.ts";

const tagKey = anyText.filter((text) => text !== "");
const table = (to: fc.Arbitrary<string>) => fc.dictionary(fc.constantFrom(" ", "é", "ë", "字", "=", "a"), to);
const encodings = fc.constantFrom<("escape" | "base64url")[]>([], ["escape"], ["base64url"], ["escape", "base64url"]);

const anyMapping: fc.Arbitrary<Mapping> = fc.record({
  version: fc.constant(1 as const),
  keys: fc.record(
    {
      rename: fc.dictionary(tagKey, tagKey, { maxKeys: 3 }),
      prefixes: fc.dictionary(fc.constantFrom("Te", "t", "a", "esc:", ""), anyText, { maxKeys: 3 }),
      transliterate: table(anyText),
      encode: encodings,
      decode: encodings,
    },
    { requiredKeys: [] },
  ),
  values: fc.record({ transliterate: table(anyText), encode: encodings, decode: encodings }, { requiredKeys: [] }),
  exclude: fc.array(fc.constantFrom("a*", "T?am", "*9*", "none"), { maxLength: 2 }),
  priorities: fc.array(fc.constantFrom("*e*", "b*", "*"), { maxLength: 2 }),
});

const awsTags = tagsOf(awsRules);
const alibabaTags = tagsOf(alibabaRules).map((tags) => Object.fromEntries(Object.entries(tags).slice(0, 20)));

const isRefused = (tags: TagRecord) =>
  checkTags(
    Object.entries(tags).map(([key, value]) => ({ key, value })),
    alibabaRules,
  ).some(({ severity }) => severity === "error");

test("copied tags always fit the target's rules, together with its own tags", () => {
  fc.assert(
    fc.property(awsTags, alibabaTags, anyMapping, (source, before, mapping) => {
      const { desired } = transferTags({ mapping, source, before, rules: alibabaRules, allowLoss: true });
      expect(isRefused(desired)).toBe(false);
      for (const key of Object.keys(before)) expect(Object.hasOwn(desired, key)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("every tag of the source is unchanged, changed or dropped, once", () => {
  fc.assert(
    fc.property(awsTags, alibabaTags, anyMapping, (source, before, mapping) => {
      const { unchanged, changed, dropped } = transferTags({ mapping, source, before, rules: alibabaRules });
      const told = [...unchanged, ...changed].map(({ from }) => from.key).concat(dropped.map(({ tagKey: key }) => key));
      expect(told.toSorted()).toEqual(Object.keys(source).toSorted());
    }),
    { numRuns: 150 },
  );
});

test("transfer, then verify: clean whenever nothing was lost, and whenever the loss was allowed", () => {
  fc.assert(
    fc.property(awsTags, alibabaTags, anyMapping, fc.boolean(), (source, before, mapping, allowLoss) => {
      const transfer = transferTags({ mapping, source, before, rules: alibabaRules, allowLoss });
      fc.pre(transfer.problems.length === 0);
      const verified = verifyMigration({ mapping, source, target: transfer.desired, rules: alibabaRules, allowLoss });
      expect(verified).toMatchObject({ same: true, mismatches: [] });
    }),
    { numRuns: 150 },
  );
});

test("copying a second time changes nothing", () => {
  fc.assert(
    fc.property(awsTags, alibabaTags, anyMapping, (source, before, mapping) => {
      const request = { mapping, source, rules: alibabaRules, allowLoss: true };
      const { desired } = transferTags({ ...request, before });
      expect(transferTags({ ...request, before: desired }).desired).toEqual(desired);
    }),
    { numRuns: 150 },
  );
});

test("tags that are portable, unchanged or mapped, are restored exactly by the suggested mapping", () => {
  fc.assert(
    fc.property(awsTags, (source) => {
      const tags = Object.entries(source).map(([key, value]) => ({ key, value }));
      const checked = [...checkPortability([{ kind: "key", tags }], [ALIBABA])];
      const mapping = suggestMapping(checked) ?? { version: 1 };
      const going = new Set(
        checked.flatMap((one) =>
          one.tags.flatMap(({ tagKey: key, result }) => (result === "not-portable" ? [] : [key])),
        ),
      );
      // Few enough for the capacity of the target.
      const few = Object.fromEntries(
        Object.entries(source)
          .filter(([key]) => going.has(key))
          .slice(0, 20),
      );
      const there = transferTags({ mapping, source: few, before: {}, rules: alibabaRules });
      expect(there.problems).toEqual([]);
      const back = transferTags({
        mapping: reverseMapping(mapping).mapping,
        source: there.desired,
        before: {},
        rules: awsRules,
      });
      expect(back).toMatchObject({ desired: few, problems: [], dropped: [] });
    }),
    { numRuns: 150 },
  );
});

test("tags that the round trip calls lossless are restored exactly", () => {
  fc.assert(
    fc.property(awsTags, anyMapping, (source, mapping) => {
      const { lossless, lossy } = proveRoundTrip({ mapping, source, rules: alibabaRules, sourceRules: awsRules });
      expect([...lossless, ...lossy.map(({ tagKey: key }) => key)].toSorted()).toEqual(Object.keys(source).toSorted());
      const there = transferTags({ mapping, source, before: {}, rules: alibabaRules, allowLoss: true }).desired;
      const back = transferTags({
        mapping: reverseMapping(mapping).mapping,
        source: there,
        before: {},
        rules: awsRules,
        allowLoss: true,
      }).desired;
      for (const key of lossless) expect(back[key]).toBe(source[key]);
    }),
    { numRuns: 150 },
  );
});

test("a mapping without lossy or conditional parts restores every tag that it copied", () => {
  const encoding: fc.Arbitrary<Mapping> = fc.record({
    version: fc.constant(1 as const),
    keys: fc.record({ encode: encodings }),
    values: fc.record({ encode: encodings }),
  });
  fc.assert(
    fc.property(awsTags, encoding, (source, mapping) => {
      const reversed = reverseMapping(mapping);
      expect(reversed.lossy).toEqual([]);
      const there = transferTags({ mapping, source, before: {}, rules: alibabaRules, allowLoss: true });
      const back = transferTags({ mapping: reversed.mapping, source: there.desired, before: {}, rules: awsRules });
      const expected = [...there.unchanged, ...there.changed].map(({ from }) => [from.key, from.value]);
      expect(back.desired).toEqual(Object.fromEntries(expected));
    }),
    { numRuns: 150 },
  );
});
