import { readFile } from "node:fs/promises";
import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { desiredStateJsonSchema, parseDesiredState } from "@crosstag/config/desired-state";

function parse(text: string) {
  return parseDesiredState(text, "tags.yaml");
}

function problemOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (CrosstagError.is(error) && error.code === "configuration") return error.message;
    throw error;
  }
  throw new Error("It was accepted.");
}

const STATE = {
  version: 1,
  owns: ["team", "cost-*"],
  leavesAlone: ["aws:*"],
  statements: [
    {
      name: "payments",
      select: {
        file: ["keys.csv", "-"],
        references: ["arn:aws:kms:eu-central-1:111122223333:key/1"],
        aliases: ["alias/billing"],
        clouds: ["aws"],
        regions: ["eu-central-1"],
        kinds: ["key", "secret"],
        states: ["enabled", "pending-import"],
        tags: { stage: "pro*", team: ["a", "b"], old: true, new: false, "": "" },
      },
      set: { team: "payments", version: "1.10" },
      setIfAbsent: { owner: "" },
      rename: { Team: "team-name" },
      remove: ["tmp-*"],
    },
    { select: {}, removeAllBut: [] },
  ],
};

test("a whole desired state is taken as it stands, from YAML and from JSON", () => {
  const yaml = `\uFEFFversion: 1
owns: [team, "cost-*"]
leavesAlone: ["aws:*"]
statements:
  - name: payments
    select:
      file: [keys.csv, "-"]
      references: ["arn:aws:kms:eu-central-1:111122223333:key/1"]
      aliases: [alias/billing]
      clouds: [aws]
      regions: [eu-central-1]
      kinds: [key, secret]
      states: [enabled, pending-import]
      tags: { stage: "pro*", team: [a, b], old: true, new: false, "": "" }
    set: { team: payments, version: "1.10" }
    setIfAbsent: { owner: "" }
    rename: { Team: team-name }
    remove: ["tmp-*"]
  - select: {}
    removeAllBut: []
`;
  expect(parse(yaml).state).toEqual(STATE);
  expect(parse(yaml.replaceAll("\n", "\r\n")).state).toEqual(STATE);
  expect(parse(JSON.stringify(STATE)).state).toEqual(STATE);
  expect(parse(JSON.stringify(STATE, undefined, "\t")).state).toEqual(STATE);
});

const STATEMENT = "version: 1\nstatements:\n  - select: {}\n";

test.each([
  ["statements: [{ select: {}, remove: [a] }]", "tags.yaml:1:1: version is missing; write `version: 1`."],
  ["version: 1", "tags.yaml:1:1: statements is missing."],
  ["version: 1\nstatements: []", "tags.yaml:2:13: statements must have at least one statement."],
  ["version: 1\nstatements: {}", "tags.yaml:2:13: statements must be a list of statements."],
  ["version: '1'\nstatements: [{ select: {}, remove: [a] }]", "tags.yaml:1:10: version must be the number 1, without"],
  ["- 1", "tags.yaml:1:1: The file must be a map with version and statements."],
  ["version: 1\nstatments: []", 'tags.yaml:2:1: The key "statments" is not known here. Did you mean statements?'],
  ["version: 1\n__proto__: {}\nstatements: []", 'tags.yaml:2:1: The key "__proto__" is not known here.'],
  ["\uFEFF{ version: 1, statments: [] }", 'tags.yaml:1:15: The key "statments" is not known here.'],
  [`${STATEMENT}    sett: { a: b }`, 'tags.yaml:4:5: The key "sett" is not known here. Did you mean set?'],
  [
    `${STATEMENT}    tags: { a: b }`,
    'tags.yaml:4:5: The key "tags" is not known here. Known are: name, select, set, setIfAbsent, rename, remove, removeAllBut.',
  ],
  [
    "version: 1\nstatements:\n  - select: { kind: [key] }\n    remove: [a]",
    'tags.yaml:3:15: The key "kind" is not known here. Did you mean kinds?',
  ],
  [STATEMENT, "tags.yaml:3:5: Statement 1 must do something: give at least one of set, setIfAbsent, rename, remove,"],
  [`${STATEMENT}    set: {}\n    remove: []`, "tags.yaml:3:5: Statement 1 must do something"],
  ["version: 1\nstatements: [3]", "tags.yaml:2:14: Statement 1 must be a map."],
  [
    `${STATEMENT}    remove: [a]\n  - set: { team: a }`,
    "tags.yaml:5:5: Statement 2: select is missing; write `select: {}` for everything that the clouds list.",
  ],
  [
    "version: 1\nstatements:\n  - select:\n    remove: [a]",
    "tags.yaml:3:12: Statement 1: select must be a map; write `select: {}`",
  ],
  [
    "version: 1\nstatements:\n  - select: { kinds: [key, Secrets] }\n    remove: [a]",
    "tags.yaml:3:28: Statement 1: select.kinds item 2 must be a kind, for example key: lower-case letters, digits and -.",
  ],
  [
    "version: 1\nstatements:\n  - select: { states: [zzz] }\n    remove: [a]",
    "tags.yaml:3:24: Statement 1: select.states item 1 must be one of enabled, disabled, creating, updating, pending-import, pending-deletion, unavailable, other.",
  ],
  [
    "version: 1\nstatements:\n  - select: { references: [] }\n    remove: [a]",
    "tags.yaml:3:27: Statement 1: select.references must have at least one item; leave it out for no condition.",
  ],
  [
    "version: 1\nstatements:\n  - select: { file: [] }\n    remove: [a]",
    "tags.yaml:3:21: Statement 1: select.file must have at least one item; leave it out for no condition.",
  ],
  [
    "version: 1\nstatements:\n  - select: { tags: { team: 1.10 } }\n    remove: [a]",
    'tags.yaml:3:29: Statement 1: select.tags.team must be a text, a list of texts, true or false; put it in quotes, so that 1.10 stays "1.10".',
  ],
  [`${STATEMENT}    set: [a=b]`, "tags.yaml:4:10: Statement 1: set must be a map from tag keys."],
  [`${STATEMENT}    set: { team: [a] }`, "tags.yaml:4:18: Statement 1: set.team must be a text, not a list or a map."],
  [`${STATEMENT}    set:\n      "cost.center": 3`, 'tags.yaml:5:22: Statement 1: set."cost.center" must be a text;'],
  [`${STATEMENT}    remove: [a, 3]`, "tags.yaml:4:17: Statement 1: remove item 2 must be a text; put it in quotes,"],
  [`${STATEMENT}    rename: { a: '' }`, "tags.yaml:4:18: Statement 1: rename.a must not be empty."],
  ["version: 1\nowns: []\nstatements: []", "tags.yaml:2:7: owns must name at least one tag key;"],
])("%j is refused with its place", (text, message) => {
  expect(problemOf(text)).toContain(message);
});

test.each(["1.25", "0123", "true", "null", "~", "", "0x1F", ".inf", "-7"])(
  "a tag value %j without quotes is refused, and not repeated",
  (value) => {
    const message = problemOf(`${STATEMENT}    set:\n      team: ${value}\n      stage: a`);
    expect(message).toContain("Statement 1: set.team must be a text; put it in quotes, so that 1.10 stays");
    expect(message).toMatch(/^tags\.yaml:5:1[23]: /);
  },
);

test("a wrong version hides no other problem", () => {
  expect(problemOf("version: 2\nstatements: 3\nfoo: 3\n4: 5").split("\n").slice(1)).toEqual([
    "  tags.yaml:1:10: version must be 1: this crosstag reads no other version of the file.",
    expect.stringContaining("tags.yaml:2:13: statements must be"),
    expect.stringContaining('tags.yaml:3:1: The key "foo" is not known here.'),
    expect.stringContaining("tags.yaml:4:1: This key is not a text"),
    expect.stringContaining("tags.yaml:4:1: "),
  ]);
});

test("a path is located, or the nearest thing around it", () => {
  const { locate } = parse(`${STATEMENT}    set:\n      team: payments\n    remove:\n      - tmp\n      - old`);
  expect(locate(["statements", 0, "set", "team"])).toBe("tags.yaml:5:13");
  expect(locate(["statements", 0, "set", "nowhere"])).toBe("tags.yaml:5:7");
  expect(locate(["statements", 0, "remove", 1])).toBe("tags.yaml:8:9");
  expect(locate(["statements", 0, "select", "references", 4])).toBe("tags.yaml:3:13");
  expect(locate(["statements", 7])).toBe("tags.yaml:3:3");
  expect(locate([])).toBe("tags.yaml:1:1");
});

test("every problem is reported at once, in the order of the file, without values", () => {
  const message = problemOf(`version: 1
owns: canary-5a1f
statements:
  - select: { kinds: [Canary-5a1f], tags: { team: { a: canary-5a1f } } }
    set: { team: { canary: canary-5a1f }, 3: canary-5a1f }
    rename: canary-5a1f
  - remove: { a: canary-5a1f }
`);
  expect(message).toContain("The desired state has 8 problems:");
  expect(message.match(/tags\.yaml:\d+:\d+/g)).toEqual([
    "tags.yaml:2:7",
    "tags.yaml:4:23",
    "tags.yaml:4:51",
    "tags.yaml:5:18",
    "tags.yaml:5:43",
    "tags.yaml:6:13",
    "tags.yaml:7:5",
    "tags.yaml:7:13",
  ]);
  expect(message).not.toContain("canary-5a1f");
});

test("the published JSON schema is the one that is used", async () => {
  const published = await readFile(new URL("../crosstag-tags.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(desiredStateJsonSchema());
});
