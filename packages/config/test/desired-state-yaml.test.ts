import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { parseDesiredState } from "@crosstag/config/desired-state";

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

const STATEMENT = "version: 1\nstatements:\n  - select: {}\n";

test.each(["2024-01-01", "yes", "No", "on", "off", "12:30"])(
  "%s is a text in YAML 1.2, as a value and as a key",
  (word) => {
    const { state } = parse(`${STATEMENT}    set: { ${JSON.stringify(word)}: a, b: ${word} }\n    remove: [${word}]`);
    expect(state.statements[0]?.set).toEqual({ [word]: "a", b: word });
    expect(parse(`${STATEMENT}    set:\n      ${word}: a`).state.statements[0]?.set).toEqual({ [word]: "a" });
  },
);

test.each([
  [`${STATEMENT}    set: { 1.10: a }`, "tags.yaml:4:12"],
  [`${STATEMENT}    set: { true: a }`, "tags.yaml:4:12"],
  [`${STATEMENT}    set:\n      ? [a]\n      : b`, "tags.yaml:5:9"],
  [`%YAML 1.1\n---\n${STATEMENT}    set: { yes: a }`, "tags.yaml:6:12"],
])("the key in %j is refused instead of changed", (text, place) => {
  expect(problemOf(text)).toContain(`${place}: This key is not a text; put it in quotes,`);
});

test.each([
  [`${STATEMENT}    set: { a: b, a: c }`, "tags.yaml:4:18: This is not YAML (duplicate key). Each key can occur once."],
  [
    `${STATEMENT}    remove: [a]\n---\nversion: 1`,
    "tags.yaml:5:1: A second document begins here. Put everything into one.",
  ],
  [`${STATEMENT}    set: *nowhere`, "tags.yaml:4:10: This alias has no anchor before it."],
  [`${STATEMENT}    set: { <<: 3 }`, "tags.yaml:4:12: A merge key (<<) needs an alias of a map, or a list of them."],
  [
    `version: 1\nstatements: [{ select: !!omap [], remove: [a] }]`,
    "tags.yaml:2:31: A YAML tag (!) has no meaning here.",
  ],
  [`${STATEMENT}    set: { a: !!binary aGVsbG8= }`, "tags.yaml:4:24: A YAML tag (!) has no meaning here. Remove it."],
  [
    `${STATEMENT}    set: &self { a: *self }`,
    "tags.yaml:4:21: Statement 1: set.a must be a text, not a list or a map.",
  ],
  [`${STATEMENT}    set: &self { <<: *self }`, "or one contains itself."],
  [`${STATEMENT}    set: [`, "This is not YAML"],
])("%j is refused as YAML", (text, message) => {
  expect(problemOf(text)).toContain(message);
});

test("aliases and merge keys mean what they say; aliases of aliases without end are refused", () => {
  const { state, locate } = parse(`version: 1
statements:
  - select: {}
    set: &common
      team: payments
      stage: a
  - select: {}
    set: { <<: *common, stage: b }
  - select: {}
    set: *common
`);
  expect(state.statements.map(({ set }) => set)).toEqual([
    { team: "payments", stage: "a" },
    { team: "payments", stage: "b" },
    { team: "payments", stage: "a" },
  ]);
  expect(locate(["statements", 1, "set", "team"])).toBe("tags.yaml:5:13");
  expect(locate(["statements", 1, "set", "stage"])).toBe("tags.yaml:8:32");
  expect(locate(["statements", 2, "set", "team"])).toBe("tags.yaml:5:13");

  const many = `${STATEMENT}    set: &s { a: b }\n${"  - { select: {}, set: *s }\n".repeat(500)}`;
  expect(parse(many).state.statements).toHaveLength(501);

  for (const alias of ["[*a, *a, *a, *a, *a, *a, *a, *a]", "{ <<: [*a, *a, *a, *a, *a, *a, *a, *a] }"]) {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} ${alias.replaceAll("*a", `*a${level}`)}`,
    );
    const bomb = `a0: &a0 ${alias.startsWith("[") ? "[x]" : "{ x: y }"}\n${levels.join("\n")}\nversion: 1`;
    expect(problemOf(bomb)).toContain("The aliases of this file come to more than 1000");
  }
});

test("hostile tag keys survive as they are", () => {
  const hostile = ["__proto__", "constructor", "toString", "hasOwnProperty", "<<", "a.b", "0"];
  const map = `{ ${hostile.map((key) => `${JSON.stringify(key)}: "v"`).join(", ")} }`;
  const { state, locate } = parse(`version: 1
statements:
  - select: { tags: ${map} }
    set: ${map}
    setIfAbsent: ${map}
    rename: ${map}
`);
  const [statement] = state.statements;
  for (const tags of [statement?.select.tags, statement?.set, statement?.setIfAbsent, statement?.rename])
    expect(Object.entries(tags ?? {})).toEqual(
      hostile.toSorted((left, right) => Number(right === "0") - Number(left === "0")).map((key) => [key, "v"]),
    );
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(locate(["statements", 0, "set", "__proto__"])).toBe("tags.yaml:4:25");
  expect(problemOf(`${STATEMENT}    set: { __proto__: 3 }`)).toContain(
    "tags.yaml:4:23: Statement 1: set.__proto__ must",
  );
  expect(problemOf(`${STATEMENT}    set: { __proto__: { a: b } }`)).toContain("must be a text, not a list or a map");
});
