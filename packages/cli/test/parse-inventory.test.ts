import { csvLine, INVENTORY_COLUMNS, inventoryCsv, type InventoryEntry } from "@crosstag/migration";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseInventory } from "../src/inventory/parse-inventory.ts";

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(`ab'"=+-@,; \t\r\n\uFEFF\uFF1D\\é`)), maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const entry: fc.Arbitrary<InventoryEntry> = fc
  .record({
    kind: fc.constantFrom("key" as const, "secret" as const),
    aliases: fc.subarray(["alias/billing", "alias/pay"]),
    error: fc.option(fc.constant("not-found"), { freq: 8 }),
    tags: fc.dictionary(
      text.filter((key) => key !== ""),
      text,
    ),
  })
  .map(({ kind, aliases, error, tags }) => ({
    provider: "aws",
    kind,
    reference: "",
    ...(aliases.length > 0 && { aliases }),
    ...(error === null ? { tags } : { error }),
  }));
const inventory = fc
  .array(entry, { maxLength: 5 })
  .map((entries) => entries.map((one, index) => ({ ...one, reference: `arn:aws:kms:x:1:key/${index}` })));

test("CSV reads back exactly, and no cell begins like a formula", () => {
  fc.assert(
    fc.property(inventory, (entries) => {
      const csv = csvLine(INVENTORY_COLUMNS) + entries.map(inventoryCsv).join("");
      expect(parseInventory(csv, "inventory.csv")).toEqual(entries);
      for (const cell of csv.matchAll(/(?:^|,)"?[=+\-@\uFF1D]/g)) {
        // Inside of quotes, a comma begins no cell.
        const quotesBefore = csv.slice(0, cell.index).split('"').length - 1;
        expect(quotesBefore % 2).toBe(1);
      }
    }),
    { numRuns: 500 },
  );
});

test("JSON lines read back exactly", () => {
  fc.assert(
    fc.property(inventory, (entries) => {
      const lines = entries.map((one) => `${JSON.stringify(one)}\n`).join("");
      expect(parseInventory(lines, "inventory.jsonl")).toEqual(entries);
    }),
  );
});

test("the lines of `list --output jsonl` are an inventory, too", () => {
  const line = {
    status: "read",
    resource: "alias/billing",
    reference: "arn:aws:kms:x:1:key/1",
    provider: "aws",
    kind: "key",
    tags: { team: "a" },
  };
  expect(parseInventory(JSON.stringify(line), "list.jsonl")).toEqual([
    { provider: "aws", kind: "key", reference: line.reference, aliases: ["alias/billing"], tags: { team: "a" } },
  ]);
});

test("rows may be in another order, with an extra column, or with semicolons", () => {
  const csv = `note;tag_value;tag_key;reference;kind;provider
;"1";b;arn:1;key;aws
;2;c;arn:2;key;aws
;3;a;arn:1;key;aws
`;
  expect(parseInventory(csv, "inventory.csv")).toEqual([
    { provider: "aws", kind: "key", reference: "arn:1", tags: { b: "1", a: "3" } },
    { provider: "aws", kind: "key", reference: "arn:2", tags: { c: "2" } },
  ]);
});

test.each([
  ["provider,kind\naws,key\n", "lacks the columns reference, tag_key, tag_value."],
  ["provider,kind,reference,tag_key,tag_value\naws,A key,arn:1,a,b\n", ":2: This line has no kind, for example key."],
  [
    "provider,kind,reference,tag_key,tag_value\naws,key,arn:1,a,b\naws,key,arn:1,a,c\n",
    ':3: This line has the tag "a"',
  ],
  ['{"provider":"aws","kind":"key","reference":"arn:1","tags":{}}\n'.repeat(2), "arn:1 occurs twice."],
  ['{"provider":"aws","kind":"key","reference":"arn:1"}\n', ':1: This line has no "tags".'],
])("a file that is not an inventory is refused: %#", (content, complaint) => {
  expect(() => parseInventory(content, "inventory")).toThrow(complaint);
});
