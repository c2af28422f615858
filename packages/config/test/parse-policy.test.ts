import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parsePolicy, parseWaivers, policyJsonSchema, waiversJsonSchema } from "@crosstag/config/policy";

const FULL = `version: 1
name: Company tags
teamKey: team
rules:
  - id: all
    severity: warning
    text: Everything.
    link: https://example.com/tags
    scope: { clouds: [aws], accounts: ["111122223333"], regions: [eu-central-1], kinds: [key], states: [enabled], filter: [team, "env!=test"], missing: [owner], where: ["expires<30d"], aliases: [alias/a], references: ["arn:*"], tags: { a: "x*", b: [y, z], c: true } }
    except: [{ tags: { exempt: true } }]
    when: [{ env: prod }, { stage: false }]
    required: [team]
    tags:
      env: { required: true, oneOf: [prod], like: ["t*"], matches: "[a-z]+", ignoreCase: true, case: lower, minLength: 1, maxLength: 9, default: prod }
      place: { equals: "{cloud}/{tag:env}" }
      __proto__: { format: email }
    forbidden: ["temp-*"]
    forbiddenPatterns: ["[0-9]+"]
    maximumTags: 20
    fix: false
  - { id: short, spelling: [CostCenter] }
  - { id: long, spelling: { CostCenter: [cost-center] } }
examples:
  - { name: one, tags: { team: a }, resource: { cloud: aws, kind: key, state: enabled }, expect: violating, violates: [all], enforced: { team: a } }
`;

function problemOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    return (error as Error).message.match(/\w+\.yaml:\d+:\d+: .*/g) ?? [(error as Error).message];
  }
  throw new Error("It was taken.");
}

test("parses every key of a policy; a list of spellings is short for a map", () => {
  const { rules, examples } = parsePolicy(FULL, "p.yaml", { knownClouds: { providers: ["aws", "alibaba"] } });
  expect(rules.map(({ id }) => id)).toEqual(["all", "short", "long"]);
  expect(Object.keys(rules[0]?.tags ?? {})).toEqual(["env", "place", "__proto__"]);
  expect(rules[1]?.spelling).toEqual({ CostCenter: [] });
  expect(rules[2]?.spelling).toEqual({ CostCenter: ["cost-center"] });
  expect(examples).toHaveLength(1);
});

test("the published JSON schema matches the parser and accepts the same files", async () => {
  const published = await readFile(new URL("../crosstag-policy.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(policyJsonSchema());
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(policyJsonSchema());
  expect(validate(parse(FULL)) ? [] : validate.errors).toEqual([]);
  expect(validate({ version: 1, rules: [{ id: "a", requird: ["x"] }] })).toBe(false);
});

test("reports every problem at once, with its place", () => {
  const text = `version: 1
rules:
  - id: a
    severity: fatal
    requird: [x]
  - id: b
    scope: [{ cloud: [aws] }, { kinds: [Key] }]
    tags:
      team: { oneof: [x] }
      size: { minLength: -1 }
      1.10: {}
  - id: "c d"
    required: []
    link: javascript:alert(1)
`;
  expect(problemOf(() => parsePolicy(text, "p.yaml", { knownClouds: { providers: ["aws", "alibaba"] } }))).toEqual([
    "p.yaml:4:15: Rule 1: severity must be one of info, warning, error.",
    'p.yaml:5:5: The key "requird" is not known here. Did you mean required?',
    'p.yaml:7:13: Rule 2: scope item 1 must not have the key "cloud"; did you mean clouds?',
    "p.yaml:7:41: Rule 2: scope item 2.kinds item 1 must be a kind, for example key: lower-case letters, digits and -.",
    'p.yaml:9:13: Rule 2: tags.team must not have the key "oneof"; did you mean oneOf?',
    "p.yaml:10:26: Rule 2: tags.size.minLength must not be negative.",
    'p.yaml:11:7: This key is not a text; put it in quotes, so that 1.10 stays "1.10".',
    "p.yaml:12:9: Rule 3: id must start with a letter or digit, and consist of letters, digits and . _ -.",
    "p.yaml:13:15: Rule 3: required must have at least one item; leave it out for no condition.",
    "p.yaml:14:11: Rule 3: link must be a URL (https://…).",
  ]);
});

test("reports contradictions, too", () => {
  const text = `version: 1
rules:
  - { id: a, text: nothing }
  - { id: a, required: [x] }
  - id: b
    tags:
      m: { matches: "(?=x)" }
      e: { equals: "{nothing}" }
      l: { minLength: 3, maxLength: 2 }
      d: { default: x }
      o: { required: true, oneOf: [y], default: x }
      s: { equals: "{tag:s}" }
  - { id: c, spelling: { a: [x], b: [X] } }
  - { id: e, required: [x], except: {} }
  - { id: f, required: [x], except: [{ clouds: [aws] }, { tags: {} }] }
  - { id: g, tags: { p: { equals: "{tag:q}" }, v: { oneOf: [y], spelling: [z] }, w: { spelling: { a: [b], c: [B] } } } }
  - { id: h, tags: { q: { equals: "x-{tag:r}" }, r: { equals: "{tag:p}" } } }
examples:
  - { tags: {}, expect: violating, violates: [missing] }
`;
  const problems = problemOf(() => parsePolicy(text, "p.yaml", { knownClouds: { providers: ["aws", "alibaba"] } }));
  expect(problems.map((problem) => problem.replace(/^p\.yaml:(\d+):\d+: /, "$1 "))).toEqual([
    expect.stringContaining("3 Rule 1 must check something"),
    expect.stringContaining("4 Rule 2: id must be unique"),
    expect.stringContaining("7 Rule 3: tags.m.matches must be a regular expression of RE2"),
    expect.stringContaining("8 Rule 3: tags.e.equals must be made from"),
    expect.stringContaining("9 Rule 3: tags.l.minLength must not be more than maxLength"),
    expect.stringContaining("10 Rule 3: tags.d.default requires `required: true`"),
    expect.stringContaining("11 Rule 3: tags.o.default must be a value that the rule itself allows"),
    expect.stringContaining("12 Rule 3: tags.s.equals must not be made from the tag itself"),
    expect.stringContaining("13 Rule 4: spelling.b must not share a spelling"),
    expect.stringContaining("14 Rule 5: except must have a condition"),
    expect.stringContaining("15 Rule 6: except item 2 must have a condition"),
    expect.stringContaining('16 Rule 7: tags.p.equals must not be made from "q", which is itself made from this tag'),
    expect.stringContaining("16 Rule 7: tags.v.spelling.z must be a value that the rule itself allows"),
    expect.stringContaining("16 Rule 7: tags.w.spelling.c must not share a spelling"),
    expect.stringContaining('17 Rule 8: tags.q.equals must not be made from "r"'),
    expect.stringContaining('17 Rule 8: tags.r.equals must not be made from "p"'),
    expect.stringContaining("19 Example 1: violates item 1 must be the id of a rule"),
  ]);
});

test("waivers have an owner, a reason and a date; ids are unique", () => {
  const good = 'version: 1\nwaivers:\n  - { id: W, rules: ["*"], owner: o, reason: r, expires: 2026-12-31 }\n';
  expect(parseWaivers(good, "w.yaml")).toHaveLength(1);
  const bad = `version: 1
waivers:
  - { id: W, rules: [a], owner: o, reason: r, expires: "2026-02-30" }
  - { id: V, rules: [], reason: r, expires: soon }
`;
  expect(problemOf(() => parseWaivers(bad, "w.yaml"))).toEqual([
    'w.yaml:3:56: Waiver 1: expires must be a date in quotes: "2026-12-31".',
    "w.yaml:4:5: Waiver 2: owner is missing.",
    "w.yaml:4:21: Waiver 2: rules must have at least one item; leave it out for no condition.",
    'w.yaml:4:45: Waiver 2: expires must be a date in quotes: "2026-12-31".',
  ]);
  const blank =
    'version: 1\nwaivers:\n  - { rules: [a], owner: " ", reason: "\\t", ticket: "", expires: "2026-12-31" }\n';
  expect(problemOf(() => parseWaivers(blank, "w.yaml"))).toEqual([
    "w.yaml:3:26: Waiver 1: owner must not be empty or only spaces.",
    "w.yaml:3:39: Waiver 1: reason must not be empty or only spaces.",
    "w.yaml:3:53: Waiver 1: ticket must not be empty or only spaces.",
  ]);
  const twice = `${good}  - { id: W, rules: [a], owner: o, reason: r, expires: "2026-12-31" }\n`;
  expect(problemOf(() => parseWaivers(twice, "w.yaml"))).toEqual(["w.yaml:4:11: Waiver 2: id must be unique."]);
});

test("the published JSON schema of waivers matches the parser and accepts the same files", async () => {
  const published = await readFile(new URL("../crosstag-waivers.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(waiversJsonSchema());
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(waiversJsonSchema());
  const full = {
    id: "W",
    rules: ["*"],
    select: [{ clouds: ["aws"], tags: { a: true } }],
    tagKeys: ["a*"],
    owner: "o",
    reason: "r",
    ticket: "T-1",
    expires: "2026-12-31",
  };
  const check = (waiver: object) => validate({ version: 1, waivers: [waiver] });
  expect(
    check(full) ? parseWaivers(JSON.stringify({ version: 1, waivers: [full] }), "w.yaml") : validate.errors,
  ).toEqual([full]);
  for (const wrong of [
    { owner: undefined },
    { reason: " " },
    { expires: "soon" },
    { rules: [] },
    { selct: {} },
    { select: [{ cloud: ["aws"] }] },
  ])
    expect(check(JSON.parse(JSON.stringify({ ...full, ...wrong })) as object)).toBe(false);
});

test.each([
  [
    "scope: { clouds: [azure] }",
    'x.yaml:4:23: Rule 1: scope.clouds item 1 names an unknown cloud: "azure"; known clouds: aws, alibaba.',
  ],
  [
    "scope: [{ kinds: [key] }, { clouds: [aws, alibab] }]",
    'Rule 1: scope item 2.clouds item 2 names an unknown cloud: "alibab"; did you mean alibaba?',
  ],
  ["except: { clouds: [AWS] }", 'Rule 1: except.clouds item 1 names an unknown cloud: "AWS"; did you mean aws?'],
])("a scope of a cloud that does not exist is refused: %s", (scope, message) => {
  const text = `version: 1\nrules:\n  - id: r\n    ${scope}\n    required: [team]\n`;
  expect(() => parsePolicy(text, "x.yaml", { knownClouds: { providers: ["aws", "alibaba"] } })).toThrow(message);
});

test("an unknown cloud in a waiver is an error, too", () => {
  const text = `version: 1\nwaivers:\n  - rules: [r]\n    owner: o\n    reason: x\n    expires: 2026-12-31\n    select: { clouds: [asw] }\n`;
  expect(() => parseWaivers(text, "w.yaml", { knownClouds: { providers: ["aws", "alibaba"] } })).toThrow(
    'Waiver 1: select.clouds item 1 names an unknown cloud: "asw"; known clouds: aws, alibaba.',
  );
});

test("conditions of scopes and waivers are checked with their line and column", () => {
  const policy = `version: 1
rules:
  - id: a
    scope: [{ filter: [team, "=x"] }]
    except: { where: ["state=on"] }
    required: [owner]
`;
  expect(() => parsePolicy(policy, "p.yaml")).toThrow(
    [
      "The policy has 2 problems:",
      "  p.yaml:4:30: Rule 1: scope item 1.filter item 2 has no tag key. Write team, team=payments or team!=payments.",
      "  p.yaml:5:23: Rule 1: except.where item 1 has an unknown state. Write state= and one of: enabled, disabled, creating, updating, pending-import, pending-deletion, unavailable, other.",
    ].join("\n"),
  );
  const waivers = `version: 1
waivers:
  - { rules: [a], select: { missing: ["a=b"] }, owner: x, reason: y, expires: "2026-12-31" }
`;
  expect(() => parseWaivers(waivers, "w.yaml")).toThrow(
    "w.yaml:3:39: Waiver 1: select.missing item 1 has a “=”. Write the tag key alone.",
  );
});

test("what a schema refuses does not hide what is wrong with the rest", () => {
  const policy = `version: 2
unknown: 1
rules:
  - { id: first, required: [team], severity: fatal }
  - { id: second, required: [team] }
  - { id: second, required: [owner] }
  - { id: third }
examples:
  - { tags: {}, expect: never }
  - { tags: {}, expect: violating, violates: [first, absent] }
`;
  expect(problemOf(() => parsePolicy(policy, "p.yaml")).map((line) => line.replace(/ (?:must|is not).*/, ""))).toEqual([
    "p.yaml:1:10: version",
    'p.yaml:2:1: The key "unknown"',
    "p.yaml:4:46: Rule 1: severity",
    "p.yaml:6:11: Rule 3: id",
    "p.yaml:7:5: Rule 4",
    "p.yaml:9:25: Example 1: expect",
    "p.yaml:10:54: Example 2: violates item 2",
  ]);
  const waivers = `version: 1
waivers:
  - { id: a, rules: [x], owner: me }
  - { id: b, rules: [x], owner: me, reason: y, expires: 2027-01-01 }
  - { id: b, rules: [x], owner: me, reason: y, expires: 2027-01-01 }
`;
  expect(problemOf(() => parseWaivers(waivers, "w.yaml")).map((line) => line.replace(/ (?:must|is).*/, ""))).toEqual([
    "w.yaml:3:5: Waiver 1: reason",
    "w.yaml:3:5: Waiver 1: expires",
    "w.yaml:5:11: Waiver 3: id",
  ]);
});
