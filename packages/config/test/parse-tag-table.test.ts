import { expect, test } from "vitest";
import { parseTagTable } from "@crosstag/config/tables";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test("long: a row for each tag, in any order of rows and columns, as exports are sorted and edited", () => {
  const text = `tag_value,Reference,note,tag_key,error
payments,${KEY},mine,team,
-,${KEY},,stage,
x,key-2,,a,
,${KEY},,empty,
'-,${KEY},,minus,
'=1+1,${KEY},,formula,
,key-3,,,
,key-4,,,access-denied
`;
  const lines = { team: 2, stage: 3, empty: 5, minus: 6, formula: 7 };
  expect(parseTagTable(text, "t.csv")).toEqual({
    form: "long",
    resources: [
      {
        reference: KEY,
        line: 2,
        lines: new Map(Object.entries(lines)),
        set: { team: "payments", empty: "", minus: "-", formula: "=1+1" },
        remove: ["stage"],
      },
      { reference: "key-2", line: 4, lines: new Map([["a", 4]]), set: { a: "x" }, remove: [] },
      { reference: "key-3", line: 8, lines: new Map(), set: {}, remove: [] },
    ],
    unread: 1,
    ignored: ["note"],
  });
});

test("long: columns that are not read are named if something is in them", () => {
  const text = "reference,alias,tag_key,tag_value,owner,Note,empty\nkey-1,a,,,ann,,\nkey-2,b,team,x,,mine,\n";
  expect(parseTagTable(text, "t.csv").ignored).toEqual(["owner", "Note"]);
});

test("wide: a column for each tag key; empty cells leave a tag alone, - removes it, ' is an empty value", () => {
  const text = `kind;arn;team;cost center;;stage
key;${KEY};payments;"a ""b""
c";;-
key;key-2;;';;
;;;;;
`;
  expect(parseTagTable(text, "t.csv")).toEqual({
    form: "wide",
    resources: [
      { reference: KEY, line: 2, set: { team: "payments", "cost center": 'a "b"\nc' }, remove: ["stage"] },
      { reference: "key-2", line: 4, set: { "cost center": "" }, remove: [] },
    ],
    unread: 0,
    ignored: [],
  });
});

test("wide: with tag: in the header, only these columns are tags", () => {
  const text = "reference\tphone\ttag:team\tTag:alias\nkey-1\t0815\tpayments\tx\n";
  expect(parseTagTable(text, "t.tsv").resources).toEqual([
    { reference: "key-1", line: 2, set: { team: "payments", alias: "x" }, remove: [] },
  ]);
});

test("wide: a second column with references is not a tag", () => {
  expect(parseTagTable("KeyId,Arn,team\nkey-1,arn-1,payments\n", "t.csv").resources).toEqual([
    { reference: "arn-1", line: 2, set: { team: "payments" }, remove: [] },
  ]);
});

test("the separator that Excel names, a byte order mark, tag keys of objects", () => {
  const text = "\uFEFFsep=;\r\nreference;__proto__;constructor\r\nkey-1;a,b;c\r\n";
  const [resource] = parseTagTable(text, "t.csv").resources;
  expect(Object.entries(resource?.set ?? {})).toEqual([
    ["__proto__", "a,b"],
    ["constructor", "c"],
  ]);
});

test.each([
  ["", "t.csv:1: This line is not the header of a table."],
  ["arn | team\nkey-1 | b\n", /^t.csv:1: This line has columns that are separated by “\|”. .* write sep=\| above it/],
  ["team,stage\na,b\n", /^t.csv:1: This line names no column with references. Name it one of: reference, arn, /],
  ["reference,Reference,team\n", 't.csv:1: This line names the column "reference" twice.'],
  ["reference,tag_key\n", "t.csv:1: This line needs both columns, tag_key and tag_value."],
  ["reference,kind\n", "t.csv:1: This line names no tag key: each further column is one."],
  ["reference,a,b,a\n", 't.csv:1: This line names the tag key "a" twice.'],
  ["reference,a\nx,1\n,2\n", "t.csv:3: This line has no reference."],
  ["reference,a\nx,1\nx,2\n", "t.csv:3: This line names x again; line 2 has it already."],
  ["reference,a\nx,1,2\n", "t.csv:2: This line has 3 cells, but the header 2."],
  ["reference,a,\nx,1,2\n", "t.csv:2: This line has something in column 3, which the header does not name."],
  ["reference,tag_key,tag_value\nx,a\n", /^t.csv:2: This line ends before the cell for tag_value. Write an apostrophe/],
  [
    "reference,tag_key,tag_value,\nx,a,v,w\n",
    "t.csv:2: This line has something in column 4, which the header does not name.",
  ],
  ["reference,tag_key,tag_value\nx,,v\n", "t.csv:2: This line has a value without a tag key."],
  [
    "reference,tag_key,tag_value\nx,a,1\ny,a,1\nx,a,-\n",
    't.csv:4: This line has the tag "a" of this resource a second time; line 2 has it already.',
  ],
  ['reference,a\nx,"1\n', /^t.csv:2: This line has a quote that is not closed. Put cells/],
])("refused: %j", (text, message) => {
  expect(() => parseTagTable(text, "t.csv")).toThrow(message);
});

test("every problem is reported with its line, without tag values", () => {
  expect(() => parseTagTable("reference,a\n,secret\nx,1,secret\n", "t.csv")).toThrow(
    "The table has 2 problems:\n  t.csv:2: This line has no reference.\n  t.csv:3: This line has 3 cells, but the header 2.",
  );
});
