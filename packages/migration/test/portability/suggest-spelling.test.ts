import { LABEL_RULES } from "@crosstag/core/testing";
import type { Tag } from "@crosstag/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkPortability, suggestMapping, transferTags, type PortabilityCloud } from "../../src/index.ts";
import { mapTag } from "../../src/mapping/map-tag.ts";
import { tagViolations } from "../../src/mapping/tag-fit.ts";
import { suggestSpelling } from "../../src/portability/suggest-spelling.ts";
import { anyText } from "../arbitrary-tags.ts";
import { alibabaRules, awsRules } from "../cloud-rules.ts";

const labelRules = { provider: "labels", title: "Label KMS", rules: LABEL_RULES };
const LABELS = { name: "labels", rules: labelRules, kinds: ["key"] } satisfies PortabilityCloud;

const spelled = (key: string, value: string, rules = labelRules) =>
  suggestSpelling({ from: { key, value } }, rules)?.to;

test.each<[Tag, Tag]>([
  [
    { key: "Team", value: "Payments" },
    { key: "team", value: "payments" },
  ],
  [
    { key: "Cost Center", value: "Zoë & Straße" },
    { key: "cost-center", value: "zoë-straße" },
  ],
  [
    { key: "1st:owner", value: "7" },
    { key: "x1st-owner", value: "7" },
  ],
  [
    { key: "empty", value: "" },
    { key: "empty", value: "none" },
  ],
])("%j is spelled %j where labels are in lower case", (from, to) => {
  expect(spelled(from.key, from.value)).toEqual(to);
});

test("the prefix that a cloud reserves is left out, and letters get their plain form if the cloud allows no other", () => {
  expect(spelled("aws:team", "v", awsRules)).toEqual({ key: "team", value: "v" });
  expect(spelled("aliyun-Owner", "Zoë K.", alibabaRules)).toEqual({ key: "Owner", value: "Zoe-K." });
  expect(spelled("team", "payments")).toBeUndefined();
  expect(spelled("🔑", "v")).toBeUndefined();
});

test("text is cut off in characters and in bytes, which is said, and does not make the tag portable", () => {
  const [long, wide] = ["a".repeat(70), "字".repeat(60)];
  expect(suggestSpelling({ from: { key: "k", value: long } }, labelRules)).toEqual({
    to: { key: "k", value: "a".repeat(63) },
    mapping: { values: { map: { k: { [long]: "a".repeat(63) } } } },
    shortened: true,
  });
  expect(spelled("k", wide)?.value).toBe("字".repeat(42));
  const [checked] = checkPortability([{ kind: "key", tags: [{ key: "k", value: long }] }], [LABELS]);
  expect(checked).toMatchObject({ result: "not-portable", tags: [{ suggestion: { shortened: true } }] });
});

test("keys that would become one are named, and none of them is part of a mapping", () => {
  const tags = [
    { key: "Team", value: "a" },
    { key: "TEAM", value: "b" },
    { key: "team", value: "c" },
    { key: "Env", value: "Prod" },
  ];
  const checked = [...checkPortability([{ kind: "key", tags }], [LABELS])];
  expect(checked[0]?.tags).toMatchObject([
    { result: "not-portable", suggestion: { collidesWith: ["TEAM", "team"] } },
    { result: "not-portable", suggestion: { collidesWith: ["Team", "team"] } },
    { result: "unchanged" },
    { result: "needs-mapping", suggestion: { to: { key: "env", value: "prod" } } },
  ]);
  expect(suggestMapping(checked)).toEqual({
    version: 1,
    keys: { rename: { Env: "env" } },
    values: { map: { Env: { Prod: "prod" } } },
  });
});

test("a migration suggests a spelling for each tag that would be lost, and never uses it by itself", () => {
  const source = { Team: "Payments", env: "prod" };
  const request = { source, before: {}, rules: labelRules };
  const { desired, problems } = transferTags({ ...request, mapping: { version: 1 } });
  expect(desired).toEqual({ env: "prod" });
  expect(problems).toMatchObject([
    { problem: "loss", tagKeys: ["Team"], suggestion: { to: { key: "team", value: "payments" } } },
  ]);
  // Under a mapping that renames the key already, the suggestion is about what is left.
  const renamed = transferTags({ ...request, mapping: { version: 1, keys: { rename: { Team: "team" } } } });
  const { suggestion } = renamed.problems[0] ?? {};
  expect(suggestion?.mapping).toEqual({ values: { map: { Team: { Payments: "payments" } } } });
  const mapping = { version: 1 as const, keys: { rename: { Team: "team" } }, ...suggestion?.mapping };
  expect(transferTags({ ...request, mapping })).toMatchObject({
    desired: { team: "payments", env: "prod" },
    problems: [],
  });
});

test("every suggestion fits the rules of its cloud, and the mapping that comes with it makes it", () => {
  fc.assert(
    fc.property(anyText, anyText, fc.constantFrom(labelRules, alibabaRules, awsRules), (key, value, rules) => {
      const suggestion = suggestSpelling({ from: { key, value } }, rules);
      if (suggestion === undefined) return;
      expect(tagViolations(suggestion.to, rules)).toEqual([]);
      expect(mapTag({ version: 1, ...suggestion.mapping }, { key, value }, rules).to).toEqual(suggestion.to);
    }),
    { numRuns: 300 },
  );
});
