import { expect, test } from "vitest";
import {
  compilePolicy,
  evaluatePolicy,
  type CheckableResource,
  type PolicyRule,
  type TagCheck,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

function findings(
  rule: Omit<PolicyRule, "id">,
  tags: Readonly<Record<string, string>>,
  rest: Partial<CheckableResource> = {},
) {
  const policy = compilePolicy({ version: 1, rules: [{ id: "r", ...rule }] });
  return evaluatePolicy(policy, resourceWith(tags, rest)).open.map(({ finding }) => finding);
}

function checks(...given: Parameters<typeof findings>) {
  return findings(...given).map(({ check, tagKey }) => (tagKey === undefined ? check : `${check} ${tagKey}`));
}

test("required tags, in short form and together with value checks", () => {
  expect(checks({ required: ["team", "owner"] }, { team: "" })).toEqual(["required owner"]);
  expect(checks({ tags: { team: { required: true, oneOf: ["a"] } } }, {})).toEqual(["required team"]);
  expect(checks({ required: ["team"], tags: { team: { oneOf: ["a"] } } }, {})).toEqual(["required team"]);
  expect(checks({ tags: { team: { oneOf: ["a"] } } }, {})).toEqual([]);
  expect(checks({ required: ["__proto__", "constructor"] }, {})).toEqual([
    "required __proto__",
    "required constructor",
  ]);
});

test.each([
  [{ oneOf: ["prod", "test"] }, ["prod", "test"], ["production", "", "prod "]],
  [{ oneOf: ["prod"], ignoreCase: true }, ["prod", "PROD"], ["prods"]],
  [{ like: ["team-*", "x?"] }, ["team-", "team-a", "xy"], ["team", "x", "xyz"]],
  [{ oneOf: ["a"], like: ["b*"] }, ["a", "b", "bc"], ["ab"]],
  [{ matches: "[a-z]+-[0-9]{2}" }, ["ab-12"], ["ab-123", "xab-1", "ab-12\n"]],
  [{ matches: "[a-z]+", ignoreCase: true }, ["AB"], ["A1"]],
  [{ case: "lower" }, ["abc", "", "ä1"], ["Abc", "Ä"]],
  [{ case: "upper" }, ["ABC"], ["ABc"]],
  [{ minLength: 2, maxLength: 3 }, ["ab", "abc", "😀😀😀"], ["a", "abcd"]],
  [{ format: "date" }, ["2026-11-25", "2028-02-29"], ["2026-02-29", "2026-13-01", "25.11.2026", "2026-1-1"]],
  [
    { format: "email" },
    ["a@example.com", "z.k+tag@mail.example.org"],
    ["a@b", "@example.com", "a b@example.com", "a@b@example.com"],
  ],
  [{ format: "account" }, ["111122223333", "1234567890123456"], ["12", "11112222333x"]],
  [
    { format: "url" },
    ["https://example.com/x", "http://a.b"],
    ["ftp://a", "javascript:alert(1)", "https://", "example.com"],
  ],
] as const)("values: %j", (check, right, wrong) => {
  for (const value of right) expect.soft(checks({ tags: { key: check } }, { key: value }), value).toEqual([]);
  for (const value of wrong) expect.soft(checks({ tags: { key: check } }, { key: value }), value).toHaveLength(1);
});

test("a value from another tag or from the reference", () => {
  const rule = { tags: { place: { equals: "{cloud}-{region}-{account}" }, backup: { equals: "{tag:team}/x" } } };
  expect(checks(rule, { place: "aws-eu-central-1-111122223333", team: "a", backup: "a/x" })).toEqual([]);
  expect(checks(rule, { place: "aws", team: "a", backup: "b/x" })).toEqual([
    "value-derived place",
    "value-derived backup",
  ]);
  // What it is made from is missing: that is another rule's business.
  expect(checks(rule, { backup: "b/x" })).toEqual([]);
  // Not known is not compliant.
  const { account: _, ...unknown } = resourceWith({ place: "aws-eu-central-1-" });
  const policy = compilePolicy({ version: 1, rules: [{ id: "r", ...rule }] });
  expect(evaluatePolicy(policy, unknown).result).toBe("violating");
});

test("forbidden keys and patterns, spelling of keys, number of tags", () => {
  expect(
    checks({ forbidden: ["temp-*", "x"], forbiddenPatterns: ["[0-9]+"] }, { "temp-1": "", x: "", "12": "", a1: "" }),
  ).toEqual(["forbidden 12", "forbidden temp-1", "forbidden x"]);
  const spelling = { CostCenter: ["cost-center"], team: [] };
  expect(checks({ spelling }, { CostCenter: "1", Team: "a", "Cost-Center": "2", teams: "x" })).toEqual([
    "key-spelling Team",
    "key-spelling Cost-Center",
  ]);
  expect(checks({ maximumTags: 2 }, { a: "", b: "" })).toEqual([]);
  expect(checks({ maximumTags: 1 }, { a: "", b: "" })).toEqual(["maximum-tags"]);
});

test("a rule applies to its scope, under its condition", () => {
  const required = ["owner"];
  const holds = (rule: Omit<PolicyRule, "id">, tags = {}, rest: Partial<CheckableResource> = {}) =>
    checks({ required, ...rule }, tags, rest).length > 0;
  expect(
    holds({ scope: { clouds: ["aws"], accounts: ["111122223333"], regions: ["eu-central-1"], kinds: ["key"] } }),
  ).toBe(true);
  for (const scope of [
    { clouds: ["alibaba"] },
    { accounts: ["1"] },
    { regions: ["x"] },
    { kinds: ["secret" as const] },
    { states: ["enabled" as const] },
    { aliases: ["alias/*"] },
  ])
    expect.soft(holds({ scope }), JSON.stringify(scope)).toBe(false);
  expect(holds({ scope: { states: ["enabled"] } }, {}, { state: "enabled" })).toBe(true);
  expect(holds({ scope: { aliases: ["alias/*"] } }, {}, { aliases: ["alias/a"] })).toBe(true);
  expect(holds({ scope: { references: ["arn:aws:kms:eu-*"] } })).toBe(true);
  for (const name of ["1234abcd-*", "key/1234abcd-*"])
    expect.soft(holds({ scope: { references: [name] } }), name).toBe(true);
  expect(holds({ scope: [{ clouds: ["alibaba"] }, { clouds: ["aws"] }] })).toBe(true);
  expect(holds({ except: { tags: { exempt: true } } }, { exempt: "" })).toBe(false);
  expect(holds({ when: { env: "prod*" } }, { env: "production" })).toBe(true);
  expect(holds({ when: { env: "prod*" } }, { env: "test" })).toBe(false);
  expect(holds({ when: { env: ["a", "b"], team: false } }, { env: "b" })).toBe(true);
  expect(holds({ when: { env: ["a", "b"], team: false } }, { env: "b", team: "" })).toBe(false);
  expect(holds({ when: [{ env: "a" }, { stage: "a" }] }, { stage: "a" })).toBe(true);
});

test("a key that the cloud manages is classified and not failed", () => {
  const policy = compilePolicy({ version: 1, rules: [{ id: "r", required: ["team"] }] });
  expect(evaluatePolicy(policy, resourceWith({}, { managedBy: "cloud" })).result).toBe("not-applicable");
  expect(evaluatePolicy(policy, resourceWith({}, { managedBy: "customer" })).result).toBe("violating");
});

test("messages and fixes do not contain tag values", () => {
  const canary = "Canary-5A1F";
  const rule: Omit<PolicyRule, "id"> = {
    tags: {
      a: { oneOf: ["x"] },
      b: { matches: "x" },
      c: { case: "lower" },
      d: { maxLength: 1 },
      e: { format: "date" },
      f: { equals: "{tag:a}" },
    },
    forbidden: ["g"],
    spelling: { h: [] },
  };
  const all = findings(rule, { a: canary, b: canary, c: canary, d: canary, e: canary, f: "y", g: canary, H: canary });
  expect(all).toHaveLength(8);
  expect(JSON.stringify(all)).not.toContain(canary);
});

function valueProblems(check: TagCheck, value: string) {
  const policy = compilePolicy({ version: 1, rules: [{ id: "r", tags: { env: check } }] });
  return evaluatePolicy(policy, resourceWith({ env: value })).open.map(({ finding, fix }) => [
    finding.check,
    fix?.value,
  ]);
}

test("values have a canonical spelling, and other spellings in any case", () => {
  const spelling = { prod: ["production", "PRD"], "Test-1": [] };
  const open: TagCheck = { spelling };
  for (const value of ["prod", "Test-1", "anything"]) expect(valueProblems(open, value)).toEqual([]);
  for (const value of ["production", "PRODUCTION", "prd", "Prod"])
    expect(valueProblems(open, value)).toEqual([["value-spelling", "prod"]]);
  const limited: TagCheck = { spelling, oneOf: ["prod", "Test-1", "dev"] };
  expect(valueProblems(limited, "production")).toEqual([["value-spelling", "prod"]]);
  expect(valueProblems(limited, "DEV")).toEqual([["value-spelling", "dev"]]);
  expect(valueProblems(limited, "other")).toEqual([["value-not-allowed", undefined]]);
  expect(valueProblems({ ...limited, ignoreCase: true }, "PROD")).toEqual([]);
  expect(valueProblems({ ...limited, ignoreCase: true }, "Production")).toEqual([["value-spelling", "prod"]]);
});

test.each(["team\u00A0", " team", "Team\u3164", "te\u00ADam"])(
  "the spelling %j looks like the one that is wanted",
  (key) => {
    expect(checks({ spelling: { team: [] } }, { [key]: "a" })).toEqual([`key-spelling ${key}`]);
  },
);

test("a scope takes the conditions of the command line, and a fact that is not known meets none", () => {
  const rule = {
    scope: { filter: ["env=prod"], missing: ["exempt"], where: ["state=enabled", "expires<30d"] },
    required: ["owner"],
  };
  const policy = compilePolicy({ version: 1, rules: [{ id: "r", ...rule }] }, { now: new Date("2026-11-29") });
  const applied = (tags: Readonly<Record<string, string>>, rest: Partial<CheckableResource>) =>
    evaluatePolicy(policy, resourceWith(tags, rest)).applied;
  const soon = { state: "enabled", expiresAt: Date.parse("2026-12-20") } as const;
  expect(applied({ env: "prod" }, soon)).toEqual([0]);
  expect(applied({ env: "prod", exempt: "" }, soon)).toEqual([]);
  expect(applied({ env: "test" }, soon)).toEqual([]);
  expect(applied({ env: "prod" }, { ...soon, expiresAt: null })).toEqual([]);
  expect(applied({ env: "prod" }, {})).toEqual([]);
});
