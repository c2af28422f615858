import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

const SHOP = "222233334444";
const LAKE = "333344445555";
const DENIED = "444455556666";
const SUSPENDED = "555566667777";
const CHINA_SHOP = "2222333344445555";
const CHINA_DENIED = "3333444455556666";
const CHINA_SUSPENDED = "4444555566667777";
/** What each command says of the accounts that it cannot read. */
const UNREAD = [`arn:aws:iam::${DENIED}:role/OrganizationAccountAccessRole`, `The account ${SUSPENDED} is suspended`];
const UNREAD_IN_CHINA = [
  `acs:ram::${CHINA_DENIED}:role/ResourceDirectoryAccountAccessRole`,
  `acs:ram::${CHINA_SUSPENDED}:role/ResourceDirectoryAccountAccessRole`,
];

let scene: Scene;

const write = (name: string, text: string) => writeFile(join(scene.directory, name), text);

/** One account of AWS, and an entry whose organization cannot be listed, because its role is refused. */
async function configureClosed(): Promise<void> {
  const { aws } = scene.clouds;
  const entry = (name: string, accounts: string) =>
    `  ${name}: { provider: aws, endpoint: "${aws.endpoint}", ${accounts}, assumeRole: { name: OrganizationAccountAccessRole, region: us-east-1 }, regions: [${aws.region}] }\n`;
  const role = `arn:aws:iam::${DENIED}:role/OrganizationAccountAccessRole`;
  await write(
    "crosstag.yaml",
    `clouds:\n${entry("production", `accounts: ["${SHOP}"]`)}${entry("closed", `organization: { role: "${role}" }`)}`,
  );
}

/** Two fleets with good accounts, one without the role and a suspended one. */
async function configure(awsAccounts = [SHOP, LAKE, DENIED]): Promise<void> {
  const { aws, alibaba } = scene.clouds;
  const organization = awsAccounts.length === 3 ? "organization: {}" : `accounts: ${JSON.stringify(awsAccounts)}`;
  await write(
    "crosstag.yaml",
    `clouds:
  production:
    provider: aws
    endpoint: ${aws.endpoint}
    ${organization}
    assumeRole: { name: OrganizationAccountAccessRole, region: us-east-1 }
    regions: [${aws.region}]
  china:
    provider: alibaba
    endpoint: ${alibaba.endpoint}
    accounts: ${JSON.stringify([CHINA_SHOP, CHINA_DENIED, CHINA_SUSPENDED])}
    assumeRole: { name: ResourceDirectoryAccountAccessRole }
    regions: [${alibaba.region}]
`,
  );
}

beforeAll(async () => {
  scene = await openScene();
  const { aws, alibaba } = scene.clouds;
  aws.accounts.add({ id: SHOP, name: "shop" });
  aws.accounts.add({ id: LAKE, name: "lake" });
  aws.accounts.add({ id: DENIED, roles: [] });
  aws.accounts.add({ id: SUSPENDED, state: "SUSPENDED" });
  alibaba.accounts.add({ id: CHINA_SHOP, name: "shop" });
  alibaba.accounts.add({ id: CHINA_DENIED, roles: [] });
  alibaba.accounts.add({ id: CHINA_SUSPENDED, suspended: true });
  await configure();
});
afterAll(() => scene.close());

const china = () => scene.clouds.alibaba.in(scene.clouds.alibaba.region, CHINA_SHOP);

function expectNamed(stderr: string, names: readonly string[]): void {
  for (const name of names) expect(stderr).toContain(name);
}

test("a run over accounts is resumed to its end, and undone", async () => {
  const { aws } = scene.clouds;
  const keys = [SHOP, LAKE].flatMap((account) =>
    Array.from({ length: 2 }, () => ({ account, arn: aws.in(account).createKey({ tags: { owner: account } }).arn })),
  );
  const tags = () => keys.map(({ account, arn }) => aws.in(account).tagsOf(arn));
  const before = tags();
  const planned = await scene.run(["plan", "-f", "-", "--out", "run.json"], {
    input: JSON.stringify({ version: 1, statements: [{ select: { kinds: ["key"] }, set: { stage: "live" } }] }),
  });
  expectExit(planned, 3);
  expectNamed(planned.stderr, [...UNREAD, ...UNREAD_IN_CHINA]);
  expect(planned.stderr).toMatch(/accounts: \d+ read, /);
  // Nothing is said about accounts that a plan did not ask.
  const part = { select: { kinds: ["key"], regions: [aws.region] }, set: { stage: "live" } };
  const input = JSON.stringify({ version: 1, statements: [part] });
  expect((await scene.run(["plan", "-f", "-"], { input })).stderr).not.toMatch(/accounts: \d+ read, /);
  expectExit(await scene.run(["apply", "run.json", "--limit", "1"]), 0);
  expect(tags().filter(({ stage }) => stage === "live")).toHaveLength(1);
  expectExit(await scene.run(["resume", "latest"]), 0);
  expect(tags()).toEqual(before.map((own) => ({ ...own, stage: "live" })));
  expectExit(await scene.run(["undo", "latest", "--yes"]), 0);
  expect(tags()).toEqual(before);
});

test("the changes of an account that is no longer configured are left out and named, and can be resumed", async () => {
  const { aws } = scene.clouds;
  const [shop, lake] = [SHOP, LAKE].map((account) => aws.in(account).createKey({ tags: { left: "no" } }).arn);
  const input = JSON.stringify({
    version: 1,
    statements: [{ select: { tags: { left: "no" } }, set: { left: "yes" } }],
  });
  const planned = await scene.run(["plan", "-f", "-", "--account", `${SHOP},${LAKE}`, "--out", "left.json"], { input });
  expectExit(planned, 0);
  const lakeOnly = ["plan", "-f", "-", "--account", LAKE, "--out", "lake.json"];
  expectExit(await scene.run(lakeOnly, { input }), 0);
  for (const [flags, served] of [
    [["--account", SHOP], `but only account ${SHOP} is configured and selected for AWS KMS in ${aws.region}.`],
    [["--not-account", LAKE], "for which no cloud is configured and selected."],
  ] as const) {
    const unselected = await scene.run(["apply", "lake.json", ...flags]);
    expectExit(unselected, 1);
    expect(unselected.stderr).toContain(
      `The plan changes resources of account ${LAKE} (aws/${LAKE}/${aws.region}), ${served} Nothing was sent.`,
    );
  }
  try {
    await configure([SHOP]);
    const applied = await scene.run(["apply", "left.json"]);
    expectExit(applied, 3);
    expect(applied.stderr).toContain(
      `aws/${LAKE}/${aws.region}: The plan changes resources of account ${LAKE} (aws/${LAKE}/${aws.region}), but only account ${SHOP} is configured and selected for AWS KMS in ${aws.region}.`,
    );
    expect(applied.stderr).toContain("When it is configured: crosstag resume");
    expect(aws.in(SHOP).tagsOf(shop ?? "")["left"]).toBe("yes");
    expect(aws.in(LAKE).tagsOf(lake ?? "")["left"]).toBe("no");
    await configure([DENIED]);
    const alone = await scene.run(["apply", "left.json"]);
    expect(alone.exitCode).not.toBe(0);
    expect(alone.stderr).toContain("Nothing was sent.");
  } finally {
    await configure();
  }
  expectExit(await scene.run(["resume", "latest"]), 0);
  expect(aws.in(LAKE).tagsOf(lake ?? "")["left"]).toBe("yes");
  const left = () => [shop, lake].map((arn) => aws.in(arn?.split(":")[4] ?? "").tagsOf(arn ?? "")["left"]);
  const undone = await scene.run(["undo", "latest", "--yes", "--account", SHOP]);
  expectExit(undone, 3);
  expect(undone.stdout).toContain(`No cloud is configured or selected for aws/${LAKE}/${aws.region}.`);
  expect(left()).toEqual(["no", "yes"]);
  const [, again = ""] = /When there is one: crosstag undo (\S+)/.exec(undone.stderr) ?? [];
  expectExit(await scene.run(["undo", again, "--yes"]), 0);
  expect(left()).toEqual(["no", "no"]);
});

test("an entry whose organization cannot be listed stops no other entry, and is named once", async () => {
  const { aws } = scene.clouds;
  const [shop, lake] = [SHOP, LAKE].map((account) => aws.in(account).createKey({ tags: { closed: "no" } }).arn);
  const input = JSON.stringify({
    version: 1,
    statements: [{ select: { tags: { closed: "no" } }, set: { closed: "yes" } }],
  });
  const closedOf = (arn: string | undefined) => aws.in(arn?.split(":")[4] ?? "").tagsOf(arn ?? "")["closed"];
  expectExit(await scene.run(["plan", "-f", "-", "--account", `${SHOP},${LAKE}`, "--out", "c.json"], { input }), 0);
  const denied = `AWS STS did not allow the role arn:aws:iam::${DENIED}:role/OrganizationAccountAccessRole`;
  const expectOnce = ({ stderr }: { readonly stderr: string }) => expect(stderr.split(denied)).toHaveLength(2);
  try {
    await configureClosed();
    const listed = await scene.run(["list", "--output", "json"]);
    expectExit(listed, 3);
    expectOnce(listed);
    const { unlisted } = JSON.parse(listed.stdout) as { unlisted: object[] };
    expect(unlisted).toMatchObject([{ cloud: "closed", error: { code: "access-denied" } }]);
    expect(listed.stderr).toContain("closed: none of its accounts was read, because they are not known.");

    const tagged = await scene.run(["tag", "--filter", "closed=no", "--set", "filtered=yes", "--yes"]);
    expectExit(tagged, 3);
    expectOnce(tagged);
    expect(aws.in(SHOP).tagsOf(shop ?? "")["filtered"]).toBe("yes");

    // The account is one of the entry that cannot be listed now.
    const applied = await scene.run(["apply", "c.json"]);
    expectExit(applied, 3);
    expectOnce(applied);
    expect([shop, lake].map(closedOf)).toEqual(["yes", "no"]);
    await configure();
    expectExit(await scene.run(["resume", "latest"]), 0);
    await configureClosed();
    const undone = await scene.run(["undo", "latest", "--yes"]);
    expectExit(undone, 3);
    expect(undone.stdout).toContain(denied);
    expect([shop, lake].map(closedOf)).toEqual(["no", "yes"]);

    const alone = await scene.run(["list", "--cloud", "closed"]);
    expectExit(alone, 1);
    expectOnce(alone);
  } finally {
    await configure();
  }
});

test("enforce fixes what it can read on both clouds, and names the accounts that it cannot read", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.in(LAKE).createKey({ tags: { Team: "data" } });
  const inChina = china().keys.createKey({ tags: { Team: "data" } }).arn;
  await write("policy.yaml", "version: 1\nrules: [{ id: spelling, spelling: [team] }]\n");
  const enforced = await scene.run(["enforce", "--policy", "policy.yaml", "--out", "fixes.json"]);
  expectExit(enforced, 3);
  expectNamed(enforced.stderr, [...UNREAD, ...UNREAD_IN_CHINA]);
  expectExit(await scene.run(["apply", "fixes.json"]), 0);
  expect(aws.in(LAKE).tagsOf(arn)["team"]).toBe("data");
  expect(china().keys.tagsOf(inChina)["team"]).toBe("data");
});

test("diff compares an export with the accounts, and says that it is not complete", async () => {
  const { aws } = scene.clouds;
  const { arn } = aws.in(SHOP).createKey({ tags: { compared: "old" } });
  expectExit(await scene.run(["export", "--out", "before.jsonl"]), 3);
  aws.in(SHOP).setTags(arn, { compared: "new" });
  const compared = await scene.run(["diff", "before.jsonl", "production"]);
  expectExit(compared, 3);
  expectNamed(compared.stderr, UNREAD);
  expect(compared.stdout).toContain(arn);
});

test("tags move from accounts of AWS to an account of Alibaba Cloud", async () => {
  const { aws } = scene.clouds;
  const sources = [SHOP, LAKE].map((account) => aws.in(account).createKey({ tags: { moved: account } }).arn);
  const targets = sources.map(() => china().keys.createKey().arn);
  await write("pairs.csv", `from,to\n${sources.map((from, index) => `${from},${targets[index]}`).join("\n")}\n`);
  await write("map.yaml", "version: 1\nmatch: { file: pairs.csv }\n");
  const sides = ["--from", "production", "--to", "china", "--map", "map.yaml"];
  expectExit(await scene.run(["migrate", ...sides, "--out", "move.json"]), 0);
  expectExit(await scene.run(["apply", "move.json"]), 0);
  expect(targets.map((arn) => china().keys.tagsOf(arn)["moved"])).toEqual([SHOP, LAKE]);
  expectExit(await scene.run(["migrate", "verify", ...sides]), 0);
});

test("the key material of one key of each fleet is deleted with the session of its account, without a list", async () => {
  const { aws, alibaba } = scene.clouds;
  const own = aws.in(LAKE).createKey({ origin: "EXTERNAL" });
  const other = aws.in(SHOP).createKey({ origin: "EXTERNAL" });
  const inChina = china().keys.createKey({ origin: "EXTERNAL" });
  const before = aws.requests.entries.length + alibaba.requests.entries.length;
  for (const { arn, keyId } of [own, inChina])
    expectExit(await scene.run(["delete-key-material", arn, "--confirm", keyId]), 0);
  expect(aws.in(LAKE).describe(own.arn).state).toBe("PendingImport");
  expect(aws.in(SHOP).describe(other.arn).state).toBe("Enabled");
  expect(china().keys.describe(inChina.arn).state).toBe("PendingImport");
  const asked = [...aws.requests.entries, ...alibaba.requests.entries].slice(before).map(({ operation }) => operation);
  expect(asked).not.toContain("ListAccounts");
  expect(aws.requests.count("DeleteImportedKeyMaterial") + alibaba.requests.count("DeleteKeyMaterial")).toBe(2);
});
