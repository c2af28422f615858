import { afterEach, expect, test, vi } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { createOutput } from "../src/output/output.ts";
import { writeTable } from "../src/output/table.ts";
import { capture } from "./capture.ts";
import { FakeTerminal } from "./fake-terminal.ts";
import { runMain } from "./run-main.ts";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const HEADINGS = ["KIND", "RESOURCE", "TAGS OR ROWS"];
const ROWS = [["key", { text: ARN, style: "green" as const }, ["cost-center=0815", "=1+1=x"]]];

afterEach(() => vi.unstubAllEnvs());

test("on a terminal of 80 columns, no word is broken and names are cut in the middle", async () => {
  const terminal = new FakeTerminal(80);
  const context = { standardOutput: terminal, environment: { NO_COLOR: "1" } } as unknown as CommandContext;
  const output = createOutput(context, { output: "table", input: true, color: false, sharedQuotas: true });
  await writeTable(output, HEADINGS, ROWS);
  const lines = terminal.screen.trimEnd().split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^KIND {2}RESOURCE +TAGS OR ROWS$/);
  expect(lines[2]).toMatch(/^ +=1\+1=x$/);
  expect(terminal.screen).toContain("-1234567890ab  cost-center=0815");
  expect(terminal.screen).toContain("…");
});

test("a column that is not to be cut stays whole, and the others take what is left", async () => {
  const terminal = new FakeTerminal(80);
  const context = { standardOutput: terminal, environment: { NO_COLOR: "1" } } as unknown as CommandContext;
  const output = createOutput(context, { output: "table", input: true, color: false, sharedQuotas: true });
  const name = "production/111122223333";
  const role = "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole";
  const row = [name, "shop-of-the-north", "/Workloads/Prod", "eu-west-1, us-east-1", `unreadable: no ${role}`];
  await writeTable(output, ["CLOUD", "ACCOUNT", "UNIT", "REGIONS", "STATE"], [row], [name.length]);
  const lines = terminal.screen.trimEnd().split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines[1]).toContain(`${name}  `);
  expect(terminal.screen).not.toContain(role);
});

test("the table of clouds cuts neither the names of clouds nor the ids of accounts", async () => {
  const terminal = new FakeTerminal(80);
  const stdin = [
    "clouds:",
    "  production:",
    "    provider: alibaba",
    '    accounts: ["1234567890123456", "6543210987654321"]',
    "    assumeRole: { name: Audit }",
    "    regions: [ap-northeast-1, ap-southeast-5]",
    "",
  ].join("\n");
  const { exitCode } = await runMain(["clouds", "--config", "-"], {
    stdin,
    environment: { NO_COLOR: "1" },
    standardOutput: terminal,
  });
  expect(exitCode).toBe(0);
  expect(terminal.screen).toMatch(/^production\/1234567890123456 +1234567890123456 +- +ap-northeast-1,/m);
});

test("the table of doctor cuts no name of a cloud", async () => {
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIunknown");
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
  const terminal = new FakeTerminal(80);
  const stdin = [
    "clouds:",
    "  shop:",
    "    provider: alibaba",
    '    accounts: ["1234567890123456"]',
    "    assumeRole: { name: Audit }",
    "    regions: [ap-northeast-1]",
    '    endpoint: "http://127.0.0.1:1"',
    "",
  ].join("\n");
  await runMain(["doctor", "--config", "-"], {
    stdin,
    environment: { NO_COLOR: "1" },
    standardOutput: terminal,
  });
  expect(terminal.screen).toMatch(/^shop\/1234567890123456\/ap-northeast-1 +endpoint +ok/m);
});

test("without a terminal, names are whole; as CSV, cells are guarded", async () => {
  const table = capture({ color: false });
  await writeTable(table.output, HEADINGS, ROWS);
  expect(table.stdout()).toContain(`${ARN}  cost-center=0815\n`);
  const csv = capture({ output: "csv" });
  await writeTable(csv.output, HEADINGS, ROWS);
  expect(csv.stdout()).toBe(`kind,resource,tags_or_rows\nkey,${ARN},"cost-center=0815; =1+1=x"\n`);
});

test("a table can have any number of rows, characters that take two columns, and colors that take none", async () => {
  const long = Array.from({ length: 130_000 }, () => ["key", "a"]);
  await writeTable({ ...capture({}).output, width: 80, write: async () => {} }, ["KIND", "TAGS"], long);
  const { output, stdout } = capture({});
  const rows = [
    ["鍵鍵鍵", { text: "a", style: "red" as const }, "b"],
    ["key", "-", "c"],
  ];
  await writeTable({ ...output, paint: (style, text) => `<${style}>${text}` }, ["NAME", "AB", "C"], rows);
  expect(stdout()).toBe("<bold>NAME    <bold>AB  <bold>C\n鍵鍵鍵  <red>a   b\nkey     -   c\n");
});
