import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfiguration } from "@crosstag/config";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { runMain } from "./run-main.ts";

/** Starts the clouds and stops them at once. */
const start = (...options: readonly string[]) =>
  runMain(["local", "--output", "jsonl", ...options], { signal: AbortSignal.abort() });

it.each(["--dry-run", "--ou=/Workloads", "--not-account=1", "--account-tag=env"])(
  "refuses %s, which would be ignored",
  async (option) => {
    const { exitCode, stderr } = await start(option);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 64,
      stderr: expect.stringMatching(/^error: --[a-z-]+ cannot be used with `crosstag local`, which /) as unknown,
    });
  },
);

it("starts AWS and Alibaba Cloud unless it is asked for others", async () => {
  const usual = await start();
  expect(usual.stderr).toContain("AWS KMS and Alibaba Cloud KMS are running on this machine.");
  expect(usual.stdout).not.toContain("TENCENT");
  const all = await start("--cloud", "aws,alibaba,tencent", "--keys", "2", "--tencent-account", "200000000002");
  expect(all.stderr).toContain("AWS KMS, Alibaba Cloud KMS and Tencent Cloud KMS are running on this machine.");
  expect(Object.keys(JSON.parse(all.stdout) as object)).toEqual(
    expect.arrayContaining(["AWS_ENDPOINT_URL_KMS", "CROSSTAG_ALIBABA_ENDPOINT", "CROSSTAG_TENCENT_ENDPOINT"]),
  );
  const one = await start("--cloud", "tencent", "--region", "ap-guangzhou,eu-frankfurt");
  expect(one.stderr).toContain("Tencent Cloud KMS is running on this machine.");
  expect(JSON.parse(one.stdout)).toMatchObject({ TENCENTCLOUD_REGION: "ap-guangzhou" });
  expect([usual, all, one].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
});

it("prints a crosstag.yaml for all clouds that run if there are several accounts", async () => {
  const { stderr } = await start("--accounts=1", "--secrets=1", "--cloud=aws,tencent", "--region=us-east-1,eu-west-1");
  const text = stderr.slice(stderr.indexOf("clouds:"));
  expect(parse(text)).toMatchObject({
    clouds: {
      "local-aws": { provider: "aws", organization: {}, regions: ["us-east-1", "eu-west-1"], kinds: ["key", "secret"] },
      "local-tencent-us-east-1": { provider: "tencent", region: "us-east-1", kinds: ["key", "secret"] },
      "local-tencent-eu-west-1": { provider: "tencent", region: "eu-west-1" },
    },
  });
});

const seed = `
aws:
  accounts:
    - { id: "111122223333", name: management }
    - { id: "222233334444", roles: [{ name: CrosstagAudit, path: /audit/ }, Other] }
    - { id: "333344445555", roles: [Untrusted, { name: CrosstagAudit, path: /audit/ }] }
    - { id: "444455556666", roles: [{ name: Guarded, externalId: x-1 }] }
    - { id: "555566667777", joined: INVITED }
    - { id: "666677778888", roles: [{ name: Closed, trusts: ["222233334444"] }, { name: Open, trusts: ["arn:aws:iam::111122223333:root"] }] }
    - { id: "777788889999" }
alibaba:
  accounts:
    - { id: "2222333344445555", roles: [audit] }
    - { id: "3333444455556666", roles: [] }
`;

it("prints the roles that the accounts of a seed have", async () => {
  const directory = await mkdtemp(join(tmpdir(), "crosstag-local-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "seed.yaml");
  await writeFile(file, seed);
  const { stderr } = await start("--seed", file);
  const { clouds } = parseConfiguration(stderr.slice(stderr.indexOf("clouds:")), "crosstag.yaml");
  expect(clouds["local-aws"]).toMatchObject({
    assumeRole: { name: "audit/CrosstagAudit" },
    accounts: [
      { id: "444455556666", role: "Guarded", externalId: "x-1" },
      { id: "666677778888", role: "Open" },
      { id: "777788889999", role: "OrganizationAccountAccessRole" },
    ],
  });
  expect(clouds["local-alibaba"]).toMatchObject({ assumeRole: { name: "audit" } });
  expect(clouds["local-alibaba"]).not.toHaveProperty("accounts");
});
