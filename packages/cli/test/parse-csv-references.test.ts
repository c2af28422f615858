import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseResourceList } from "../src/input/parse-resource-list.ts";
import { UsageError } from "../src/usage-error.ts";

function referencesIn(text: string, name = "keys.csv"): readonly string[] {
  return parseResourceList(text, name).map(({ reference }) => reference);
}

function errorOf(text: string, name = "keys.csv"): string {
  try {
    parseResourceList(text, name);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error("It was accepted.");
}

test.each([
  ["a comma", "name,reference\nx,key-1\ny,key-2\n"],
  ["a semicolon, where the header has no comma", "name;reference\nx,y;key-1\ny;key-2\n"],
  ["a tab", "name\treference\n\tkey-1\ny\tkey-2\n"],
  ["CRLF and a byte order mark", "\uFEFFname,reference\r\nx,key-1\r\ny,key-2\r\n"],
  ["quotes around everything", '"name","reference"\n"x, ""y"" and\nz","key-1"\n"y","key-2"'],
  ["a byte order mark before a quote", '\uFEFF"name","reference"\nx,key-1\ny,key-2'],
  ["a line feed in the header's quotes", '"a\nb";reference\nx;key-1\ny;key-2'],
  ["a separator in the header's quotes", '"a;b,c";reference\nx;key-1\ny;key-2'],
  ["blanks", ' name , reference \n x , key-1 \n y , "key-2" \n'],
  ["comments above", "# from the inventory\n\n# twice\nname,reference\nx,key-1\n#y,key-2\n"],
  ["empty rows", "name,reference\n\nx,key-1\n,\ny,key-2\n,\n\n"],
  ["one column only", "reference\nkey-1\nkey-2"],
  ["one column in quotes", '"KeyId"\n"key-1"\n"key-2"'],
  ["the better of several columns", "id,KeyArn,name\n1,key-1,x\n2,key-2,y"],
])("CSV with %s", (_, text) => {
  expect(referencesIn(text)).toEqual(["key-1", "key-2"]);
  expect(referencesIn(text, "-")).toEqual(["key-1", "key-2"]);
});

test.each(["reference", "arn", "ARN", "resource", "ResourceArn", "ResourceARN", "Arn", "KeyArn", "KeyId", "id", "ID"])(
  "a column %s holds references",
  (column) => {
    expect(referencesIn(`x,${column}\n1,key-1`)).toEqual(["key-1"]);
  },
);

test("references know their lines, past comments and cells of several lines", () => {
  const text = '# a\nname,reference\n"x\ny",key-1\n\nz,key-2\r\n"a\r\nb","key-3"\n';
  expect(parseResourceList(text, "keys.csv")).toEqual([
    { reference: "key-1", line: 3 },
    { reference: "key-2", line: 6 },
    { reference: "key-3", line: 7 },
  ]);
  expect(parseResourceList("# a\nkey-1\n\nkey-2", "keys")).toEqual([
    { reference: "key-1", line: 2 },
    { reference: "key-2", line: 4 },
  ]);
});

test.each([
  ["name,kee\nx,key-1", 'Line 1 of "keys.csv" names no column with references. The columns are: "name", "kee".'],
  ["name,kee\r\nx,key-1", 'The columns are: "name", "kee".'],
  ["# a\n\nname\nx", 'Line 3 of "keys.csv" names no column with references. The columns are: "name".'],
  ["reference,Reference\nx,y", 'Line 1 of "keys.csv" has the column "reference" twice.'],
  ["name,reference\nx,key-1\ny,\n", 'Line 3 of "keys.csv" has no "reference". The columns are: "name", "reference".'],
  ['name,reference\n"x\ny",\n', 'Line 2 of "keys.csv" has no "reference".'],
  [
    "# a\nname,reference\nx,key-1\na,b,key-2",
    'Line 4 of "keys.csv" has 3 cells, but the header 2. The columns are: "name", "reference".',
  ],
  ["reference\nkey-1,key-2", 'Line 2 of "keys.csv" has 2 cells, but the header 1.'],
  ['name,reference\nx,"key-1\ny,key-2', 'Line 2 of "keys.csv" has a quote that is not closed.'],
  ['name,reference\nx"y",key-1', 'Line 2 of "keys.csv" has a quote in the middle of a cell.'],
  ['name,reference\n"x"y,key-1', 'Line 2 of "keys.csv" has something after the closing quote of a cell.'],
])("%j is refused with its line", (text, message) => {
  expect(errorOf(text)).toContain(message);
});

test("a file without a header is not repeated as columns", () => {
  const message = errorOf("arn:aws:kms:eu-central-1:111122223333:key/1,canary-5a1f\n");
  expect(message).toBe('Line 1 of "keys.csv" holds references already, but the first line of CSV names the columns.');
});

test("of many columns the first are named", () => {
  const message = errorOf(`${Array.from({ length: 30 }, (_, column) => `c${column}`).join(",")}\n`);
  expect(message).toContain('"c19"…');
  expect(message).not.toContain("c20");
});

/** As RFC 4180 and every spreadsheet do. */
function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

test("what a CSV writer quotes is read back", () => {
  const cell = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', ",", ";", "\n", "\r", "\t", "#", "{", "[", " "),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
  });
  const reference = cell.map((text) => text.trim()).filter((text) => text !== "");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, reference, cell)),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      (rows, separator, lineEnd, all) => {
        const write = (text: string) => (all || /[",;\s]/.test(text) || text === "" ? quote(text) : text);
        const lines = [["note", "Reference", "other"], ...rows].map((row) => row.map(write).join(separator));
        expect(referencesIn(lines.join(lineEnd))).toEqual(rows.map(([, text]) => text));
      },
    ),
  );
});

test("a quarter of a million lines are read, in every form", () => {
  // Twice as many as a call takes arguments, which is what breaks first: `push(...lines)`.
  const count = 250_000;
  const lines = Array.from({ length: count }, (_, index) => `arn:aws:kms:eu-central-1:111122223333:key/${index}`);
  const csv = parseResourceList(`name,arn\n${lines.map((line) => `"a, b",${line}`).join("\n")}`, "keys.csv");
  expect(csv).toHaveLength(count);
  expect(csv.at(-1)).toEqual({ reference: lines.at(-1), line: count + 1 });
  const plain = parseResourceList(lines.join("\n"), "keys");
  expect(plain).toHaveLength(count);
  expect(plain.at(-1)).toEqual({ reference: lines.at(-1), line: count });
});
