import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { mappingJsonSchema, parseMapping } from "@crosstag/config/mapping";

function problemOf(text: string): string {
  try {
    parseMapping(text, "map.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("The mapping was taken.");
}

test("parses every key of a mapping, also in short form", () => {
  const { mapping, pairsFile } = parseMapping(
    `version: 1
match:
  file: pairs.csv
  pairs: [{ from: a, to: b }]
  aliases: [alias/billing, { from: alias/a, to: alias/b }]
  tag: id
keys:
  rename: { Team: team, __proto__: proto }
  prefixes: { "corp:": corp/ }
  transliterate: { " ": _ }
  encode: escape
values:
  map: { env: { prod: production, "": none } }
  decode: [base64url, escape]
exclude: ["temp-*"]
priorities: [team, "*"]
`,
    "map.yaml",
  );
  expect(pairsFile).toEqual({ name: "pairs.csv", where: "map.yaml:3:9" });
  expect(mapping).toEqual({
    version: 1,
    match: {
      pairs: [{ from: "a", to: "b" }],
      aliases: [
        { from: "alias/billing", to: "alias/billing" },
        { from: "alias/a", to: "alias/b" },
      ],
      tag: { from: "id", to: "id" },
    },
    keys: {
      rename: Object.fromEntries([
        ["Team", "team"],
        ["__proto__", "proto"],
      ]),
      prefixes: { "corp:": "corp/" },
      transliterate: { " ": "_" },
      encode: ["escape"],
    },
    values: { map: { env: { prod: "production", "": "none" } }, decode: ["base64url", "escape"] },
    exclude: ["temp-*"],
    priorities: ["team", "*"],
  });
});

test("reports every problem at once, in the order of the file, without values", () => {
  const message = problemOf(`match:
  tag: 3
keys:
  renam: {}
  transliterate: { ab: canary-5a1f }
values:
  encode: canary-5a1f
  map: { env: canary-5a1f }
exclude: []
`);
  expect(message.match(/map\.yaml:\d+:\d+: .*/g)).toEqual([
    "map.yaml:1:1: version is missing; write `version: 1`.",
    "map.yaml:2:8: match.tag must be a text, or a map with from and to.",
    'map.yaml:4:3: The key "renam" is not known here. Did you mean rename?',
    "map.yaml:5:18: keys.transliterate must be a map from single characters.",
    "map.yaml:7:11: values.encode must be one of escape, base64url, or a list of them.",
    "map.yaml:8:15: values.map.env must be a map from tag keys.",
    "map.yaml:9:10: exclude must have at least one item.",
  ]);
  expect(message).not.toContain("canary");
});

test("reports two sources with one target, with the line of the second", () => {
  expect(problemOf("version: 1\nmatch:\n  pairs:\n    - { from: a, to: x }\n    - { from: b, to: x }\n")).toBe(
    'map.yaml:5:22: "b" and "a" have the same target "x".',
  );
});

test("the published JSON schema matches the parser", async () => {
  const published = await readFile(new URL("../crosstag-map.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(mappingJsonSchema());
});
