import { expect, test } from "vitest";
import {
  checkResource,
  CheckTally,
  compilePolicy,
  writeCsvReport,
  writeHtmlReport,
  writeJunitReport,
  writeMarkdownReport,
  type Policy,
  type WriteReport,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

const POLICY: Policy = { version: 1, rules: [{ id: "owner", required: ["owner"] }] };
const SENTENCE = "production: 5 accounts: 2 read, 1 not read completely, 2 skipped.";
const COVERAGE = { entry: "production", text: SENTENCE, accounts: 5, read: 2, unread: 1, skipped: 2 };

const member = (id: string, more: { readonly name?: string; readonly unit?: string } = {}) =>
  checkResource(
    compilePolicy(POLICY),
    resourceWith({}, { account: id, cloud: { entry: "production", account: { id, ...more } } }),
  );

const RECORDS = [
  member("111122223333", { name: "shop <b>", unit: "/Workloads/Prod" }),
  member("222233334444", { name: "lake" }),
  member("333344445555"),
];

async function report(write: WriteReport, records = RECORDS): Promise<string> {
  const tally = new CheckTally(POLICY);
  for (const record of records) tally.add(record);
  const summary = { ...tally.summary(new Date("2026-11-29T12:00:00Z")), fleets: [COVERAGE] };
  let text = "";
  for await (const part of write({ summary, records, failOn: "error" })) text += part;
  return text;
}

test("accounts are counted with their names, and units if any is known", () => {
  const tally = new CheckTally(POLICY);
  for (const record of RECORDS) tally.add(record);
  const { accounts, units } = tally.summary(new Date());
  expect(accounts.map(({ name, title }) => [name, title])).toEqual([
    ["aws 111122223333", "shop <b>"],
    ["aws 222233334444", "lake"],
    ["aws 333344445555", undefined],
  ]);
  expect(units.map(({ name, resources }) => [name, resources])).toEqual([
    ["aws (none)", 2],
    ["aws /Workloads/Prod", 1],
  ]);
  const without = new CheckTally(POLICY);
  without.add(member("333344445555"));
  expect(without.summary(new Date()).units).toEqual([]);
});

test("a row of the CSV report ends with the name and the unit of the account", async () => {
  const [heading, ...rows] = (await report(writeCsvReport)).trimEnd().split("\r\n");
  expect(heading?.split(",").slice(-2)).toEqual(["account_name", "unit"]);
  expect(rows.map((row) => row.split(",").slice(-2))).toEqual([
    ['"shop <b>"', "/Workloads/Prod"],
    ["lake", ""],
    ["", ""],
  ]);
});

test("the page has a table and a filter of units, and names of accounts never become markup", async () => {
  const page = await report(writeHtmlReport);
  expect(page).toContain('<h2 id="units">Organizational units</h2>');
  expect(page).toContain('<option value="aws /Workloads/Prod">aws /Workloads/Prod</option>');
  expect(page).toContain("aws 111122223333 (shop &#60;b&#62;)");
  expect(page).not.toContain("shop <b>");
  expect(page).toContain(`<p>${SENTENCE}</p>`);
  expect(await report(writeHtmlReport, RECORDS.slice(2))).not.toContain('id="filter-unit"');
});

test.each<[string, WriteReport]>([
  ["JUnit", writeJunitReport],
  ["Markdown", writeMarkdownReport],
])("the %s report says how many accounts were read", async (_, write) => {
  expect(await report(write)).toContain(SENTENCE);
});

test("JUnit has a suite for each account, with its counts and its unit", async () => {
  const text = await report(writeJunitReport, [...RECORDS, member("333344445555")]);
  const suites = [...text.matchAll(/<testsuite name="([^"]*)" tests="(\d+)" failures="(\d+)"/g)];
  expect(suites.map(([, name, tests, failures]) => `${name} ${tests} ${failures}`)).toEqual([
    "crosstag check policy: aws 111122223333 (shop &lt;b&gt;) 1 1",
    "crosstag check policy: aws 222233334444 (lake) 1 1",
    "crosstag check policy: aws 333344445555 2 2",
    "crosstag check policy 0 0",
  ]);
  expect(text).toMatch(/<testsuites [^>]*tests="4" failures="4"/);
  expect(text.match(/<property name="unit" value="([^"]*)"/)?.[1]).toBe("/Workloads/Prod");
  // One account is the whole.
  expect((await report(writeJunitReport, RECORDS.slice(1, 2))).match(/<testsuite /g)).toHaveLength(1);
});
