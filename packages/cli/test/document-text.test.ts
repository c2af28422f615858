import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { documentText } from "../src/output/document-text.ts";
import { capture } from "./capture.ts";

const DOCUMENT = {
  resources: [
    { reference: "a", tags: { team: "x", no: "no", number: "1.10", empty: "" } },
    { reference: "b", tags: { odd: "a\u200Bb\u001B[2J\nc ##[error]\u{E0041}", "::key": "::error::" } },
  ],
};

test("yaml says the same as json, and has nothing in it that a terminal or a build service obeys", async () => {
  const text = await documentText(DOCUMENT, { yaml: true, query: undefined });
  expect(parse(text)).toEqual(DOCUMENT);
  expect(text).toContain('number: "1.10"');
  // oxlint-disable-next-line no-control-regex -- finding them is what this is for
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u200B]|##\[|^\s*::/m);
});

test("a query selects a part, in both forms", async () => {
  const query = "resources[?tags.team=='x'].reference";
  expect(await documentText(DOCUMENT, { yaml: false, query })).toBe('[\n  "a"\n]\n');
  expect(await documentText(DOCUMENT, { yaml: true, query })).toBe("- a\n");
  expect(await documentText(DOCUMENT, { yaml: false, query: "nothing.there" })).toBe("null\n");
});

test("what is not a query says what one is", async () => {
  await expect(documentText(DOCUMENT, { yaml: false, query: "resources[" })).rejects.toThrow(
    "--query is not a JMESPath expression",
  );
  await expect(documentText(DOCUMENT, { yaml: false, query: "length(`1`)" })).rejects.toThrow(
    "--query is not a JMESPath expression",
  );
});

test("an error is written whole, whatever the query", async () => {
  const error = new CrosstagError({ code: "configuration", message: "It is wrong." });
  const yaml = capture({ output: "yaml", query: "resources" });
  await yaml.output.error({ error });
  expect(parse(yaml.stdout())).toMatchObject({ error: { code: "configuration" } });
  const lines = capture({ output: "jsonl" });
  await lines.output.error({ error });
  expect(lines.stdout().trimEnd().split("\n")).toHaveLength(1);
});

async function* parts() {
  yield '{\n  "a": ';
  yield "1\n}\n";
}

async function written(globals: Parameters<typeof capture>[0]): Promise<string> {
  const { output, stdout } = capture(globals);
  await output.jsonParts(parts());
  return stdout();
}

test("parts of a document are passed on for json, and put together for yaml and a query", async () => {
  expect(await written({ output: "json" })).toBe('{\n  "formatVersion": 1,\n  "a": 1\n}\n');
  expect(await written({ output: "yaml" })).toBe("formatVersion: 1\na: 1\n");
  expect(await written({ output: "table", query: "a" })).toBe("1\n");
});

test("the version comes first, of errors too, but not in lines or in a document of another program", async () => {
  const { output, stdout } = capture({ output: "json" });
  await output.json({ runs: [] });
  await output.error({ error: null });
  await output.foreignJson({ Version: "1" });
  await output.line({ a: 1 });
  expect(stdout()).toBe(
    '{\n  "formatVersion": 1,\n  "runs": []\n}\n{\n  "formatVersion": 1,\n  "error": null\n}\n{\n  "Version": "1"\n}\n{"a":1}\n',
  );
});
