import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit, withoutWaits } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

function findOffice(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => [join(folder, "soffice"), join(folder, "libreoffice")])
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const office = findOffice();
const NO_OFFICE =
  "LibreOffice is not installed: that it keeps the values of an export is not tested. Install libreoffice-calc.";
// The default reporter counts skipped tests, and does not name them.
if (office === undefined) process.stderr.write(`${NO_OFFICE}\n`);

/** Values that spreadsheet programs are known to change. */
const VALUES = [
  "0815",
  "1.10",
  "2026-11-29",
  "=1+1",
  "-",
  "+49 30",
  "a;b",
  'say "hi"',
  "TRUE",
  "false",
  ".5",
  "1e5",
  " blank ",
  "",
];

async function planned(file: string, ...options: readonly string[]) {
  const result = await scene.run(["plan", "-f", file, "--output", "jsonl", "--quiet", ...options]);
  const [header, ...entries] = result.stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  const { summary, origin } = (header as { header: { summary: Record<string, unknown>; origin: object } }).header;
  return { result, summary, origin, entries };
}

test("500 rows: export, edit, plan, apply, export: no difference", async () => {
  const { aws, alibaba } = scene.clouds;
  for (let index = 0; index < 50; index += 1)
    aws.keys.createKey({ tags: { team: "payments", note: VALUES[index % VALUES.length] ?? "" } });
  // More of them than of AWS: one call tags many.
  alibaba.keys.addMany(400, { tags: { team: "search" } });
  expectExit(await scene.run(["export", "--out", "tags.csv"]), 0);
  const exported = await readFile(join(scene.directory, "tags.csv"), "utf8");
  expect(exported.trimEnd().split("\n")).toHaveLength(501);
  expect((await planned("tags.csv")).summary).toMatchObject({ resources: 450, changes: 0, unchanged: 450 });

  const edited = exported
    .replaceAll(",team,search,", ',team,"find, and ""search""",')
    .replaceAll(",team,payments,", ",team,-,");
  // As Excel in many countries writes it.
  const excel = Buffer.from(
    `\uFEFFsep=;\r\n${edited.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/gm, ";").replaceAll("\n", "\r\n")}`,
    "utf16le",
  );
  await writeFile(join(scene.directory, "edited.csv"), excel);
  // The signs that Alibaba Cloud does not accept are refused with their line.
  const refused = await scene.run(["plan", "-f", "edited.csv"]);
  expectExit(refused, 2);
  expect(refused.stderr).toMatch(/edited.csv:\d+: The value of tag "team" has/);
  await writeFile(
    join(scene.directory, "edited.csv"),
    Buffer.from(excel.toString("utf16le").replaceAll('"find, and ""search"""', "find"), "utf16le"),
  );
  const { summary, origin } = await planned("edited.csv", "--out", "plan.json");
  expect(origin).toEqual({ type: "tag-sets", by: "table edited.csv" });
  expect(summary).toMatchObject({ resources: 450, changes: 450, tagsChanged: 400, tagsRemoved: 50 });
  expectExit(await scene.run(["apply", "plan.json", "--quiet"]), 0);
  expect((await planned("edited.csv")).summary).toMatchObject({ changes: 0, unchanged: 450 });

  // The way back: the first export is a backup.
  expectExit(await scene.run(["apply", "-f", "tags.csv", "--yes", "--quiet"]), 0);
  expectExit(await scene.run(["export", "--out", "again.csv"]), 0);
  expect(await readFile(join(scene.directory, "again.csv"), "utf8")).toBe(exported);
});

test("LibreOffice opens and saves an export, and nothing has changed", async ({ skip }) => {
  if (office === undefined) return skip(NO_OFFICE);
  const run = (...options: readonly string[]) =>
    promisify(execFile)(office, ["--headless", `-env:UserInstallation=file://${scene.directory}/office`, ...options], {
      cwd: scene.directory,
    });
  expectExit(await scene.run(["export", "--format", "csv", "--bom", "--out", "office.csv"]), 0);
  // Separator, quotes, UTF-8, from line 1, quoted cells are text.
  await run("--infilter=CSV:44,34,76,1,,0,true,false", "--convert-to", "ods", "office.csv");
  await run("--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76", "--outdir", "saved", "office.ods");
  expect((await planned("saved/office.csv")).summary).toMatchObject({ changes: 0 });
});

test("an export of before, without the account and region, is planned as one of now", async () => {
  const { arn } = scene.clouds.aws.keys.createKey({ tags: { team: "payments" } });
  const plan = async (name: string, text: string) => {
    await writeFile(join(scene.directory, name), text);
    const { stderr } = await scene.run(["plan", "-f", name]);
    expect(stderr).not.toContain("ignored");
    return (await planned(name)).entries;
  };
  const now = await scene.run(["export", "--format", "csv", arn]);
  expect(now.stdout).toContain("account,region");
  const before = `provider,kind,reference,alias,tag_key,tag_value,error\naws,key,${arn},,team,search,\n`;
  const change = [{ reference: arn, set: { team: "search" } }];
  expect(await plan("now.csv", now.stdout.replace(",payments,", ",search,"))).toMatchObject(change);
  expect(await plan("before.csv", before)).toMatchObject(change);
});

test("a wide table, and one that prunes", async () => {
  const { arn } = scene.clouds.aws.keys.createKey({ tags: { team: "payments", stage: "test", owner: "zoe" } });
  await writeFile(join(scene.directory, "wide.csv"), `reference,team,stage,cost\n${arn},,-,4711\n`);
  expect((await planned("wide.csv")).entries).toMatchObject([
    { reference: arn, set: { cost: "4711" }, remove: ["stage"] },
  ]);
  await writeFile(join(scene.directory, "long.csv"), `reference,tag_key,tag_value\n${arn},team,payments\n`);
  expect((await planned("long.csv")).summary).toMatchObject({ changes: 0 });
  expect((await planned("long.csv", "--prune")).entries).toMatchObject([
    { reference: arn, set: {}, remove: ["owner", "stage"] },
  ]);
  await writeFile(join(scene.directory, "mixed.csv"), `reference,tag_key,tag_value,owner\n${arn},,,ann\n`);
  const mixed = await scene.run(["plan", "-f", "mixed.csv"]);
  expectExit(mixed, 0);
  expect(mixed.stderr).toContain('warning: mixed.csv: This column is ignored: "owner". In a table with tag_key');
  const wide = await scene.run(["plan", "-f", "wide.csv", "--prune"]);
  expectExit(wide, 64);
  expect(wide.stderr).toContain("--prune needs a table with a row for each tag.");
});

test("rows that match nothing, or a resource twice, are refused with their line", async () => {
  const { arn, keyId } = scene.clouds.aws.keys.createKey({});
  const unknown = arn.replace(keyId, "00000000-0000-0000-0000-000000000000");
  const rows = [arn, unknown, `key/${keyId}`].map((name) => `${name},x`);
  await writeFile(join(scene.directory, "rows.csv"), ["reference,team", ...rows, ""].join("\n"));
  const result = await scene.run(["plan", "-f", "rows.csv", "--cloud", "aws"]);
  expectExit(result, 2);
  expect(withoutWaits(result.stderr)).toBe(
    [
      "error: Nothing was sent, because of these 2:",
      `error: rows.csv:3: ${unknown} does not exist.`,
      "  Correct the name, or remove it.",
      "  (crosstag.unknown-resource)",
      `error: rows.csv:4: key/${keyId} is a resource that is named before, too.`,
      "  Put all changes of a resource together.",
      "  (crosstag.same-resource)",
    ].join("\n"),
  );
  for (const [text, message] of [
    [`reference,team\n${arn},x\nnonsense,x\n`, /wrong.csv:3: Reference "nonsense"/],
    [`reference,aws:team\n${arn},x\n`, /wrong.csv:2: The key of tag "aws:team"/],
    [`reference,tag_key,tag_value\n${arn},a,1\n${arn},b,2\n${arn},aws:c,3\n`, /wrong.csv:4: The key of tag "aws:c"/],
  ] as const) {
    await writeFile(join(scene.directory, "wrong.csv"), text);
    const wrong = await scene.run(["plan", "-f", "wrong.csv", "--cloud", "aws"]);
    expectExit(wrong, 2);
    expect(wrong.stderr).toMatch(message);
  }
});

test("a resource that cannot be read is in the plan, and the others are planned", async () => {
  const [one, two] = [scene.clouds.aws.keys.createKey({}), scene.clouds.aws.keys.createKey({})];
  const denied = JSON.stringify({ __type: "AccessDeniedException", message: "denied" });
  const allow = scene.clouds.aws.after("ListResourceTags", (answer, call) =>
    JSON.stringify(call).includes(one.arn) ? { ...answer, status: 400, body: denied } : answer,
  );
  await writeFile(join(scene.directory, "two.csv"), `reference,team\n${one.arn},x\n${two.arn},x\n`);
  const { result, entries } = await planned("two.csv");
  allow();
  expectExit(result, 3);
  expect(entries).toMatchObject([
    { reference: one.arn, action: "unreadable", error: { code: "access-denied" } },
    { reference: two.arn, action: "change" },
  ]);
});

test("--bom begins the CSV, and is refused for JSON", async () => {
  const exported = await scene.run(["export", "-o", "csv", "--bom", "--quiet"]);
  expect(exported.stdout.startsWith("\uFEFFprovider,kind,")).toBe(true);
  expectExit(await scene.run(["export", "--bom"]), 64);
  const workbook = await scene.run(["export", "--format", "csv", "--out", "tags.xlsx"]);
  expectExit(workbook, 64);
  expect(workbook.stderr).toContain('"tags.xlsx" is the name of a workbook, which `crosstag export` does not write.');
});
