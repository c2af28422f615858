import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runMain } from "../../packages/cli/test/run-main.ts";
import { interceptAws } from "./intercept-aws.ts";

let clouds: LocalClouds;
let folder = "";
beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  Object.assign(process.env, clouds.environment());
  folder = await mkdtemp(join(tmpdir(), "crosstag-ceremony-"));
});
afterAll(async () => {
  await clouds.close();
  await rm(folder, { recursive: true });
});

/** The command with a person at the terminal, who does something before they type. */
function runWith(
  arn: string,
  more: readonly string[],
  ask?: () => Promise<string>,
  environment = clouds.environment(),
) {
  const endpoint = clouds.alibaba.endpoint;
  return runMain(["delete-key-material", arn, "--journal", join(folder, "evidence.jsonl"), ...more], {
    environment: {
      ...environment,
      CROSSTAG_ALIBABA_ENDPOINT: endpoint,
    },
    homeDirectory: folder,
    workingDirectory: folder,
    ...(ask !== undefined && { ask }),
  });
}

test("material that is imported and rotated in while the person types is not deleted: exit 4, inspect again", async () => {
  const { keys, endpoint, region, credentials, requests } = clouds.aws;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
  const shown = keys.describe(arn).materials[0]?.id ?? "";
  const result = await runWith(arn, [], async () => {
    keys.importMaterial(arn);
    const client = new KMSClient({ endpoint, region, credentials });
    await client.send(new RotateKeyOnDemandCommand({ KeyId: arn }));
    client.destroy();
    return keyId;
  });
  expect(result).toMatchObject({ exitCode: 4, stdout: "" });
  expect(result.stderr).toContain(`Material:     ${shown}`);
  expect(result.stderr).toContain("The key has changed since it was inspected: the current material was");
  expect(result.stderr).toContain("Inspect the key again");
  expect(requests.count("DeleteImportedKeyMaterial")).toBe(0);
  expect(keys.describe(arn).materials.every(({ imported }) => imported)).toBe(true);
});

test("on Alibaba Cloud, a key that is disabled while the person types is not touched", async () => {
  const { keys, requests } = clouds.alibaba;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
  const result = await runWith(arn, [], async () => {
    keys.setState(arn, "Disabled");
    return keyId;
  });
  expect([result.exitCode, requests.count("DeleteKeyMaterial")]).toEqual([4, 0]);
  expect(result.stderr).toContain("the state was Enabled and is Disabled");
});

test("a key that changes between the look and the call is not touched with --confirm either", async () => {
  const { keys, requests } = clouds.aws;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
  const before = requests.count("DeleteImportedKeyMaterial");
  let looks = 0;
  await using proxy = await interceptAws(clouds.aws.endpoint, (operation) => {
    if (operation === "DescribeKey") looks += 1;
    if (operation === "DescribeKey" && looks === 2) keys.setState(arn, "Disabled");
    return undefined;
  });
  const environment = {
    ...clouds.environment(),
    AWS_ENDPOINT_URL_KMS: proxy.endpoint,
    CROSSTAG_AWS_ENDPOINT: proxy.endpoint,
  };
  const result = await runWith(arn, ["--confirm", keyId], undefined, environment);
  expect([result.exitCode, requests.count("DeleteImportedKeyMaterial")]).toEqual([4, before]);
  expect(result.stderr).toContain("the state was Enabled and is Disabled");
});

test("a yes after which the key still shows the material: unknown, exit 3, and the evidence says what was seen", async () => {
  const { arn, keyId } = clouds.aws.keys.createKey({
    origin: "EXTERNAL",
    description: "vault\nOrigin: cloud\n::error::x",
  });
  await using proxy = await interceptAws(clouds.aws.endpoint, (operation) =>
    operation === "DeleteImportedKeyMaterial" ? { body: {} } : undefined,
  );
  const environment = {
    ...clouds.environment(),
    AWS_ENDPOINT_URL_KMS: proxy.endpoint,
    CROSSTAG_AWS_ENDPOINT: proxy.endpoint,
  };
  const result = await runWith(arn, ["--confirm", keyId], undefined, environment);
  expect(result.exitCode).toBe(3);
  expect(result.stdout).toContain("unknown");
  expect(result.stdout).toMatch(/was not seen to be gone in \d+ readings in \d+(\.\d)? s/);
  // A description does not begin a line.
  expect(result.stderr).not.toMatch(/^(?:Origin: {1,8}cloud|::error)/m);
  const [last = ""] = (await readFile(join(folder, "evidence.jsonl"), "utf8")).trimEnd().split("\n").slice(-1);
  expect(JSON.parse(last)).toMatchObject({ outcome: "unknown", stateAfter: "Enabled", looks: { shown: false } });
});

test("spec and usage are distinguished, and the account and the last use are shown", async () => {
  const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
  const { stderr } = await runWith(arn, ["--no-input"]);
  expect(stderr).toMatch(/^Account: {6}\d{12}$/m);
  expect(stderr).toMatch(/^Spec: {9}SYMMETRIC_DEFAULT$/m);
  expect(stderr).toMatch(/^Usage: {8}ENCRYPT_DECRYPT$/m);
  expect(stderr).toMatch(/^Materials: {4}1: [0-9a-f]{64} \(current\)$/m);
  expect(stderr).toMatch(/^Last use: {5}none since /m);
});
