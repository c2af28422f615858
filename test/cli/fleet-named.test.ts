import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";
import { writeOrganization } from "./write-organization.ts";

const SHOP = "222233334444";
const LAKE = "333344445555";
const SUSPENDED = "444455556666";

let scene: Scene;
let shop: string;
let lake: string;
let suspended: string;

beforeAll(async () => {
  scene = await openScene();
  const { aws } = scene.clouds;
  aws.accounts.add({ id: SHOP, name: "shop" });
  aws.accounts.add({ id: LAKE, name: "lake", roles: [] });
  aws.accounts.add({ id: SUSPENDED, name: "fraud", state: "SUSPENDED" });
  shop = aws.in(SHOP).createKey({ tags: { team: "payments" } }).arn;
  lake = aws.in(LAKE).createKey().arn;
  suspended = aws.in(SUSPENDED).createKey().arn;
  await writeOrganization(scene);
});
afterAll(() => scene.close());

test("accounts that named resources are not of are not counted as read", async () => {
  // Names of accounts are looked up in the list of all accounts.
  const selected = ["--account", "shop,lake"];
  for (const [arn, exit] of [
    [shop, 0],
    [lake, 3],
  ] as const)
    for (const command of ["list", "export"]) {
      const commandLine = command === "list" ? [command, arn] : [command, "--resources", "-"];
      const read = await scene.run([...commandLine, ...selected], { input: `${arn}\n` });
      expectExit(read, exit);
      expect(read.stderr).toContain("1 resource");
      expect(read.stderr).not.toMatch(/\d read, /);
    }
  const all = await scene.run(["list", ...selected]);
  expect(all.stderr).toContain("production: 2 accounts: 1 read, 1 not read completely, 0 skipped.");
});

test("rows of accounts that cannot be read do not stop the other rows of a table", async () => {
  const { aws } = scene.clouds;
  const second = lake.replace(/.{4}$/, "0000");
  const rows = [lake, shop, second, suspended].map((arn) => `${arn},data\n`);
  await writeFile(join(scene.directory, "mix.csv"), `reference,team\n${rows.join("")}`);
  const before = aws.requests.entries.length;
  const planned = await scene.run(["plan", "-f", "mix.csv", "--output", "json"]);
  expectExit(planned, 3);
  const { entries } = JSON.parse(planned.stdout) as { entries: object[] };
  expect(entries).toMatchObject([
    { reference: lake, action: "unreadable", error: { code: "access-denied" } },
    { reference: shop, action: "change", set: { team: "data" } },
    { reference: second, action: "unreadable", error: { code: "access-denied" } },
    { reference: suspended, action: "unreadable", error: { code: "access-denied" } },
  ]);
  expect(planned.stderr).toContain(
    "mix.csv:2, mix.csv:4, mix.csv:5: These resources could not be read; nothing is planned for them.",
  );
  // One question for each account, however many rows it has.
  const asked = aws.requests.entries.slice(before).map(({ operation }) => operation);
  expect(asked.filter((operation) => operation === "AssumeRole")).toHaveLength(3);
  const applied = await scene.run(["apply", "-f", "mix.csv", "--yes"]);
  expectExit(applied, 3);
  expect(aws.in(SHOP).tagsOf(shop)).toMatchObject({ team: "data" });
});

test.each([
  [["--not-account", "lake"], "not account lake"],
  [["--account", "shop"], "account shop"],
])("a row of an account that %j leaves out is named as left out", async (flags, condition) => {
  await writeFile(join(scene.directory, "left.csv"), `reference,team\n${shop},data\n${lake},data\n`);
  const planned = await scene.run(["plan", "-f", "left.csv", ...flags]);
  expectExit(planned, 1);
  expect(planned.stderr).toContain(
    `No cloud of production is for the account and region of ${lake} and matches the selection: ${condition}.`,
  );
  expect(planned.stderr).not.toContain("Configure a cloud");
});

test("a dry run of a plan shows what is changed and what is left with a selection", async () => {
  const { aws } = scene.clouds;
  const sales = "555566667777";
  aws.accounts.add({ id: sales, name: "sales" });
  const other = aws.in(sales).createKey().arn;
  await writeFile(join(scene.directory, "two.csv"), `reference,stage\n${shop},live\n${other},live\n`);
  expectExit(await scene.run(["plan", "-f", "two.csv", "--out", "two.json"]), 0);
  const dry = async (...flags: readonly string[]) => scene.run(["apply", "two.json", "--dry-run", ...flags]);
  const all = await dry();
  expectExit(all, 0);
  expect(all.stdout).toContain(other);
  const part = await dry("--account", "shop");
  const run = await scene.run(["apply", "two.json", "--account", "shop", "--yes"]);
  expectExit(part, run.exitCode);
  expect(run.stdout).toContain("2 resources: 1 changed");
  expect(part.stdout).toContain(shop);
  expect(part.stdout).not.toContain(other);
  expect(part.stderr).toContain(
    `Dry run: nothing was changed. A run would change 1 of 2 resources and leave 1, because no selected cloud that can be read is for aws/${sales}/${aws.region}.`,
  );
});
