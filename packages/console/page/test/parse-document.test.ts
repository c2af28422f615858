import { expect, test } from "vitest";
import { parseDocument } from "../parts/parse-document.ts";

test.each([
  ["version: 1\nstatements: []", { document: { version: 1, statements: [] } }],
  ['{"version": 1}', { document: { version: 1 } }],
  [" \n", { problem: "Paste the document first." }],
  ["- one", { problem: "The document is not a map of fields." }],
  ["set:\n  0815: x", { problem: "The key 0815 is not a text. Put it in quotes." }],
])("%j is read, or it is said what is wrong", async (text, expected) => {
  await expect(parseDocument(text)).resolves.toEqual(expected);
});

test("the place of a mistake is named", async () => {
  await expect(parseDocument("a: 1\na: 2")).resolves.toEqual({
    problem: "The document is not YAML: Map keys must be unique at line 2, column 1:",
  });
});
