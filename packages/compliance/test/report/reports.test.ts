import { guardCell } from "@crosstag/core/internal";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  failsAt,
  parseJsonReport,
  writeCsvReport,
  writeHtmlReport,
  writeJsonReport,
  writeJunitReport,
  writeMarkdownReport,
  writeSarifReport,
} from "../../src/index.ts";
import { idleRules } from "../../src/report/idle-rules.ts";
import { checkedRecords, reportInput, textOf } from "./checked.ts";
import { SARIF_SUBSET } from "./sarif-subset.schema.ts";

test("the numbers of a check", () => {
  const { summary } = reportInput();
  expect(summary).toMatchObject({
    resources: 5,
    results: { compliant: 1, violating: 1, suppressed: 1, "not-applicable": 1, error: 1 },
    findings: { error: 1, warning: 1, info: 3 },
    suppressed: 1,
    rules: [
      { id: "owner", applied: 3, violating: 1, suppressed: 1 },
      { id: "env", applied: 3, violating: 1 },
      { id: "no-temp", applied: 3, violating: 1 },
    ],
  });
  expect(summary.teams.map(({ name, resources }) => [name, resources])).toEqual([
    ["(none)", 2],
    ["=cmd|'/c calc'!A1", 1],
    ["a", 2],
  ]);
  expect(failsAt(summary, "error")).toBe(true);
});

test("JSON reads back as a baseline, under which nothing is new", async () => {
  const parsed = parseJsonReport(await textOf(writeJsonReport));
  expect(parsed.summary.resources).toBe(5);
  // What is waived is not in it: it has to fail when its waiver ends.
  expect(parsed.fingerprints.size).toBe(5);
  const { summary } = reportInput(checkedRecords(parsed.fingerprints));
  expect(summary.known).toEqual(summary.findings);
  expect(failsAt(summary, "info")).toBe(false);
  for (const text of [
    "",
    "{}",
    "[]",
    '{"format":"crosstag-check/1"}',
    '{"format":"crosstag-check/1","summary":{"checkedAt":"x"},"resources":[]}',
  ])
    expect(() => parseJsonReport(text)).toThrow(/^is /);
});

test("a JSON report with an invalid part is refused as a whole, in one sentence", async () => {
  const { summary, ...rest } = JSON.parse(await textOf(writeJsonReport)) as Record<string, object>;
  const parse = (changed: object) => () => parseJsonReport(JSON.stringify({ ...rest, summary, ...changed }));
  expect(parse({})).not.toThrow();
  for (const resource of [null, "abc", [], {}, { findings: "abc" }, { findings: null }, { findings: [null] }])
    expect(parse({ resources: [resource] })).toThrow(/^is an incomplete report/);
  for (const finding of ["abc", {}, { fingerprint: 1 }])
    expect(parse({ resources: [{ findings: [finding] }] })).toThrow(/^is an incomplete report/);
  for (const wrong of [null, [], { ...summary, findings: "abc" }, { ...summary, results: [] }])
    expect(parse({ summary: wrong })).toThrow(/^is an incomplete report/);
  for (const text of ["null", "[null]", "1", '"abc"'])
    expect(() => parseJsonReport(text)).toThrow("is not a report of `crosstag check --report json=FILE`");
});

describe("CSV", () => {
  test("a row for each finding, and one for a resource without any", async () => {
    const lines = (await textOf(writeCsvReport)).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 1 + 5 + 1 + 1 + 1);
    expect(lines.some((line) => line.includes(`"'=cmd|'/c calc'!A1"`))).toBe(true);
    expect(lines.some((line) => line.includes(`W-1,"2026-11-25"`))).toBe(true);
  });

  test("no cell begins like a formula, for any tags", async () => {
    const risky = fc.stringMatching(/^[=+\-@\t\r\n'\s"',;|a]{1,6}$/);
    await fc.assert(
      fc.asyncProperty(risky, async (text) => {
        const [, record] = checkedRecords();
        if (record === undefined) throw new Error("There is no record.");
        const csv = await textOf(
          writeCsvReport,
          reportInput([{ ...record, team: text, findings: record.findings.slice(0, 1) }]),
        );
        const row = csv.slice(csv.indexOf("\r\n") + 2);
        for (const cell of cellsOf(row)) expect(cell).not.toMatch(/^[\s\uFEFF]*[=+\-@]|^[\t\r\n]/);
        // What a terminal obeys is written as an escape, behind the same apostrophe.
        const expected = guardCell(text);
        const isGuarded = /^\s*[=+\-@]|^[\t\r\n]|^'/.test(text);
        expect(expected.startsWith("'") || (!isGuarded && expected === text)).toBe(true);
        expect(cellsOf(row)).toContain(expected);
      }),
    );
  });
});

describe("SARIF", () => {
  test("conforms to the specification, with stable fingerprints", async () => {
    const validate = new Ajv({ strict: false }).compile(SARIF_SUBSET);
    const first: unknown = JSON.parse(await textOf(writeSarifReport));
    const compared: unknown = JSON.parse(
      await textOf(writeSarifReport, reportInput(checkedRecords(), { compared: true })),
    );
    for (const log of [first, compared]) expect(validate(log) ? [] : validate.errors).toEqual([]);
    const [run] = (
      first as {
        runs: {
          results: { partialFingerprints: object; suppressions?: object[]; ruleIndex: number; ruleId: string }[];
          invocations: object[];
        }[];
      }
    ).runs;
    expect(run?.results).toHaveLength(6);
    const own = "f3a8792cd204eec0ee4927becfe5b052";
    expect(run?.results[0]?.partialFingerprints).toEqual({ "crosstagFinding/v1": own, primaryLocationLineHash: own });
    expect(run?.results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(1);
    expect(run?.invocations).toMatchObject([
      { executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] },
    ]);
  });

  test("an empty check is a valid log, too", async () => {
    const log: unknown = JSON.parse(await textOf(writeSarifReport, reportInput([])));
    expect(new Ajv({ strict: false }).validate(SARIF_SUBSET, log)).toBe(true);
  });
});

test("JUnit counts failures, waived and unreadable resources", async () => {
  const text = await textOf(writeJunitReport);
  expect(text).toContain('tests="5" failures="1" errors="1" skipped="2"');
  expect(text).toContain("It is &amp; was &lt;gone&gt;.");
  expect(text).not.toContain("<img");
  const lenient = await textOf(writeJunitReport, reportInput(checkedRecords().slice(0, 1)));
  expect(lenient).toContain('failures="0"');
});

test("Markdown: names never become markup", async () => {
  const text = await textOf(writeMarkdownReport);
  expect(text).toContain("## Tags: Company &lt;tags&gt;");
  expect(text).toContain("`arn:aws:kms:eu-central-1:111122223333:key/bad`");
  expect(text).not.toMatch(/<img|<gone/);
  for (const line of text.split("\n").filter((row) => row.startsWith("|")))
    expect(line.replaceAll(String.raw`\|`, "").split("|").length).toBeOneOf([5, 7]);
});

test("Markdown: accounts that could not be read are in the first line", async () => {
  const unread = [
    { provider: "aws", account: "111122223333", cloud: "production/1/us-east-1", reason: "No access in us-east-1." },
    { provider: "aws", account: "111122223333", cloud: "production/1/eu-west-1", reason: "No access in eu-west-1." },
  ];
  const text = await textOf(writeMarkdownReport, reportInput([], { unread }));
  expect(text).toContain("**0** could not be read, **1** account not read completely.");
  const unknown = [...unread, { provider: "alibaba", cloud: "china", reason: "The organization was not listed." }];
  const unlisted = await textOf(writeMarkdownReport, reportInput([], { unread: unknown }));
  expect(unlisted).toContain("**0** could not be read, **2** clouds not read completely.");
  expect(await textOf(writeMarkdownReport)).not.toContain("not read completely");
});

test("Markdown: a name with pipes, backslashes or backticks stays in its cell, as it is", async () => {
  const [, record] = checkedRecords();
  if (record === undefined) throw new Error("There is no record.");
  for (const name of [String.raw`a\|b`, "a|b", String.raw`a\\|b`, "a`|`b", "a\\", "|"]) {
    const changed = { ...record, reference: name, findings: record.findings.slice(0, 1) };
    const text = await textOf(writeMarkdownReport, reportInput([changed]));
    const line = text.trimEnd().split("\n").at(-1) ?? "";
    // As GitHub does: a backslash escapes the character after it, also another backslash.
    const cells = line.match(/(?:\\[!-/:-@[-`{-~]|[^|])+/g) ?? [];
    expect(cells).toHaveLength(3);
    const shown = (cells[0] ?? "").replaceAll(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)));
    expect(shown).toBe(` <code>${name}</code> `);
  }
});

describe("HTML", () => {
  test("names never become markup, and the page makes no requests", async () => {
    const text = await textOf(writeHtmlReport);
    expect(text).not.toContain("<img src=x");
    expect(text).toContain("Company &#60;tags&#62;");
    expect(text).toContain("default-src 'none'");
    expect(
      [...text.matchAll(/(?:src|href)="([^"]*)"/g)]
        .map(([, address = ""]) => address)
        .filter((address) => !/^(?:#|data:,)/.test(address)),
    ).toEqual(["https://example.com/owner"]);
    expect(text).not.toMatch(/@import|url\(|fetch\(|XMLHttpRequest|WebSocket/);
    const data = /id="resource-data">(.*?)<\/script>/s.exec(text)?.[1] ?? "";
    expect(JSON.parse(data)).toHaveLength(5);
  });

  test("a script end tag in a name does not end the script", async () => {
    const [, record] = checkedRecords();
    if (record === undefined) throw new Error("There is no record.");
    const text = await textOf(
      writeHtmlReport,
      reportInput([{ ...record, reference: "</script><script>alert(1)</script>", team: "</SCRIPT>" }]),
    );
    expect(text.match(/<\/script>/gi)).toHaveLength(3);
  });

  test("a trend is shown if there are earlier checks", async () => {
    const { summary } = reportInput();
    const earlier = [{ ...summary, checkedAt: "2026-11-01T00:00:00.000Z" }];
    const text = await textOf(writeHtmlReport, reportInput(checkedRecords(), { earlier }));
    expect(text).toContain('<h2 id="trend">');
    expect(text).toContain("2026-11-01 00:00");
    expect(await textOf(writeHtmlReport)).not.toContain('<h2 id="trend">');
  });
});

/** The cells of one line of CSV. */
function cellsOf(line: string): readonly string[] {
  return [...line.replace(/\r\n$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
    ([, quoted, plain = ""]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')),
  );
}

test("every report except CSV names rules that apply to no resource", async () => {
  const input = reportInput(checkedRecords());
  const warnings = ['The rule "<env>" applies to none of the checked resources.'];
  const warned = { ...input, summary: { ...input.summary, warnings } };
  for (const write of [writeMarkdownReport, writeHtmlReport, writeSarifReport, writeJunitReport, writeJsonReport]) {
    const text = await textOf(write, warned);
    expect(text).toMatch(/applies to none of the checked resources/);
  }
  for (const write of [writeMarkdownReport, writeHtmlReport, writeJunitReport])
    expect(await textOf(write, warned)).not.toContain("<env>");
});

test("a check that could not list everything fails in the reports that programs read", async () => {
  const input = reportInput([]);
  const incomplete = ["The resources of <aws> could not be listed completely."];
  const summary = { ...input.summary, warnings: incomplete, incomplete };
  const log = JSON.parse(await textOf(writeSarifReport, { ...input, summary })) as { runs: object[] };
  expect(log.runs).toMatchObject([
    { invocations: [{ executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] }] },
  ]);
  const junit = await textOf(writeJunitReport, { ...input, summary });
  expect(junit).toMatch(/<testsuites [^>]*tests="1" failures="0" errors="1"/);
  expect(junit).toContain(
    '<error message="The resources of &lt;aws&gt; could not be listed completely." type="incomplete">',
  );
});

test("a rule that applies to no resource is a warning, if any resource could be read", () => {
  const results = { compliant: 0, violating: 0, suppressed: 0, "not-applicable": 0, error: 0 };
  const rules = [
    { id: "a", severity: "error", checks: "", applied: 0, violating: 0, suppressed: 0 },
    { id: "b", severity: "error", checks: "", applied: 1, violating: 0, suppressed: 0 },
  ] as const;
  expect(idleRules({ rules, results: { ...results, compliant: 1 } })).toEqual([
    'The rule "a" applies to none of the checked resources.',
  ]);
  expect(idleRules({ rules, results: { ...results, error: 3 } })).toEqual([]);
});
