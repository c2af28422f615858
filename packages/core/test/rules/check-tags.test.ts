import { describe, expect, it } from "vitest";
import { checkResultingTags, checkTagKeys, checkTags, isReservedKey } from "../../src/rules/check-tags.ts";
import { checkTagKeyList, checkTagList } from "../../src/rules/check-tag-list.ts";
import type { Violation } from "../../src/model/violation.ts";
import type { Tag } from "../../src/model/tag-set.ts";
import { LABEL_RULES } from "../../src/testing.ts";
import { exampleRules } from "./example-rules.ts";

const ids = (violations: readonly Violation[]) => violations.map(({ rule }) => rule);
/** The fix and the position. */
const ANY = [expect.anything(), expect.anything()];
const tag = (key: string, value = ""): Tag => ({ key, value });

describe("checkTagList", () => {
  it("refuses an empty list, and says what to say instead for untagging", () => {
    expect(ids(checkTagList([]))).toEqual(["crosstag.empty-list"]);
    expect(checkTagKeyList([])[0]?.fix).toContain("all: true");
  });

  it("refuses a key given twice and names both positions", () => {
    expect(checkTagList([tag("a"), tag("b"), tag("a")])).toMatchObject([
      { rule: "crosstag.duplicate-key", position: 2, message: expect.stringContaining("positions 1 and 3") },
    ]);
  });

  it("takes keys that differ in case for two keys", () => {
    expect(checkTagList([tag("Team"), tag("team")])).toEqual([]);
  });

  it("refuses values that are not strings, which an SDK would silently drop", () => {
    const given = [
      { key: "a", value: undefined },
      { key: "b", value: null },
      { key: "c", value: 5 },
    ] as unknown as Tag[];
    expect(checkTagList(given)).toMatchObject([
      { message: expect.stringContaining("is missing") },
      { message: expect.stringContaining("is null") },
      { message: expect.stringContaining("a number") },
    ]);
  });

  it("refuses half a surrogate pair, which an encoder would silently replace", () => {
    expect(ids(checkTagList([tag("a", "x\uD800"), tag("\uDC00")]))).toEqual([
      "crosstag.ill-formed-text",
      "crosstag.ill-formed-text",
    ]);
  });

  it("takes __proto__ for a key like any other", () => {
    expect(checkTagList([tag("__proto__", "x"), tag("constructor", "y")])).toEqual([]);
  });
});

describe("checkTags", () => {
  it("gives every violation at once, with position, rule, source and fix, and never the value", () => {
    const found = checkTags([tag("ok"), tag("toolongkey", "secret-value"), tag("sys:x"), tag("a&b")], exampleRules);
    expect(found.map(({ rule, position }) => [rule, position])).toEqual([
      ["example.key-length", 1],
      ["example.value-bytes", 1],
      ["example.key-characters", 3],
      ["example.reserved", 2],
    ]);
    for (const violation of found) {
      expect(violation).toMatchObject({
        source: "https://example.com/rules",
        verifiedOn: "2026-11-22",
        provider: "example",
      });
      expect(violation.fix).not.toBe("");
      expect(JSON.stringify(violation)).not.toContain("secret-value");
    }
  });

  it("counts in the rule's unit", () => {
    expect(ids(checkTags([tag("k", "éé")], exampleRules))).toEqual([]);
    expect(ids(checkTags([tag("k", "ééé")], exampleRules))).toEqual(["example.value-bytes"]);
    expect(ids(checkTags([tag("𠀀".repeat(8))], exampleRules))).toEqual([]);
    expect(ids(checkTags([tag("𠀀".repeat(9))], exampleRules))).toEqual(["example.key-length"]);
  });

  it("names the character and where it stands, in characters and not in UTF-16 units", () => {
    expect(checkTags([tag("𠀀a&b")], exampleRules)[0]?.character).toEqual({ position: 2, text: "&" });
  });

  it("finds reserved prefixes in any case if the rule says so", () => {
    expect(isReservedKey("SYS:a", exampleRules)).toBe(true);
    expect(isReservedKey("system", exampleRules)).toBe(false);
  });

  it("does not count reserved tags, and refuses one tag too many", () => {
    expect(ids(checkTags([tag("a"), tag("b"), tag("c"), tag("sys:d")], exampleRules))).toEqual(["example.reserved"]);
    expect(checkTags([tag("a"), tag("b"), tag("c"), tag("d")], exampleRules)).toMatchObject([
      { rule: "example.count", message: expect.stringContaining("at most 3") },
    ]);
  });

  it("warns of keys that differ only in case", () => {
    expect(checkTags([tag("Team"), tag("team")], exampleRules)).toMatchObject([
      { rule: "example.case", severity: "warning", key: "team" },
    ]);
  });
});

describe("rules of a cloud with labels", () => {
  const rules = { provider: "labels", title: "Label KMS", rules: LABEL_RULES };
  const told = (key: string, value: string) =>
    checkTags([{ key, value }], rules, { positions: false }).map(({ rule, message, fix, character }) => [
      rule,
      message,
      fix,
      character?.position,
    ]);

  it("names the first and the last character, the letter case and the empty value, each with its fix", () => {
    expect(told("1Team-", "")).toEqual([
      [
        "memory.key-characters",
        'The key of tag "1Team-" begins with “1” (U+0031); allowed as the first character are letters.',
        "Begin the key with another character.",
        0,
      ],
      [
        "memory.key-characters",
        'The key of tag "1Team-" ends with “-” (U+002D); allowed as the last character are letters and digits.',
        "End the key with another character.",
        5,
      ],
      [
        "memory.key-letter-case",
        'The key of tag "1Team-" has “T” (U+0054) at character 2; letters must be in lower case.',
        'Write the key in lower case: "1team-".',
        1,
      ],
      [
        "memory.value-length",
        'The value of tag "1Team-" is empty; Label KMS refuses an empty value.',
        "Give the tag a value.",
        undefined,
      ],
    ]);
    expect(told("team", "Payments")).toMatchObject([
      ["memory.value-letter-case", expect.anything(), "Write the value in lower case.", 0],
    ]);
    // Letters without case are allowed, and a character that is allowed nowhere is reported once.
    expect(told("東京", "한")).toEqual([]);
    expect(told("@team", "v")).toMatchObject([
      ["memory.key-characters", expect.stringContaining("at character 1"), ...ANY],
    ]);
  });

  it("counts characters and bytes, and explains both", () => {
    expect(told("a".repeat(64), "v").map(([rule]) => rule)).toEqual(["memory.key-length"]);
    expect(told("東".repeat(43), "v")).toMatchObject([
      [
        "memory.key-bytes",
        expect.stringContaining("is 129 bytes in UTF-8 long; at most 128 are allowed."),
        "Shorten it by 1 byte; a character outside ASCII has 2 to 4.",
        undefined,
      ],
    ]);
    expect(told("東".repeat(64), "v").map(([rule]) => rule)).toEqual(["memory.key-length", "memory.key-bytes"]);
    const long = {
      ...rules,
      rules: rules.rules.map((rule) => (rule.check === "length" ? { ...rule, minimum: 3 } : rule)),
    };
    expect(checkTags([tag("abc", "v")], long)[0]).toMatchObject({
      message: expect.stringContaining("is 1 character long; at least 3 are required."),
      fix: "Lengthen it by 2.",
    });
  });

  it("only warns of the spelling of keys that are to be removed", () => {
    expect(checkTagKeys(["1Team-"], rules).map(({ severity }) => severity)).toEqual(["warning", "warning", "warning"]);
  });
});

describe("checkTagKeys", () => {
  it("refuses reserved and over-long keys, but only warns of characters: what is there must be removable", () => {
    expect(
      checkTagKeys(["sys:a", "toolongkey", "a&b"], exampleRules).map(({ rule, severity }) => [rule, severity]),
    ).toEqual([
      ["example.key-length", "error"],
      ["example.key-characters", "warning"],
      ["example.reserved", "error"],
    ]);
  });
});

describe("checkResultingTags", () => {
  const current = new Map([
    ["a", "1"],
    ["b", "2"],
    ["sys:c", "3"],
  ]);

  it("counts the tags that a resource would end up with", () => {
    expect(checkResultingTags(current, [tag("c")], exampleRules)).toEqual([]);
    expect(ids(checkResultingTags(current, [tag("c"), tag("d")], exampleRules))).toEqual(["example.count"]);
  });

  it("lets new values through on a resource that is over the limit already", () => {
    const over = new Map([
      ["a", ""],
      ["b", ""],
      ["c", ""],
      ["d", ""],
    ]);
    expect(checkResultingTags(over, [tag("a", "x")], exampleRules)).toEqual([]);
    expect(ids(checkResultingTags(over, [tag("e", "x")], exampleRules))).toEqual(["example.count"]);
  });

  it("warns if a new key differs only in case from an existing one", () => {
    expect(checkResultingTags(current, [tag("A")], exampleRules)).toMatchObject([
      { rule: "example.case", severity: "warning" },
    ]);
    expect(
      checkResultingTags(
        new Map([
          ["x", ""],
          ["X", ""],
        ]),
        [tag("y")],
        exampleRules,
      ),
    ).toEqual([]);
  });
});
