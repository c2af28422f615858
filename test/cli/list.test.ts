import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit, withoutWaits } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
  const { aws, alibaba } = scene.clouds;
  aws.keys.addMany(3, { tags: { team: "payments" } });
  alibaba.keys.addMany(2, { tags: { team: "search", "acs:reserved": "x" } });
  alibaba.secrets.createSecret("database", { team: "search" });
});
afterAll(() => scene.close());

interface Listed {
  readonly reference: string;
  readonly provider: string;
  readonly kind: string;
  readonly tags: Readonly<Record<string, string>>;
}

test("a file or a tag in the place of a reference is named as what it is", async () => {
  await writeFile(join(scene.directory, "refs.txt"), "secret/database\n");
  const requests = scene.requests();
  const file = await scene.run(["list", "refs.txt"]);
  expectExit(file, 64);
  expect(file.stderr).toContain("--resources refs.txt");
  const tag = await scene.run(["list", "team=search"]);
  expectExit(tag, 64);
  expect(tag.stderr).toContain("--filter 'team=search'");
  const unclear = await scene.run(["list", "1234abcd-12ab-34cd-56ef-1234567890ab"]);
  expectExit(unclear, 2);
  expect(unclear.stderr).toContain("(arn:aws:kms:…, arn:aws:secretsmanager:…, arn:aws:acm:…, acs:kms:…)");
  expect(scene.requests()).toBe(requests);
});

test("without references everything in every configured cloud is listed, each resource once", async () => {
  const result = await scene.run(["list", "--output", "json"]);
  expectExit(result, 0);
  const { resources } = JSON.parse(result.stdout) as { resources: Listed[] };
  expect(countBy(resources)).toEqual({ "aws key": 3, "alibaba key": 2, "alibaba secret": 1 });
  expect(new Set(resources.map(({ reference }) => reference)).size).toBe(6);
  expect(resources.filter(({ kind }) => kind === "secret").map(({ tags }) => tags)).toEqual([{ team: "search" }]);
});

test("of the given references, only the ones of a kind are read", async () => {
  const all = await scene.run(["list", "--output", "json", "--cloud", "alibaba"]);
  const known = (JSON.parse(all.stdout) as { resources: Listed[] }).resources.map(({ reference }) => reference);
  const secret = known.find((reference) => reference.includes("secret/")) ?? "";
  // Certificates cannot be read, which would be an error.
  const references = [...known, secret.replace(/secret.*/, "certificate/c-1")];
  const listed = await scene.run(["list", "--output", "json", "--kind", "secret", ...references]);
  expectExit(listed, 0);
  expect((JSON.parse(listed.stdout) as { resources: Listed[] }).resources).toMatchObject([{ reference: secret }]);
  const exported = await scene.run(["export", "--kind", "key", ...references]);
  expect(exported.stdout.trim().split("\n")).toHaveLength(2);
  const none = await scene.run(["export", "--kind", "key", secret]);
  expectExit(none, 0);
  expect(none.stdout).toBe("");
});

test("a kind that one cloud cannot list is listed of the others, and named once", async () => {
  const { arn } = scene.clouds.aws.certificates.createCertificate();
  const listed = await scene.run(["list", "--output", "json", "--kind", "certificate"]);
  expectExit(listed, 0);
  const { resources, unlisted } = JSON.parse(listed.stdout) as { resources: Listed[]; unlisted: object[] };
  expect(resources).toMatchObject([{ reference: arn }]);
  expect(unlisted).toMatchObject([{ cloud: "alibaba", kind: "certificate", error: { code: "unsupported" } }]);
  expect(
    listed.stderr.match(/warning: There may be more: the certificates of "alibaba" \(.*\) cannot be listed: /g),
  ).toHaveLength(1);
  expectExit(await scene.run(["export", "--kind", "certificate"]), 0);
  // Who names the cloud expects its certificates.
  const named = await scene.run(["list", "--kind", "certificate", "--cloud", "aws,alibaba"]);
  expectExit(named, 3);
  expect(named.stderr).toContain("error: There may be more: ");

  const desired = join(scene.directory, "certificates.yaml");
  await writeFile(desired, "version: 1\nstatements:\n  - select: { kinds: [certificate] }\n    set: { stage: live }\n");
  const planned = await scene.run(["plan", "-f", desired, "--out", "certificates.json"]);
  expectExit(planned, 3);
  expect(planned.stdout).toContain("Plan: 1 resource to change");

  const before = scene.requests();
  const alone = await scene.run(["list", "--cloud", "alibaba", "--kind", "certificate"]);
  expectExit(alone, 1);
  expect(scene.requests()).toBe(before);
});

test("a cloud that cannot be listed is named, and does not hide the others", async () => {
  const environment = { AWS_SECRET_ACCESS_KEY: "of-another-account" };
  const listed = await scene.run(["list", "--output", "json"], { environment });
  expectExit(listed, 3);
  const { resources, unlisted } = JSON.parse(listed.stdout) as { resources: Listed[]; unlisted: object[] };
  expect(countBy(resources)).toEqual({ "alibaba key": 2, "alibaba secret": 1 });
  expect(unlisted).toMatchObject([{ cloud: "aws", provider: "aws", error: { code: "unauthenticated" } }]);
  expect(listed.stderr).toMatch(
    /There may be more: the resources of "aws" \(aws, .*\) could not be listed completely: /,
  );
  const exported = await scene.run(["export"], { environment });
  expectExit(exported, 3);
  expect(exported.stdout.split("\n")).toHaveLength(3);

  const desired = join(scene.directory, "stage.yaml");
  await writeFile(desired, "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { stage: live }\n");
  const planned = await scene.run(["plan", "-f", desired, "--out", "stage.json"], { environment });
  expectExit(planned, 3);
  expect(planned.stdout).toContain("Plan: 2 resources to change");
  expect(planned.stdout).toMatch(
    /Warning, crosstag.unlisted\n  There may be more: the resources of aws\/us-east-1 could/,
  );
  expect(planned.stderr).toMatch(
    /There may be more: the resources of "aws" \(aws, .*\) could not be listed completely: /,
  );
  const shown = await scene.run(["plan", "stage.json"]);
  expectExit(shown, 3);
  expect(shown.stdout).toContain("crosstag.unlisted");

  const policy = join(scene.directory, "owner.yaml");
  await writeFile(policy, "version: 1\nrules:\n  - id: owner\n    required: [owner]\n");
  const checked = await scene.run(["check", "--quiet", "--policy", policy], { environment });
  expectExit(checked, 3);
  expect(checked.stderr).toMatch(/There may be more: the resources of "aws" \(aws, .*\n  Check the secret access key/);
});

function countBy(resources: readonly Listed[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { provider, kind } of resources) counts[`${provider} ${kind}`] = (counts[`${provider} ${kind}`] ?? 0) + 1;
  return counts;
}

test("--cloud and --kind narrow it down, and a cloud that is not selected is not asked", async () => {
  const before = scene.clouds.aws.requests.count();
  const result = await scene.run([
    "list",
    "--cloud",
    "alibaba",
    "--kind",
    "key",
    "--output",
    "jsonl",
    "--include-reserved",
  ]);
  const lines = result.stdout.split("\n").map((line) => JSON.parse(line) as Listed);
  expect(lines.map(({ tags }) => tags)).toEqual(
    Array.from({ length: 2 }, () => ({ "acs:reserved": "x", team: "search" })),
  );
  expect(scene.clouds.aws.requests.count()).toBe(before);
});

test("a table for people: values as they are, but no control character is obeyed", async () => {
  const { arn } = scene.clouds.aws.keys.createKey({ tags: { note: "a\u001B[31mb", team: "payments" } });
  const result = await scene.run(["list", arn]);
  expectExit(result, 0);
  expect(result.stdout).toMatch(/^KIND +RESOURCE +TAGS/);
  expect(result.stdout).toContain("note=a\\u001b[31mb");
  expect(result.stdout).toContain("team=payments");
  expect(result.stdout).not.toContain("\u001B");
  expect((await scene.run(["list", arn], { environment: { FORCE_COLOR: "1" } })).stdout).toContain("\u001B[1mKIND");
});

test("a resource that does not exist is a failure, not a resource without tags: exit 3", async () => {
  const unknown = "acs:kms:cn-hangzhou:1234567890123456:key/key-00000000000000000000";
  const result = await scene.run(["list", unknown, "--output", "json"]);
  expectExit(result, 3);
  expect(JSON.parse(result.stdout)).toMatchObject({
    resources: [{ resource: unknown, status: "failed", error: { code: "not-found" } }],
  });
});

test("a reader that goes away is not an error", async () => {
  const { keys } = scene.clouds.alibaba;
  keys.addMany(3000, { tags: { filler: "x".repeat(100) } });
  const subprocess = scene.start(["list", "--cloud", "alibaba", "--kind", "key", "--output", "jsonl"]);
  const child = await subprocess.nodeChildProcess;
  child.stdout?.once("data", () => child.stdout?.destroy());
  const [exitCode, stderr] = await Promise.all([
    new Promise<number | null>((done) => child.once("close", done)),
    subprocess.then(
      (result) => result.stderr,
      (error: { stderr: string }) => error.stderr,
    ),
  ]);
  expect(exitCode).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|error/i);
});

test("what to do about equal failures is said once, not in each row", async () => {
  const { aws } = scene.clouds;
  const missing = [1, 2, 3].map(
    (last) => `arn:aws:kms:${aws.region}:${aws.account}:key/0000000${last}-0000-4000-8000-000000000000`,
  );
  for (const commandLine of [
    ["list", ...missing],
    ["tag", ...missing, "--set", "a=1"],
    ["untag", ...missing, "--key", "a"],
  ]) {
    const result = await scene.run(commandLine);
    expectExit(result, 3);
    const hints = result.stderr.match(/^error: 3 resources: (.+)$/gm) ?? [];
    expect(hints).toHaveLength(1);
    expect(result.stdout).not.toContain((hints[0] ?? "").replace("error: 3 resources: ", ""));
  }
});

interface Detailed extends Listed {
  readonly details?: Readonly<Record<string, string>>;
}

test("--filter, --missing and --where narrow a listing, and describe only what matches by its tags", async () => {
  await using own = await openScene();
  const { aws, alibaba } = own.clouds;
  const open = aws.keys.createKey({ tags: { team: "payments" } });
  const disabled = aws.keys.createKey({ tags: { team: "payments" } });
  aws.keys.setState(disabled.arn, "Disabled");
  aws.keys.createKey({ tags: { team: "payments", owner: "zoe" } });
  aws.keys.createKey({ tags: { team: "ops" } });
  alibaba.secrets.createSecret("database", { team: "payments" });
  const before = aws.requests.count("DescribeKey");
  const conditions = ["--filter", "team=pay*", "--missing", "owner", "--where", "state=enabled", "--kind", "key"];
  const result = await own.run(["list", "--output", "json", ...conditions]);
  expectExit(result, 0);
  const { resources } = JSON.parse(result.stdout) as { resources: Detailed[] };
  expect(resources.map(({ reference }) => reference)).toEqual([open.arn]);
  expect(resources[0]?.details).toMatchObject({ state: "enabled", manager: "customer", origin: "cloud" });
  expect(withoutWaits(result.stderr)).toBe("1 of 4 resources match.");
  expect(aws.requests.count("DescribeKey") - before).toBe(2);
  expect(withoutWaits((await own.run(["list", open.arn, "--filter", "team"])).stderr)).toBe("1 of 1 resource matches.");

  const exported = await own.run(["export", "--format", "csv", "--filter", "team!=payments"]);
  expectExit(exported, 0);
  expect(exported.stdout.split("\n").map((line) => line.split(",").slice(4).join(","))).toEqual([
    "tag_key,tag_value,error,account,region",
    `team,ops,,"${own.clouds.aws.account}",${own.clouds.aws.region}`,
  ]);
});

test("a resource that cannot be described is a failure, because it could match", async () => {
  await using own = await openScene();
  const { arn } = own.clouds.aws.keys.createKey({ tags: { team: "payments" } });
  const denied = JSON.stringify({ __type: "AccessDeniedException", message: "denied" });
  own.clouds.aws.after("DescribeKey", (answer) => ({ ...answer, status: 400, body: denied }));
  const result = await own.run(["list", "--output", "json", "--cloud", "aws", "--where", "state=enabled"]);
  expectExit(result, 3);
  expect(JSON.parse(result.stdout)).toMatchObject({ resources: [{ reference: arn, status: "failed" }] });
});

test("conditions that cannot be understood are refused together before anything is sent, without their values", async () => {
  const before = scene.requests();
  const filters = ["--filter", "team", "--filter", "=secret", "--filter", "=other"];
  const result = await scene.run(["list", ...filters, "--where", "color=secret"]);
  expectExit(result, 64);
  const [problems, ...fixes] = result.stderr.split("\n  ");
  expect(problems).toMatch(
    /^error: Condition 2 of --filter has no tag key\. Condition 3 of --filter has no tag key\. Condition 1 of --where /,
  );
  expect(fixes).toEqual(["Write team, team=payments or team!=payments.", expect.any(String)]);
  expect(result.stderr).not.toContain("secret");
  expect(scene.requests()).toBe(before);
});

test("the output formats of a list", async () => {
  await using own = await openScene();
  const aliases = ["alias/cards", "alias/pay"];
  const { arn } = own.clouds.aws.keys.createKey({ tags: { team: "payments" }, description: "card vault", aliases });
  own.clouds.alibaba.keys.createKey({ aliases: ["alias/pay-2"] });
  own.clouds.aws.keys.setState(arn, "Disabled");
  const place = [own.clouds.aws.account, own.clouds.aws.region];
  const wide = await own.run(["list", "-o", "wide", "--cloud", "aws", "--quiet"]);
  expectExit(wide, 0);
  expect(wide.stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["KIND", "RESOURCE", "ACCOUNT", "REGION", "ALIASES", "STATE", "DESCRIPTION", "TAGS"],
    ["key", arn, ...place, "alias/cards", "disabled", "card vault", "team=payments"],
    ["", "alias/pay"],
  ]);
  const csv = await own.run(["list", "-o", "csv", "--cloud", "aws", "--quiet"]);
  expect(csv.stdout.split("\n")).toEqual([
    "provider,kind,reference,alias,tag_key,tag_value,error,account,region",
    `aws,key,${arn},,team,payments,,"${place.join('",')}`,
  ]);
  const described = await own.run(["list", "-o", "csv", "--cloud", "aws", "--quiet", "--describe"]);
  expect(described.stdout).toContain(`aws,key,${arn},"alias/cards alias/pay",team,payments,`);

  const paying = await own.run(["list", "-o", "json", "--where", "alias=alias/pay*"]);
  expectExit(paying, 0);
  expect(JSON.parse(paying.stdout)).toMatchObject({
    resources: [
      { reference: arn, aliases },
      { provider: "alibaba", aliases: ["alias/pay-2"] },
    ],
  });
  expect(own.clouds.aws.requests.count("ListAliases")).toBe(3);
  const exported = await own.run(["export", "--aliases", "--format", "csv", "--where", "alias=alias/c*"]);
  expect(exported.stdout.trim().split("\n").slice(1)).toEqual([
    `aws,key,${arn},"alias/cards alias/pay",team,payments,,"${place.join('",')}`,
  ]);

  const denied = JSON.stringify({ __type: "AccessDeniedException", message: "denied" });
  own.clouds.aws.after("ListAliases", (answer) => ({ ...answer, status: 400, body: denied }));
  const without = await own.run(["list", "-o", "wide", "--cloud", "aws"]);
  expectExit(without, 0);
  expect(without.stdout).toMatch(/ +unknown +disabled/);
  expect(without.stderr).toMatch(/The aliases of 1 resource could not be listed: .*kms:ListAliases/s);
  const matching = await own.run(["list", "-o", "json", "--cloud", "aws", "--where", "alias!=alias/x"]);
  expectExit(matching, 3);
  expect(JSON.parse(matching.stdout)).toMatchObject({ resources: [{ reference: arn, status: "failed" }] });

  const query = ["--query", "resources[].tags.team", "--cloud", "aws", "--quiet"];
  expect((await own.run(["list", ...query])).stdout).toBe('[\n  "payments"\n]');
  expect((await own.run(["list", "-o", "yaml", ...query])).stdout).toBe("- payments");
});

test("outputs that a command does not have, and what is not a query, are refused before anything is sent", async () => {
  const before = scene.requests();
  for (const [commandLine, message] of [
    [
      ["plan", "-o", "csv"],
      "`crosstag plan` has no output csv.\n  Write --output and one of: table, json, jsonl, yaml.",
    ],
    [["tag", "key-1", "a=1", "-o", "wide"], "`crosstag tag` has no output wide."],
    [["list", "-o", "jsonl", "--query", "a"], "--query cannot be used with --output jsonl."],
    [["list", "--query", "a["], "--query is not a JMESPath expression"],
  ] as const) {
    const result = await scene.run(commandLine);
    expectExit(result, 64);
    expect(result.stderr).toContain(message);
  }
  expect(scene.requests()).toBe(before);
});
