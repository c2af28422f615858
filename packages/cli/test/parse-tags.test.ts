import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, property, string } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { parseTagDocument, parseTags, parseTagShorthand } from "../src/input/parse-tags.ts";

let workingDirectory: string;
let context: CommandContext;

beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-tags-"));
  context = { workingDirectory, signal: new AbortController().signal } as CommandContext;
});
afterAll(() => rm(workingDirectory, { recursive: true }));

const payments = { key: "team", value: "payments" };

test.each([
  ["team=payments", payments],
  ["Key=team,Value=payments", payments],
  ["TagKey=team,TagValue=payments", payments],
  ["team=", { key: "team", value: "" }],
  ["Key=team,Value=", { key: "team", value: "" }],
  ["url=https://example.com/?a=b", { key: "url", value: "https://example.com/?a=b" }],
  ["Key=a=b,Value=c,d=e", { key: "a=b", value: "c,d=e" }],
  ["Key=team", { key: "Key", value: "team" }],
  ["=empty", { key: "", value: "empty" }],
  [" team = payments ", { key: " team ", value: " payments " }],
  ["team=line\nbreak", { key: "team", value: "line\nbreak" }],
])("%j is one tag", (text, tag) => {
  expect(parseTagShorthand(text, 0)).toEqual(tag);
});

test("whatever has no = before the key's end survives the shorthand unchanged", () => {
  const text = string({ unit: "grapheme" });
  const key = text.filter((name) => !/[=,]/.test(name) && name !== "Key" && name !== "TagKey");
  assert(
    property(key, text, (name, value) => {
      expect(parseTagShorthand(`${name}=${value}`, 0)).toEqual({ key: name, value });
      expect(parseTagShorthand(`Key=${name},Value=${value}`, 0)).toEqual({ key: name, value });
    }),
  );
});

test("a text without = is refused, and not repeated", () => {
  expect(() => parseTagShorthand("hunter2", 3)).toThrowError("Tag 4 has no “=” between key and value.");
});

test("JSON, YAML and lists of pairs give the same tags, in order", async () => {
  for (const text of [
    '{"team":"payments","stage":""}',
    "team: payments\nstage: ''",
    '[{"Key":"team","Value":"payments"},{"TagKey":"stage","TagValue":""}]',
    "- {key: team, value: payments}\n- {value: '', key: stage}",
  ]) {
    expect(await parseTagDocument(text, "here")).toEqual([payments, { key: "stage", value: "" }]);
  }
});

test.each([
  ['{"version": 1.10}', 'the value of "version" is a number, not a text.'],
  ['{"on": true}', "is a boolean"],
  ['{"none": null}', "is empty, not a text"],
  ["1: one", "the key is not a text"],
  ['{"team":"a","team":"b"}', "has a key twice (line 1, column 13)"],
  ["team: payments\n  stage: [", "is neither JSON nor YAML"],
  ["just words", "must hold a map of tags, or a list of them"],
  ['[{"Key":"team","Value":"a","Extra":"b"}]', "must have a Key and a Value, and nothing else"],
])("%j is refused", async (text, message) => {
  await expect(parseTagDocument(text, "here")).rejects.toThrowError(message);
});

test("a map key named __proto__ is a tag like any other", async () => {
  expect(await parseTagDocument('{"__proto__":"x"}', "here")).toEqual([{ key: "__proto__", value: "x" }]);
});

test("texts and files are joined in the order given, duplicates kept", async () => {
  await writeFile(join(workingDirectory, "tags.yaml"), "stage: production\nteam: other\n");
  expect(await parseTags(["team=payments", "@tags.yaml", '{"a":"b"}'], context)).toEqual([
    payments,
    { key: "stage", value: "production" },
    { key: "team", value: "other" },
    { key: "a", value: "b" },
  ]);
  await expect(parseTags(["@missing.yaml"], context)).rejects.toThrowError(
    'The file "missing.yaml" cannot be read: no such file or directory (ENOENT).',
  );
});
