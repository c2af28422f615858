import { expect, test } from "vitest";
import { expectExit, runCrosstag } from "./run-crosstag.ts";

test("validate explains, without any cloud, what fits where and how to fix the rest", async () => {
  const mixed = await runCrosstag(["validate", "team=payments", "owner=Zoë", "--for", "aws,alibaba"]);
  expectExit(mixed, 2);
  expect(mixed.stdout).toMatch(/^fits +aws/m);
  expect(mixed.stdout).toMatch(/^does not fit +alibaba .*“ë” \(U\+00EB\)/m);
  expect((await runCrosstag(["validate", "team=payments", "--for", "aws,alibaba,qkms"])).exitCode).toBe(0);

  const document = await runCrosstag(["validate", "team=payments", "team=search", "--output", "json"]);
  expectExit(document, 2);
  expect(JSON.parse(document.stdout)).toMatchObject({
    fits: false,
    clouds: [
      { cloud: "aws", fits: false, violations: [{ rule: "crosstag.duplicate-key", position: 1 }] },
      { cloud: "alibaba", fits: false },
      { cloud: "tencent", fits: false },
    ],
  });
});

test("validate checks tags against the rules for their kind of resource", async () => {
  const backslash = ["validate", String.raw`path=a\b`, "--for", "alibaba"];
  expectExit(await runCrosstag(backslash), 0);
  expectExit(await runCrosstag([...backslash, "--kind", "secret"]), 0);
  expectExit(await runCrosstag([...backslash, "--kind", "certificate"]), 2);
  const elsewhere = await runCrosstag(["validate", "team=payments", "--for", "qkms", "--kind", "secret"]);
  expectExit(elsewhere, 2);
  expect(elsewhere.stdout).toContain("has no secrets that can be tagged.");
  expectExit(await runCrosstag(["validate", "team=payments", "--for", "aws", "--kind", "secret"]), 0);
  // The service whose rule it is, which is not the KMS.
  const empty = await runCrosstag(["validate", "note=", "--for", "tencent", "--kind", "secret"]);
  expect(empty.stdout).toContain("Secrets Manager refuses an empty value");
});

test("providers says of each quota only what the cloud offers", async () => {
  const { stdout: aws } = await runCrosstag(["providers", "aws"]);
  expect(aws).toMatch(/^UntagResource +5\/s +account and region +removeTags +/m);
  expect(aws).toMatch(/^acm\.RemoveTagsFromCertificate .* removeTags \(certificate\) +/m);
  const { stdout: alibaba } = await runCrosstag(["providers", "alibaba"]);
  expect(alibaba).toMatch(/^modify .* removeTags, removeAllTags, deleteKeyMaterial/m);
});

test("providers shows every fact with its source, as a table and as data", async () => {
  const table = await runCrosstag(["providers", "alibaba"]);
  expectExit(table, 0);
  for (const part of [
    "Capabilities",
    "Limits of one call",
    "Rules for tags",
    "Quotas",
    "Permissions",
    "kms:TagResource",
    "https://",
  ])
    expect(table.stdout).toContain(part);
  const { providers } = JSON.parse((await runCrosstag(["providers", "--output", "json"])).stdout) as {
    providers: { name: string; quotas: unknown[] }[];
  };
  expect(providers.map(({ name }) => name)).toEqual(["aws", "alibaba", "tencent"]);
  for (const { quotas } of providers) expect(quotas.length).toBeGreaterThan(0);
});

test("--cloud selects the clouds that providers and validate show, and is refused beside other names", async () => {
  const shown = JSON.parse(
    (await runCrosstag(["providers", "--cloud", "alibaba", "--output", "json"])).stdout,
  ) as object;
  expect(shown).toMatchObject({ providers: [{ name: "alibaba" }] });
  const valid = await runCrosstag(["validate", "owner=Zoë", "--cloud", "aws"]);
  expectExit(valid, 0);
  expect(valid.stdout).not.toContain("alibaba");
  for (const commandLine of [
    ["providers", "aws"],
    ["validate", "a=b", "--for", "aws"],
  ]) {
    const refused = await runCrosstag([...commandLine, "--cloud", "alibaba"]);
    expectExit(refused, 64);
    expect(refused.stderr).toContain("--cloud cannot be used together with");
  }
});

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

async function readPolicy(...commandLine: readonly string[]): Promise<Policy> {
  return JSON.parse((await runCrosstag(["providers", ...commandLine, "--policy"])).stdout) as Policy;
}

test("a least-privilege policy in each cloud's own language", async () => {
  const aws = await readPolicy("aws", "--allow", "list,tag");
  expect(aws.Version).toBe("2012-10-17");
  expect(aws.Statement[0]?.Action).toEqual(
    expect.arrayContaining(["kms:ListKeys", "kms:ListResourceTags", "kms:TagResource"]),
  );
  expect(aws.Statement[0]?.Action).not.toContain("kms:UntagResource");
  expect(aws.Statement[0]?.Action).not.toContain("kms:DeleteImportedKeyMaterial");
  const secrets = await readPolicy("aws", "--allow", "tag", "--kind", "secret");
  expect(secrets.Statement[0]?.Action).toContain("secretsmanager:TagResource");
  expect(secrets.Statement[0]?.Action.filter((action) => !action.startsWith("secretsmanager:"))).toEqual([]);
  const alibaba = await readPolicy("alibaba", "--allow", "delete-key-material");
  expect(alibaba.Version).toBe("1");
  expect(alibaba.Statement[0]?.Action).toEqual(["kms:DeleteKeyMaterial", "kms:DescribeKey"]);
  // Elements in capital letters are not elements there.
  const tencent = await runCrosstag(["providers", "tencent", "--policy", "--allow", "delete-key-material"]);
  expect(JSON.parse(tencent.stdout)).toEqual({
    version: "2.0",
    statement: [{ effect: "allow", action: ["kms:DeleteImportedKeyMaterial", "kms:DescribeKey"], resource: "*" }],
  });
});

test("help and version answer at once and load no adapter", async () => {
  expect((await runCrosstag(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  const help = await runCrosstag(["help", "untag"]);
  expect(help).toMatchObject({ exitCode: 0, stderr: "" });
  expect(help.stdout).toContain("crosstag untag --resources keys.txt --key team");
});

test("no cloud configured is an error that says what to do", async () => {
  const result = await runCrosstag(["list"]);
  expect(result).toMatchObject({ exitCode: 1, stdout: "" });
  expect(result.stderr).toContain("CROSSTAG_PROVIDER");
});

test("a kind that another cloud has is a verdict, and one that no cloud has is a usage error", async () => {
  const foreign = await runCrosstag(["validate", "team=payments", "--for", "tencent", "--kind", "certificate"]);
  expect(foreign).toMatchObject({ exitCode: 2 });
  expect(foreign.stdout).toContain("Tencent Cloud KMS has no certificates that can be tagged.");
  for (const command of ["validate", "portability"]) {
    const unknown = await runCrosstag([command, "team=payments", "--for", "aws", "--kind", "secrets"]);
    expect(unknown).toMatchObject({ exitCode: 64, stdout: "" });
    expect(unknown.stderr).toContain('the kind "secrets".\n  Kinds: key, secret, certificate.');
  }
});
