import { expect, test } from "vitest";
import { transferTags, verifyMigration, type Mapping } from "../../src/index.ts";
import { alibabaRules, awsRules } from "../cloud-rules.ts";

const transfer = (
  mapping: Omit<Mapping, "version">,
  source: Record<string, string>,
  before: Record<string, string> = {},
) => transferTags({ mapping: { version: 1, ...mapping }, source, before, rules: alibabaRules, sourceRules: awsRules });

test("a rename is used as given; other keys get a new prefix, other characters and an encoding", () => {
  const keys = {
    rename: { Team: "team" },
    prefixes: { "corp:": "corp/", "corp:it:": "it/" },
    transliterate: { " ": "_", ":": "." },
    encode: ["escape"] as const,
  };
  const { desired, changed, problems } = transfer(
    { keys },
    { Team: "a", "corp:a b:c": "b", "corp:it:x": "c", Größe: "d", plain: "e" },
  );
  expect(problems).toEqual([]);
  expect(desired).toEqual({ team: "a", "corp/a_b.c": "b", "it/x": "c", "esc:Gr=C3=B6=C3=9Fe": "d", plain: "e" });
  expect(changed.map(({ steps }) => steps)).toEqual([
    ["rename"],
    ["prefix", "transliterate"],
    ["prefix"],
    ["encode escape"],
  ]);
});

test("a value that fits stays readable; a value that looks encoded is encoded, so that it can be restored", () => {
  const values = { encode: ["escape", "base64url"] as const };
  expect(transfer({ values }, { a: "plain", b: "Zoë", c: "esc:x", d: "字".repeat(30), e: "b64:eA" }).desired).toEqual({
    a: "plain",
    b: "esc:Zo=C3=AB",
    c: "esc:esc:x",
    // Nine characters for each of these: the second encoding is shorter.
    d: `b64:${Buffer.from("字".repeat(30)).toString("base64url")}`,
    e: "esc:b64:eA",
  });
});

test("two tags with one key name each other, and neither is copied, even if loss is allowed", () => {
  const result = transferTags({
    mapping: { version: 1, keys: { transliterate: { " ": "-" } } },
    source: { "a b": "1", "a-b": "2", c: "3" },
    before: {},
    rules: alibabaRules,
    allowLoss: true,
  });
  expect(result.desired).toEqual({ c: "3" });
  expect(result.problems).toMatchObject([{ problem: "collision", tagKeys: ["a b", "a-b"] }]);
  expect(result.dropped.map(({ tagKey, reason }) => [tagKey, reason])).toEqual([
    ["a b", "collision"],
    ["a-b", "collision"],
  ]);
});

test("excluded tags and tags that the source reserves are not a loss", () => {
  const result = transfer({ exclude: ["temp-*"] }, { "temp-1": "x", "aws:cloudformation:stack": "x", team: "a" });
  expect(result.problems).toEqual([]);
  expect(result.dropped.map(({ tagKey, reason, loss }) => [tagKey, reason, loss])).toEqual([
    ["temp-1", "excluded", false],
    ["aws:cloudformation:stack", "reserved", false],
  ]);
  expect(result.desired).toEqual({ team: "a" });
});

test("tags of the target stay; different values of the source overwrite them and are reported", () => {
  const result = transfer({}, { team: "new", same: "s" }, { team: "old", same: "s", own: "o" });
  expect(result.desired).toEqual({ team: "new", same: "s", own: "o" });
  expect(result.overwritten).toEqual(["team"]);
});

test("over the limit: tags with priority come first; existing tags need no capacity", () => {
  const source = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`k${index + 10}`, "x"]));
  const before = { k34: "old", own: "o" };
  const result = transfer({ priorities: ["k33", "k3*"] }, source, before);
  const kept = Object.keys(result.desired);
  expect(kept).toHaveLength(20);
  expect(kept).toEqual(expect.arrayContaining(["k33", "k30", "k31", "k32", "k34", "own", "k10", "k23"]));
  expect(result.dropped).toHaveLength(6);
  expect(result.problems).toHaveLength(6);
});

test("keys such as __proto__ are keys like any other", () => {
  const source = Object.fromEntries([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
  const mapping = { keys: { rename: { x: "y" } }, values: { map: { x: { a: "b" } } } };
  expect(Object.entries(transfer(mapping, source).desired)).toEqual(Object.entries(source));
});

test("verify reports missing and different tags, and ignores the target's own tags", () => {
  const mapping: Mapping = { version: 1, keys: { rename: { Team: "team" } } };
  const request = { mapping, source: { Team: "a", env: "prod", note: "n" }, rules: alibabaRules };
  expect(verifyMigration({ ...request, target: { team: "b", note: "n", own: "o" } })).toMatchObject({
    same: false,
    mismatches: [
      { sourceKey: "Team", tagKey: "team", expected: "a", found: "b" },
      { sourceKey: "env", tagKey: "env", expected: "prod" },
    ],
  });
});
