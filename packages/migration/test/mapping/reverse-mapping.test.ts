import { expect, test } from "vitest";
import { proveRoundTrip, reverseMapping, type Mapping } from "../../src/index.ts";
import { alibabaRules, awsRules } from "../cloud-rules.ts";

const MAPPING: Mapping = {
  version: 1,
  match: { pairs: [{ from: "a", to: "x" }], tag: { from: "id", to: "ref" } },
  keys: {
    rename: { Team: "team", Squad: "team" },
    prefixes: { "corp:": "corp/" },
    transliterate: { " ": "_", ß: "ss", é: "" },
    encode: ["escape"],
  },
  values: { map: { Team: { A: "a", B: "b", b: "b" } }, encode: ["escape", "base64url"] },
  exclude: ["temp-*"],
  priorities: ["Team"],
};

test("reverses what can be reversed, under the new names of the tags", () => {
  expect(reverseMapping(MAPPING).mapping).toEqual({
    version: 1,
    match: { pairs: [{ from: "x", to: "a" }], tag: { from: "ref", to: "id" } },
    keys: {
      rename: { team: "Team" },
      prefixes: { "corp/": "corp:" },
      transliterate: { _: " " },
      decode: ["escape"],
    },
    values: { map: { team: { a: "A", b: "B" } }, decode: ["escape", "base64url"] },
  });
});

test("reports lossy parts with the reason, and conditions, without tag values", () => {
  const { lossy, lossless } = reverseMapping(MAPPING);
  expect(lossy.map(({ what }) => what)).toEqual([
    'keys.rename "Squad"',
    'values.map "Team": 1 further',
    'keys.transliterate "ß"',
    'keys.transliterate "é"',
    'exclude "temp-*"',
    "priorities",
  ]);
  expect(lossless.filter(({ provided }) => provided === undefined).map(({ what }) => what)).toEqual([
    "keys.encode escape",
    "values.encode escape",
    "values.encode base64url",
  ]);
});

test("a round trip checks the conditions on existing tags", () => {
  const mapping: Mapping = { version: 1, keys: { transliterate: { " ": "_" } }, values: { encode: ["escape"] } };
  const trip = proveRoundTrip({
    mapping,
    source: { "cost center": "7", cost_code: "8", owner: "Zoë", long: "ë".repeat(100) },
    rules: alibabaRules,
    sourceRules: awsRules,
  });
  expect(trip.lossless).toEqual(["cost center", "owner"]);
  expect(trip.lossy).toMatchObject([
    { tagKey: "cost_code", why: "It is restored under another key, or not at all." },
    { tagKey: "long", why: expect.stringContaining("at most 128") },
  ]);
});
