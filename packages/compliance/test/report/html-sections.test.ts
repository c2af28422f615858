import { expect, test } from "vitest";
import { writeHtmlReport } from "../../src/index.ts";
import { checkedRecords, reportInput, textOf } from "./checked.ts";

test("the coverage is explained in words, with resources that do not count and that could not be read", async () => {
  const text = await textOf(writeHtmlReport);
  expect(text).toContain("<strong>50.0%</strong> coverage");
  expect(text).toContain("<b>2 of 4 resources</b> are compliant or waived");
  expect(text).toContain("1 managed by the cloud does not count");
  expect(text).toContain("1 that could not be read counts as not compliant");
  expect(await textOf(writeHtmlReport, reportInput([]))).toContain("No resource was checked.");
  const managed = checkedRecords().slice(3, 4);
  expect(await textOf(writeHtmlReport, reportInput(managed))).toContain("No coverage");
});

test("the effect of a baseline is explained if there is one", async () => {
  const records = checkedRecords();
  const known = new Set(records[1]?.findings.slice(0, 2).map(({ fingerprint }) => fingerprint));
  const input = reportInput(checkedRecords(known), { compared: true });
  const text = (await textOf(writeHtmlReport, input)).replaceAll(/<[^>]*>/g, "");
  expect(text).toContain("Compared with a baseline: 3 new, 2 in the baseline.");
  expect(await textOf(writeHtmlReport)).not.toContain("baseline:");
});

test("a check without coverage is not a point of the trend", async () => {
  const { summary } = reportInput();
  const nothing = reportInput([]).summary;
  const earlier = [
    { ...summary, checkedAt: "2026-11-01T00:00:00.000Z" },
    { ...nothing, checkedAt: "2026-11-02T00:00:00.000Z" },
  ];
  const text = await textOf(writeHtmlReport, reportInput(checkedRecords(), { earlier }));
  expect(text.match(/<circle/g)).toHaveLength(2);
  expect(text).toContain("2026-11-02 00:00");
});

test.each([
  ["2026-11-25", "used", "used; ends today"],
  ["2026-11-26", "used", "used; ends in 1 day"],
  ["2026-12-25", "unused", "unused: can be removed; ends in 30 days"],
  ["2026-12-26", "used", "used"],
  ["2026-11-24", "expired", "expired"],
] as const)("a waiver through %s that is %s: %s", async (expires, state, words) => {
  const { summary } = reportInput();
  const waivers = [{ id: "W", owner: "Zoe", reason: "moves", expires, state, covers: 1_234 }];
  const text = await textOf(writeHtmlReport, reportInput(checkedRecords(), { summary: { ...summary, waivers } }));
  expect(text).toContain(
    `<td role="cell" class="name" data-label="State">${words}</td><td role="cell" class="number" data-label="Findings">1,234</td>`,
  );
});

test("accounts that could not be read are counted, and are rows of the accounts with the reason", async () => {
  const unread = [
    {
      provider: "aws",
      account: "444455556666",
      accountName: "fraud <b>",
      cloud: "production/4",
      reason: "Suspended & <i>.",
    },
    { provider: "aws", account: "111122223333", cloud: "production/1/us-east-1", reason: "No access in us-east-1." },
    { provider: "aws", account: "111122223333", cloud: "production/1/eu-west-1", reason: "No access in eu-west-1." },
  ];
  const page = await textOf(writeHtmlReport, reportInput(checkedRecords(), { unread }));
  expect(page).toContain('<strong>2</strong> <span class="result-error">accounts not read completely</span>');
  const [rows = ""] = /<h2 id="accounts">[^]*?<\/table>/.exec(page) ?? [];
  const [, own = "", fraud = ""] = rows.split("<tr ").slice(1);
  expect(own.replaceAll(/<[^>]*>/g, "")).toContain("aws 111122223333 No access in us-east-1. No access in eu-west-1.4");
  expect(fraud.replaceAll(/<[^>]*>/g, "")).toContain(
    "aws 444455556666 (fraud &#60;b&#62;) Suspended &#38; &#60;i&#62;.––",
  );
  expect(fraud).not.toContain("href");
  const [one] = unread;
  const without = await textOf(writeHtmlReport, reportInput([], { unread: one === undefined ? [] : [one] }));
  expect(without).toContain('<strong>1</strong> <span class="result-error">account not read completely</span>');
  expect(without).toContain('<h2 id="accounts">');
  const unknown = [{ provider: "alibaba", cloud: "china", reason: "The organization was not listed." }];
  const unlisted = await textOf(writeHtmlReport, reportInput(checkedRecords(), { unread: unknown }));
  expect(unlisted).toContain('<strong>1</strong> <span class="result-error">cloud not read completely</span>');
  expect(unlisted).toContain("alibaba cloud china <span");
  expect(await textOf(writeHtmlReport)).not.toContain("not read completely");
});

test("invisible characters in a name are shown", async () => {
  const { summary } = reportInput();
  const text = await textOf(
    writeHtmlReport,
    reportInput(checkedRecords(), { summary: { ...summary, policy: "a\u202Eb\u0000<" } }),
  );
  expect(text).toContain(String.raw`<h1>a\u{202E}b\u{0000}&#60;</h1>`);
});
