import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compilePolicy, evaluatePolicy, fingerprint, planEnforcement } from "../src/index.ts";
import { arbitraryPolicy, arbitraryTags } from "./arbitrary-policy.ts";
import { resourceWith } from "./resource.ts";

const marks = fc.constantFrom({}, { "fix-by": "2026-12-31" }, { b: "2026-12-31" });
const RUNS = { numRuns: 3_000 };

test("a second enforcement changes nothing and reports the same", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryTags, marks, (policy, tags, given) => {
      const compiled = compilePolicy(policy);
      const first = planEnforcement(compiled, resourceWith(tags), { marks: given });
      const second = planEnforcement(compiled, resourceWith(first.desired ?? tags), { marks: given });
      expect(second.desired).toBeUndefined();
      expect(second.manual).toEqual(first.manual);
    }),
    RUNS,
  );
});

test("findings after enforcing are those reported for manual action", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryTags, (policy, tags) => {
      const compiled = compilePolicy(policy);
      const { desired, manual } = planEnforcement(compiled, resourceWith(tags));
      const { open } = evaluatePolicy(compiled, resourceWith(desired ?? tags));
      expect(open.map(({ finding }) => finding)).toEqual(manual.map(({ finding }) => finding));
      for (const { why } of manual) expect(why.length).toBeGreaterThan(10);
    }),
    RUNS,
  );
});

test("fixes depend on the policy and the tags, not on the order of rules or of tags", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryTags, (policy, tags) => {
      const turned = compilePolicy({ ...policy, rules: policy.rules.toReversed() });
      const reversed = Object.fromEntries(Object.entries(tags).toReversed());
      expect(planEnforcement(turned, resourceWith(reversed)).desired).toEqual(
        planEnforcement(compilePolicy(policy), resourceWith(tags)).desired,
      );
    }),
    RUNS,
  );
});

test("enforcing changes only the tags that its fixes name", () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryTags, (policy, tags) => {
      const { desired = tags, fixes } = planEnforcement(compilePolicy(policy), resourceWith(tags));
      const touched = new Set(fixes.flatMap(({ fix: { tagKey, from } }) => [tagKey, from]));
      const keys = new Set([...Object.keys(tags), ...Object.keys(desired)]);
      const changed = [...keys].filter((key) => tags[key] !== desired[key]);
      expect(changed.filter((key) => !touched.has(key))).toEqual([]);
    }),
    RUNS,
  );
});

test("an evaluation does not depend on earlier evaluations", () => {
  fc.assert(
    fc.property(arbitraryPolicy, fc.array(arbitraryTags, { maxLength: 5 }), arbitraryTags, (policy, before, tags) => {
      const used = compilePolicy(policy);
      for (const other of before) evaluatePolicy(used, resourceWith(other));
      expect(evaluatePolicy(used, resourceWith(tags))).toEqual(
        evaluatePolicy(compilePolicy(policy), resourceWith(tags)),
      );
    }),
  );
});

test("fingerprints of a hundred thousand findings are all different", () => {
  const seen = new Set<string>();
  for (let number = 0; number < 50_000; number += 1)
    for (const rule of ["owner", "team"])
      seen.add(fingerprint(`arn:aws:kms:eu-central-1:1:key/${number}`, { rule, check: "required", tagKey: rule }));
  expect(seen.size).toBe(100_000);
});
