import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";
import { writeOrganization } from "./write-organization.ts";

const SHOP = "222233334444";
const LAKE = "333344445555";
const SUSPENDED = "444455556666";
const CLOSED = "555566667777";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
  const { aws } = scene.clouds;
  aws.accounts.add({ id: SHOP, name: "shop", unit: "/Workloads/Prod", tags: { env: "prod" } });
  aws.accounts.add({ id: LAKE, name: "lake", unit: "/Workloads", roles: [] });
  aws.accounts.add({ id: SUSPENDED, name: "fraud", state: "SUSPENDED" });
  aws.accounts.add({ id: CLOSED, name: "old", state: "CLOSED" });
  aws.in(SHOP).createKey({ tags: { team: "payments" } });
  await writeOrganization(scene);
});
afterAll(() => scene.close());

test("list reads what it can, names the accounts that it cannot read once, and counts all of them", async () => {
  const listed = await scene.run(["list", "--output", "json"]);
  expectExit(listed, 3);
  const { resources, unlisted } = JSON.parse(listed.stdout) as { resources: object[]; unlisted: { account: string }[] };
  expect(resources).toMatchObject([{ provider: "aws", tags: { team: "payments" } }]);
  expect(unlisted.map(({ account }) => account).toSorted()).toEqual([LAKE, SUSPENDED]);
  expect(listed.stderr).toContain(`production: 1 account skipped (closed): ${CLOSED} (old).`);
  expect(listed.stderr).toContain(`arn:aws:iam::${LAKE}:role/OrganizationAccountAccessRole`);
  expect(listed.stderr.trimEnd().split("\n").at(-1)).toBe(
    "production: 5 accounts: 1 read, 2 not read completely, 2 skipped.",
  );
});

test("clouds shows what the entry stands for, without a call to a KMS", async () => {
  const before = scene.clouds.aws.requests.entries.length;
  const shown = await scene.run(["clouds", "--output", "json"]);
  expectExit(shown, 3);
  const { clouds } = JSON.parse(shown.stdout) as { clouds: { account: string; state: string; listedAt?: string }[] };
  expect(Object.fromEntries(clouds.map(({ account, state }) => [account, state]))).toEqual({
    [SHOP]: "ready",
    [LAKE]: "ready",
    [SUSPENDED]: "unreadable",
    [CLOSED]: "skipped",
    [scene.clouds.aws.account]: "skipped",
  });
  const asked = scene.clouds.aws.requests.entries.slice(before).map(({ operation }) => operation);
  // `list` has asked for the accounts; the kept list is that of the caller.
  expect(asked).toEqual(["GetCallerIdentity"]);
  expect(clouds.every(({ listedAt = "" }) => !Number.isNaN(Date.parse(listedAt)))).toBe(true);
  await scene.run(["clouds", "--refresh-clouds"]);
  const renewed = scene.clouds.aws.requests.entries.slice(before + 1).map(({ operation }) => operation);
  expect(renewed).toContain("ListAccounts");
  expect(renewed.some((operation) => /Key/.test(operation))).toBe(false);
});

test("clouds --check assumes each role once", async () => {
  const before = scene.clouds.aws.requests.entries.length;
  const shown = await scene.run(["clouds", "--check", "--account", "shop,lake"]);
  expectExit(shown, 3);
  expect(shown.stdout).toMatch(/production\/222233334444 +shop .*checked/);
  expect(shown.stdout).toMatch(/production\/333344445555 +lake .*unreadable/);
  expect(shown.stderr).toContain("2 accounts: 1 to read in 1 cloud, 1 unreadable, 0 skipped.");
  const asked = scene.clouds.aws.requests.entries.slice(before).map(({ operation }) => operation);
  expect(asked.filter((operation) => operation === "AssumeRole")).toHaveLength(2);
  expect(asked.some((operation) => /Key/.test(operation))).toBe(false);
});

test.each([
  [["--cloud", `production/${SHOP}`]],
  [["--cloud", "production/shop/us-*"]],
  [["--account", "sh*"]],
  [["--not-account", "lake,fraud"]],
  [["--ou", "/Workloads/Prod", "--account-tag", "env=prod"]],
])("%j reads the selected accounts only", async (flags) => {
  const listed = await scene.run(["list", ...flags]);
  expectExit(listed, 0);
  expect(listed.stdout).toContain("team=payments");
  expect(listed.stderr).toContain("1 read, 0 not read completely");
});

test("sides of diff and of migrate can be parts of the entry; with ./ before it, such a name is a file", async () => {
  const same = await scene.run(["diff", `production/${SHOP}`, "production/shop/us-*"]);
  expectExit(same, 0);
  expect(same.stderr).toContain("No difference: 1 resource on both sides.");
  const refused = await scene.run(["diff", "production/shop", `aws/${SHOP}`, "--region", "us-east-1"]);
  expectExit(refused, 64);
  expect(refused.stderr).toContain("--region can be used with one cloud only, but the command names two.");
  const other = await scene.run(["diff", "production/shop", "production/shpo"]);
  expectExit(other, 64);
  expect(other.stderr).toContain("shpo");
  const file = await scene.run(["diff", "./production/shop", "production/shop"]);
  expectExit(file, 64);
  expect(file.stderr).toContain('The file "./production/shop" cannot be read');
  const from = await scene.run(["migrate", "--from", "production/shop", "--to", "production/lake"]);
  expect(from.stderr).not.toContain("The file");
});

test.each([
  [`prod/${SUSPENDED}`, `production/${SUSPENDED}`],
  ["prodution/shop", "production/shop"],
  ["prodution", "production"],
  ["prod", "production"],
])("a side such as %s is neither a cloud nor a file: %s is suggested", async (name, meant) => {
  for (const sides of [
    ["diff", name, "production"],
    ["migrate", "--from", "production", "--to", name],
  ]) {
    const refused = await scene.run(sides);
    expectExit(refused, 64);
    expect(refused.stderr).toContain(
      `error: ${JSON.stringify(name)} is neither a cloud nor an inventory file.\n  Did you mean ${meant}?`,
    );
  }
});

test("a file whose name resembles a cloud is read", async () => {
  await mkdir(join(scene.directory, "prod"));
  expectExit(await scene.run(["export", "--account", "shop", "--format", "jsonl", "--out", "prod/shop"]), 0);
  expectExit(await scene.run(["diff", "prod/shop", "production/shop"]), 0);
  const missing = await scene.run(["diff", "reports/monday", "production/shop"]);
  expectExit(missing, 64);
  expect(missing.stderr).toContain('The file "reports/monday" cannot be read: ');
});

test.each([
  ["production", [SHOP]],
  ["production/sh*", [SHOP]],
  ["production/shop/eu-*", []],
])("the clouds of a desired state can be %s", async (cloud, accounts) => {
  const text = `version: 1\nstatements:\n  - select: { clouds: [${cloud}] }\n    set: { named: "yes" }\n`;
  const planned = await scene.run(["plan", "-f", "-", "--output", "json", "--account", "shop"], { input: text });
  const { entries } = JSON.parse(planned.stdout) as { entries: { reference: string }[] };
  expect(entries.map(({ reference }) => reference.split(":")[4])).toEqual(accounts);
});

test("names that match no account or region are named, since a typing error would select others than meant", async () => {
  const listed = await scene.run([
    "list",
    "--account",
    "shop,shpo",
    "--not-account",
    "laek,lake",
    "--ou",
    "/Workloads,/Typo",
    "--region",
    `${scene.clouds.aws.region},us-wset-2, eu-*`,
  ]);
  expectExit(listed, 0);
  expect(listed.stderr).toContain("warning: --account shpo matches no account of production.");
  expect(listed.stderr).toContain("warning: --not-account laek matches no account of production.");
  expect(listed.stderr).toContain("warning: --ou /Typo matches no account of production.");
  expect(listed.stderr).toContain("warning: --region us-wset-2 matches no region of production.");
  expect(listed.stderr).toContain("warning: --region eu-* matches no region of production.");
  expect(listed.stderr.match(/matches no/g)).toHaveLength(5);
});

test.each([["list"], ["clouds"], ["doctor"]])(
  "%s names the cloud among several that matches nothing",
  async (command) => {
    const { region } = scene.clouds.aws;
    const given = [`production/shop/${region}`, "production/shop/us-wset-2", "production/shpo", "prod*/shpo/eu-1"];
    const { stderr } = await scene.run([command, ...given.flatMap((cloud) => ["--cloud", cloud])]);
    const place = "of production.";
    expect(stderr).toContain(`warning: --cloud production/shop/us-wset-2 matches no account and region ${place}`);
    expect(stderr).toContain(`warning: --cloud production/shpo matches no account ${place}`);
    expect(stderr).toContain(`warning: --cloud prod*/shpo/eu-1 matches no account and region ${place}`);
    expect(stderr.match(/matches no/g)).toHaveLength(3);
  },
);

const rule = (id: string, cloud: string) => `  - { id: ${id}, scope: { clouds: [${cloud}] }, required: [owner] }\n`;

test("a policy and its waivers select by the names of the configured clouds", async () => {
  const policy = join(scene.directory, "policy.yaml");
  const waivers = join(scene.directory, "waivers.yaml");
  await writeFile(
    policy,
    `version: 1\nrules:\n${rule("all", "production")}${rule("shop", "production/shop")}${rule("lake", `production/${LAKE}`)}`,
  );
  await writeFile(
    waivers,
    'version: 1\nwaivers:\n  - { rules: [shop], select: { clouds: ["production/*/us-*"] }, owner: z, reason: r, expires: 2999-12-31 }\n',
  );
  const flags = ["--account", "shop", "--output", "json"];
  const checked = await scene.run(["check", "--policy", policy, "--waivers", waivers, ...flags]);
  const { resources } = JSON.parse(checked.stdout) as {
    resources: { findings: { rule: string }[]; suppressed: { rule: string }[] }[];
  };
  expect(
    resources.map(({ findings, suppressed }) => [findings, suppressed].map((all) => all.map(({ rule: id }) => id))),
  ).toEqual([[["all"], ["shop"]]]);
});

test("the units that clouds shows can be written after --ou, and an account whose name has a comma after --account", async () => {
  const { aws } = scene.clouds;
  const id = "777788889999";
  aws.accounts.add({ id, name: "Acme, Inc.", unit: "/Partners/Far" });
  const listed = async (...commandLine: readonly string[]) => {
    const shown = await scene.run(["clouds", "--refresh-clouds", "--output", "json", ...commandLine]);
    expectExit(shown, 0);
    return (JSON.parse(shown.stdout) as { clouds: { account: string; unit?: string }[] }).clouds;
  };
  const [named] = await listed("--account", "Acme\\, Inc.,none");
  expect(named).toMatchObject({ account: id });
  const { unit = "" } = named ?? {};
  expect((await listed("--ou", unit)).map(({ account }) => account)).toEqual([id]);
  expect((await listed("--ou", "/Partners")).map(({ account }) => account)).toEqual([id]);
  aws.accounts.add({ id, state: "CLOSED" });
});

test("a selection that leaves nothing says so", async () => {
  for (const command of ["list", "clouds"]) {
    const shown = await scene.run([command, "--account", "shopp,none"]);
    expectExit(shown, 64);
    expect(shown.stderr).toContain(
      "No account and region of production matches the selection: account shopp, account none.\n  Did you mean shop?",
    );
  }
});

test("a full name is tagged with one session and without a list, also from a table", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.in(SHOP).createKey();
  const askedBy = async (commandLine: readonly string[], input?: string) => {
    const before = aws.requests.entries.length;
    expectExit(await scene.run(commandLine, input === undefined ? {} : { input }), 0);
    return aws.requests.entries.slice(before).map(({ operation }) => operation);
  };
  const named = await askedBy(["tag", arn, "--set", "team=search"]);
  const listed = await askedBy(["apply", "-f", "-", "--yes"], `reference,team\n${arn},data\n`);
  expect(aws.in(SHOP).tagsOf(arn)).toMatchObject({ team: "data" });
  for (const asked of [named, listed]) {
    expect(asked.filter((operation) => operation === "AssumeRole")).toHaveLength(1);
    expect(asked).not.toContain("ListAccounts");
  }
});

test("a plan for every account is applied, and the accounts that were not read are named", async () => {
  const desired = join(scene.directory, "stage.yaml");
  await writeFile(desired, "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { stage: live }\n");
  const planned = await scene.run(["plan", "-f", desired, "--out", "stage.json"]);
  expectExit(planned, 3);
  expect(planned.stdout).toContain("Plan: 2 resources to change");
  const applied = await scene.run(["apply", "stage.json", "--yes"]);
  expectExit(applied, 0);
  const listed = await scene.run(["list", "--account", "shop", "--output", "json"]);
  expectExit(listed, 0);
  const { resources } = JSON.parse(listed.stdout) as { resources: object[] };
  expect(resources).toMatchObject([{ tags: { stage: "live" } }, { tags: { stage: "live" } }]);
});

test("check and export read the accounts that they can, name the others, and end with 3", async () => {
  await writeFile(join(scene.directory, "policy.yaml"), "version: 1\nrules: [{ id: team, required: [team] }]\n");
  for (const commandLine of [["check", "--policy", "policy.yaml", "--output", "json"], ["export"]]) {
    const result = await scene.run(commandLine);
    expectExit(result, 3);
    expect(result.stderr).toContain(`arn:aws:iam::${LAKE}:role/OrganizationAccountAccessRole`);
    expect(result.stderr).toContain(`The account ${SUSPENDED} is suspended`);
    expect(result.stdout).toContain(SHOP);
    expect(result.stderr.trimEnd().split("\n").at(-1)).toMatch(
      /^production: \d accounts: 1 read, 2 not read completely, /,
    );
  }
  const shown = await scene.run(["check", "--policy", "policy.yaml", "--account", "shop", "--ou", "/Workloads"]);
  expect(shown.stdout).toMatch(/^aws 222233334444 \(shop\) +\d/m);
  expect(shown.stdout).toMatch(/^aws \/Workloads\/Prod +\d/m);
  await scene.run(["check", "--policy", "policy.yaml", "--report", "html=tags.html"]);
  const [page = ""] = (await readFile(join(scene.directory, "tags.html"), "utf8")).split("<script");
  const text = page.replaceAll(/<[^>]*>/g, "").replaceAll("&#34;", '"');
  expect(text).toContain("2 accounts not read completely");
  expect(text).toContain(`aws ${SUSPENDED} (fraud) The resources of "production/${SUSPENDED}`);
  expect(text).toContain(`aws ${LAKE} (lake) The resources of "production/${LAKE}`);
});

test("an export says the account and region of each resource, in CSV and as JSON lines", async () => {
  const { region } = scene.clouds.aws;
  const csv = await scene.run(["export", "--account", "shop", "--format", "csv"]);
  const [heading, ...rows] = csv.stdout.split("\n");
  expect(heading).toMatch(/,error,account,region$/);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.replaceAll('"', "").endsWith(`,${SHOP},${region}`)).toBe(true);
  const lines = await scene.run(["export", "--account", "shop"]);
  for (const line of lines.stdout.split("\n")) expect(JSON.parse(line)).toMatchObject({ account: SHOP, region });
  const yaml = await scene.run(["list", "--account", "shop", "-o", "yaml"]);
  expect(yaml.stdout).toContain(`account: "${SHOP}"`);
});

test("an account that can no longer be read does not stop the others of a plan", async () => {
  const { aws } = scene.clouds;
  const desired = join(scene.directory, "left.yaml");
  await writeFile(desired, "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { left: no }\n");
  const leaving = "666677778888";
  aws.accounts.add({ id: leaving });
  aws.in(leaving).createKey();
  expectExit(await scene.run(["plan", "-f", desired, "--account", `shop,${leaving}`, "--out", "left.json"]), 0);
  aws.accounts.add({ id: leaving, state: "SUSPENDED" });
  const applied = await scene.run(["apply", "left.json", "--yes"]);
  expectExit(applied, 3);
  expect(applied.stdout).toContain("3 resources: 2 changed, 0 unchanged, 1 skipped, 0 failed");
  expect(applied.stderr).toContain(`The account ${leaving} is suspended`);
});

test("a key, a secret and a certificate of one account are tagged with one session of its role", async () => {
  const { aws } = scene.clouds;
  const references = [
    aws.in(SHOP).createKey().arn,
    aws.secretsIn(SHOP).createSecret({ name: "shop/db" }).arn,
    aws.certificatesIn(SHOP).createCertificate().arn,
  ];
  aws.requests.clear();
  const tagged = await scene.run(["tag", ...references, "--set", "team=payments", "--output", "json"]);
  expectExit(tagged, 0);
  expect(JSON.parse(tagged.stdout)).toMatchObject({ counts: { changed: 3 } });
  expect(aws.secretsIn(SHOP).tagsOf(references[1] ?? "")).toEqual({ team: "payments" });
  expect(aws.certificatesIn(SHOP).tagsOf(references[2] ?? "")).toEqual({ team: "payments" });
  expect(aws.requests.count("AssumeRole")).toBe(1);

  const listed = await scene.run(["list", "--kind", "secret", "--account", SHOP, "--output", "json"]);
  expectExit(listed, 0);
  expect(JSON.parse(listed.stdout)).toMatchObject({ resources: [{ reference: references[1], kind: "secret" }] });
});
