import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import type { CloudSettings, KmsDriver, Reference } from "@crosstag/core/driver";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startConnectProxy } from "./connect-proxy.ts";
import type { Listening } from "./listening.ts";
import { startRoleServices } from "./role-services.ts";
import { AUTHORITY, startTlsTerminator } from "./tls-terminator.ts";

const KMS = { aws: "kms.us-east-1.amazonaws.com", alibaba: "kms.cn-hangzhou.aliyuncs.com" };

let clouds: LocalClouds;
let services: Listening;
let terminator: Listening;
let folder: string;

beforeAll(async () => {
  clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    allowedHosts: Object.values(KMS),
  });
  const environment = clouds.environment();
  const session = (id: string, secret: string) => ({
    accessKeyId: environment[id] ?? "",
    secret: environment[secret] ?? "",
    token: "a-session",
  });
  services = await startRoleServices({
    aws: session("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    alibaba: session("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
  });
  terminator = await startTlsTerminator((name) => {
    if (name.startsWith("sts.")) return services.port;
    return Number(new URL((name === KMS.aws ? clouds.aws : clouds.alibaba).endpoint).port);
  });
  folder = await mkdtemp(join(tmpdir(), "crosstag-roles-"));
});
afterAll(async () => {
  await terminator[Symbol.asyncDispose]();
  await services[Symbol.asyncDispose]();
  await clouds.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  for (const name of ["HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "all_proxy", "no_proxy"])
    vi.stubEnv(name, undefined);
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KMS", "AWS_PROFILE", "AWS_CA_BUNDLE"])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(clouds.environment()))
    if (!name.includes("ENDPOINT")) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

/** What the proxy was asked for while a role was assumed and the tags of a key were read. */
async function hostsAsked(
  create: (settings: CloudSettings) => Promise<KmsDriver>,
  key: string,
  settings: CloudSettings,
): Promise<Set<string>> {
  await using proxy = await startConnectProxy({ target: terminator.port });
  vi.stubEnv("HTTPS_PROXY", proxy.url);
  const driver = await create({ caBundle: AUTHORITY, ...settings });
  try {
    const parsed = driver.references.parse(key, driver.scope);
    if ("problem" in parsed) throw new Error(parsed.problem);
    const call = { kind: "key", resources: [parsed.reference] } as const;
    const reading = driver.readTags(call, { signal: new AbortController().signal, timeoutMs: 15_000 });
    const failure = driver.classify(await reading.then(Boolean, (error: unknown) => error));
    // The local clouds know no sessions of roles: that KMS refused this one shows that it was given.
    expect(failure).toMatchObject({ code: "unauthenticated", providerCode: expect.any(String) });
    return new Set(proxy.asked);
  } finally {
    await driver.close();
  }
}

test("AWS: a role of the settings is assumed through the proxy, under the same authority", async () => {
  const assumeRole = { arn: "arn:aws:iam::111122223333:role/tagger" };
  const { arn } = clouds.aws.keys.createKey();
  expect(await hostsAsked(createAwsKmsDriver, arn, { region: "us-east-1", assumeRole })).toEqual(
    new Set(["sts.us-east-1.amazonaws.com:443", `${KMS.aws}:443`]),
  );
});

test("AWS: a role of a profile is assumed through the proxy, under the same authority", async () => {
  const config = join(folder, "config");
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = clouds.environment();
  await writeFile(
    config,
    `[profile base]
aws_access_key_id = ${AWS_ACCESS_KEY_ID}
aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}
[profile tagger]
region = us-east-1
role_arn = arn:aws:iam::111122223333:role/tagger
source_profile = base
`,
  );
  vi.stubEnv("AWS_CONFIG_FILE", config);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "none"));
  const { arn } = clouds.aws.keys.createKey();
  expect(await hostsAsked(createAwsKmsDriver, arn, { profile: "tagger" })).toEqual(
    new Set(["sts.us-east-1.amazonaws.com:443", `${KMS.aws}:443`]),
  );
});

test.each([true, false])(
  "Alibaba Cloud: a role of a profile is assumed through the proxy (named: %s)",
  async (named) => {
    const { ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET } = clouds.environment();
    const profile = {
      name: "tagger",
      mode: "RamRoleArn",
      access_key_id: ALIBABA_CLOUD_ACCESS_KEY_ID,
      access_key_secret: ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      ram_role_arn: "acs:ram::1234567890123456:role/tagger",
      ram_session_name: "s",
      sts_region: "cn-hangzhou",
    };
    await mkdir(join(folder, ".aliyun"), { recursive: true });
    await writeFile(join(folder, ".aliyun", "config.json"), JSON.stringify({ current: "tagger", profiles: [profile] }));
    vi.stubEnv("HOME", folder);
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", undefined);
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", undefined);
    const { keyId } = clouds.alibaba.keys.createKey();
    const settings = { region: "cn-hangzhou", ...(named && { profile: "tagger" }) };
    expect(await hostsAsked(createAlibabaKmsDriver, keyId, settings)).toEqual(
      new Set(["sts.cn-hangzhou.aliyuncs.com:443", `${KMS.alibaba}:443`]),
    );
  },
);

test.each(["aws", "alibaba"] as const)("%s: a proxy that refuses to lead to STS is named", async (cloud) => {
  await using proxy = await startConnectProxy({ target: terminator.port, refuse: 403 });
  vi.stubEnv("HTTPS_PROXY", proxy.url.replace("://", "://me:canary@"));
  const arn = cloud === "aws" ? "arn:aws:iam::111122223333:role/t" : "acs:ram::1234567890123456:role/t";
  const create = cloud === "aws" ? createAwsKmsDriver : createAlibabaKmsDriver;
  const driver = await create({ region: clouds[cloud].region, assumeRole: { arn } });
  const key = cloud === "aws" ? clouds.aws.keys.createKey().arn : clouds.alibaba.keys.createKey().keyId;
  const { reference } = driver.references.parse(key, driver.scope) as { reference: Reference };
  const call = driver.readTags(
    { kind: "key", resources: [reference] },
    { signal: new AbortController().signal, timeoutMs: 15_000 },
  );
  const failure = driver.classify(await call.catch((error: unknown) => error));
  await driver.close();
  expect(failure.message).toContain(`The proxy ${proxy.host} did not connect to`);
  expect(JSON.stringify(failure)).not.toContain("canary");
});

test("Alibaba Cloud: a role is assumed through the proxy, under the same authority", async () => {
  const assumeRole = { arn: "acs:ram::1234567890123456:role/tagger" };
  const { keyId } = clouds.alibaba.keys.createKey();
  expect(await hostsAsked(createAlibabaKmsDriver, keyId, { region: "cn-hangzhou", assumeRole })).toEqual(
    new Set(["sts.cn-hangzhou.aliyuncs.com:443", `${KMS.alibaba}:443`]),
  );
});
