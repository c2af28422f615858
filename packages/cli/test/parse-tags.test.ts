import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, property, string } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { parseTags, parseTagShorthand } from "../src/input/parse-tags.ts";

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

test("what is wrong with a text or a file is a usage error with what to write instead", async () => {
  await writeFile(join(workingDirectory, "numbers.yaml"), "version: 1.10\n");
  await expect(parseTags(["@numbers.yaml"], context)).rejects.toMatchObject({
    name: "UsageError",
    message: 'The file "numbers.yaml", tag 1: the value of "version" is a number, not a text.',
    hint: ['Put it in quotes, so that 1.10 stays "1.10"; an empty value is "".'],
  });
  await expect(parseTags(["team=payments", "[1]"], context)).rejects.toMatchObject({
    name: "UsageError",
    message: "Tag 2, tag 1 must have a Key and a Value, and nothing else.",
  });
});
