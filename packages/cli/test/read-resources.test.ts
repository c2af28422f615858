import { expect, test } from "vitest";
import { parseResourceList } from "../src/input/parse-resource-list.ts";

function referencesIn(text: string): readonly string[] {
  return parseResourceList(text, "f").map(({ reference }) => reference);
}

test("a list is lines, JSON lines or one JSON list", () => {
  expect(referencesIn("# keys\nkey-1\r\n\n  key-2  \n")).toEqual(["key-1", "key-2"]);
  expect(referencesIn('{"reference":"key-1","tags":{}}\n{"reference":"key-2"}\n')).toEqual(["key-1", "key-2"]);
  expect(referencesIn('["key-1",{"reference":"key-2"}]')).toEqual(["key-1", "key-2"]);
  expect(referencesIn('\uFEFF["key-1"]')).toEqual(["key-1"]);
  expect(referencesIn("")).toEqual([]);
});

test("what is no reference is refused with its place", () => {
  expect(() => parseResourceList('key-1\n{"name":"x"}', "f")).toThrowError('Line 2 of "f" is no reference.');
  expect(() => parseResourceList("{broken", "f")).toThrowError('Line 1 of "f" is not JSON.');
  expect(() => parseResourceList("[1]", "f")).toThrowError('Item 0 of "f" is no reference.');
});
