import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startLocalClouds } from "@crosstag/local-clouds";
import { adapter, type AwsKmsOptions, createAwsKms, createAwsKmsDriver } from "../src/index.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { CREDENTIALS, failureOf, KEY_ID, writeTag } from "./support/drive.ts";

beforeEach(() => {
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KMS"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});

afterEach(() => vi.unstubAllEnvs());

async function refusal(options: object): Promise<unknown> {
  const driver = await createAwsKmsDriver(options as AwsKmsOptions).catch((error: unknown) => error);
  expect(driver).toBeInstanceOf(Error);
  return driver;
}

describe("configuration", () => {
  test("options that the functions do not have are refused, and the right one is named", async () => {
    const settings: AwsKmsOptions = { region: "us-east-1", credentials: CREDENTIALS };
    const mistyped = { ...settings, regoin: "eu-central-1" };
    await expect(createAwsKms(mistyped)).rejects.toMatchObject({
      code: "configuration",
      message: "createAwsKms has no option `regoin`. Did you mean `region`?",
      hint: expect.stringMatching(/^Correct its name, or omit it\. Options: .*region.*pacing/),
    });
    const paced = { ...settings, pacing: "off" };
    await expect(createAwsKmsDriver(paced)).rejects.toThrow("createAwsKmsDriver has no option `pacing`.");
    await (await createAwsKms({ ...settings, pacing: "off" })).close();
  });

  test("the region comes from the settings or from the environment", async () => {
    expect(await refusal({})).toMatchObject({
      code: "configuration",
      hint: expect.stringMatching(/"region".*AWS_REGION/),
    });
    vi.stubEnv("AWS_REGION", "");
    expect(await refusal({})).toMatchObject({ message: "No region is set for AWS KMS." });
    vi.stubEnv("AWS_REGION", "cn-north-1");
    const driver = await createAwsKmsDriver();
    expect(driver.scope).toEqual({ region: "cn-north-1", partition: "aws-cn" });
    await driver.close();
    const other = await createAwsKmsDriver({ region: "us-gov-west-1", account: "111122223333" });
    expect(other.scope).toEqual({ region: "us-gov-west-1", partition: "aws-us-gov", account: "111122223333" });
    await other.close();
  });

  test.each([
    "http://kms.example.com",
    "ftp://127.0.0.1",
    "kms",
    "https://user:canary@kms.example.com",
    "http://127.0.0.1.example.com",
  ])("the endpoint %s is refused", async (endpoint) => {
    expect(await refusal({ region: "us-east-1", endpoint })).toMatchObject({
      code: "configuration",
      message: expect.not.stringContaining("canary"),
    });
  });

  test.each([
    ["us-east-1 ", "Write us-east-1."],
    [" us-east-1", "Write us-east-1."],
    ["us_east_1", "Write us-east-1."],
    ["US-East-1", "Write us-east-1."],
    ["us-east-1a", "It is a zone of us-east-1: set the region us-east-1."],
    ["us-gov-west-1b", "It is a zone of us-gov-west-1: set the region us-gov-west-1."],
    ["us-east-1-bos-1a", "It is a zone of us-east-1: set the region us-east-1."],
    ["us-east-1-wl1-bos-wlz-1", "It is a zone of us-east-1: set the region us-east-1."],
    ["fips-us-gov-west-1", "Set the region us-gov-west-1 and AWS_USE_FIPS_ENDPOINT=true."],
    ["us-east-1-fips", "Set the region us-east-1 and AWS_USE_FIPS_ENDPOINT=true."],
    ["aws-global", "KMS keys belong to a region: set its id, for example us-east-1."],
    ["Virginia (north)", "Set an id such as us-east-1."],
  ])("the region %j is refused; the message names it and the fix", async (region, hint) => {
    expect(await refusal({ region })).toMatchObject({ code: "configuration", hint });
    expect(((await refusal({ region })) as Error).message).toContain("is not the id of an AWS region");
  });

  test("a region from the environment is checked, too", async () => {
    for (const region of ["us_east_1", "us-east-1a", "us-east-1 "]) {
      vi.stubEnv("AWS_REGION", region);
      expect(await refusal({})).toMatchObject({ message: `${JSON.stringify(region)} is not the id of an AWS region.` });
    }
  });

  test.each(["us-gov-west-1", "us-iso-east-1", "eusc-de-east-1", "ap-southeast-7", "local", "on-prem-1"])(
    "the region %s is accepted",
    async (region) => {
      const driver = await createAwsKmsDriver({ region });
      expect(driver.scope.region).toBe(region);
      await driver.close();
    },
  );

  test.each([
    ["AWS_USE_FIPS_ENDPOINT", "FIPS"],
    ["AWS_USE_DUALSTACK_ENDPOINT", "Dual-stack"],
  ])("%s together with an endpoint is refused, naming both", async (variable, name) => {
    vi.stubEnv(variable, "true");
    const settings = { region: "us-east-1", endpoint: "http://127.0.0.1:1" };
    const expected = {
      code: "configuration",
      message: `${name} endpoints are enabled (${variable}) and an endpoint is set. AWS does not support the two together.`,
      hint: expect.stringContaining(`${variable}=false`),
    };
    expect(await refusal(settings)).toMatchObject(expected);
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    expect(await refusal({ region: "us-east-1" })).toMatchObject(expected);
    vi.stubEnv(variable, "false");
    await (await createAwsKmsDriver(settings)).close();
  });

  test("FIPS together with an endpoint of the profile is refused before a call", async () => {
    const folder = await mkdtemp(join(tmpdir(), "crosstag-aws-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(
      join(folder, "config"),
      "[default]\nregion = us-east-1\nuse_fips_endpoint = true\nendpoint_url = http://127.0.0.1:1\n",
    );
    vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
    await expect(createAwsKmsDriver({ credentials: CREDENTIALS })).rejects.toMatchObject({
      code: "configuration",
      hint: expect.stringMatching(/endpoint_url.*AWS_USE_FIPS_ENDPOINT=false/),
    });
  });

  test("plain http to another computer from the environment is refused before a call", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_KMS", "http://kms.example.com");
    const driver = await createAwsKmsDriver({ region: "us-east-1", credentials: CREDENTIALS });
    expect(await failureOf(driver, writeTag(driver, KEY_ID))).toMatchObject({ code: "configuration", applied: "no" });
    await driver.close();
  });

  test.each([
    { account: "1" },
    { dialect: "x" },
    { quotas: { x: 1 } },
    { assumptions: { x: 1 } },
    { assumeRole: { arn: "role" } },
  ])("%j is refused", async (wrong) => {
    expect(await refusal({ region: "us-east-1", ...wrong })).toMatchObject({ code: "configuration" });
  });

  test("a client cannot be combined with settings for one", async () => {
    const client = new KMSClient({ region: "us-east-1" });
    for (const extra of [
      { region: "us-east-1" },
      { profile: "p" },
      { endpoint: "https://x" },
      { assumeRole: { arn: "a" } },
      { credentials: CREDENTIALS },
    ]) {
      expect(await refusal({ client, ...extra })).toMatchObject({
        code: "configuration",
        message: expect.stringContaining(Object.keys(extra)[0] ?? ""),
      });
    }
    expect(await refusal({ client: {} })).toMatchObject({ code: "configuration" });
  });

  test("the SDK finds endpoint and credentials in the environment", async () => {
    await using clouds = await startLocalClouds({ alibaba: false });
    const { arn } = clouds.aws.keys.createKey();
    for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
    const driver = await adapter.createDriver({});
    await writeTag(driver, arn, { a: "b" });
    expect(clouds.aws.keys.tagsOf(arn)).toEqual({ a: "b" });
    await driver.close();
  });
});

describe("a client that was passed in", () => {
  test("trap 4: is used without its retries, is not changed, and stays open", async () => {
    await using clouds = await startLocalClouds({ alibaba: false, aws: { quotas: "off" } });
    const { aws } = clouds;
    const { arn } = aws.keys.createKey();
    const client = new KMSClient({
      region: "us-east-1",
      endpoint: aws.endpoint,
      credentials: aws.credentials,
      maxAttempts: 3,
    });
    const middleware = client.middlewareStack.identify();
    const driver = await createAwsKmsDriver({ client });
    expect(driver.native).toBe(client);
    await writeTag(driver, arn, { a: "b" });
    expect(aws.keys.tagsOf(arn)).toEqual({ a: "b" });

    aws.faults.add({ kind: "throttle", operation: "TagResource" });
    aws.requests.clear();
    expect(await failureOf(driver, writeTag(driver, arn))).toMatchObject({ code: "throttled" });
    expect(aws.requests.count()).toBe(1);

    aws.faults.clear();
    aws.faults.add({ kind: "delay", delayMs: 60_000, operation: "TagResource" });
    const controller = new AbortController();
    const call = failureOf(driver, writeTag(driver, arn, {}, controller.signal));
    await expect.poll(() => aws.requests.entries.at(-1)?.fault).toBe("delay");
    controller.abort();
    expect(await call).toMatchObject({ code: "deadline-exceeded", retry: "transient" });

    await driver.close();
    expect(client.middlewareStack.identify()).toEqual(middleware);
    aws.faults.add({ kind: "throttle", operation: "ListKeys", times: 1 });
    await expect(client.send(new ListKeysCommand({}))).resolves.toMatchObject({ Keys: [expect.anything()] });
    client.destroy();
  });
});

test("requests of a client created here name the SDK and have no retry headers", async () => {
  const headers: Record<string, unknown>[] = [];
  await using server = await startAnsweringServer((request, answer) => {
    headers.push(request.headers);
    answer.setHeader("x-amzn-requestid", "r-1").end("{}");
  });
  const driver = await createAwsKmsDriver({ endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS });
  await writeTag(driver, KEY_ID);
  await driver.close();
  expect(headers[0]).toMatchObject({
    "user-agent": expect.stringMatching(/^aws-sdk-js\/3\.\d+\.\d+ .*crosstag/),
    "x-amz-target": "TrentService.TagResource",
  });
  expect(headers[0]?.["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIACANARYACCESSKEY0\/\d{8}\/us-east-1\/kms\//,
  );
  expect(headers[0]).not.toHaveProperty("amz-sdk-request");
});

test("the SDK assumes a role, and requests are signed with its session", async () => {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const credentials = `<AccessKeyId>ASIAROLE000000000000</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration>`;
  const bodies: string[] = [];
  const signatures: (string | undefined)[] = [];
  await using server = await startAnsweringServer((request, answer, body) => {
    const assuming = request.headers["x-amz-target"] === undefined;
    bodies.push(assuming ? body : "kms");
    signatures.push(request.headers.authorization);
    answer.setHeader("x-amzn-requestid", "r-1");
    answer.setHeader("content-type", assuming ? "text/xml" : "application/x-amz-json-1.1");
    answer.end(
      assuming
        ? `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`
        : "{}",
    );
  });
  vi.stubEnv("AWS_ENDPOINT_URL_STS", server.endpoint);
  const assumeRole = { arn: "arn:aws:iam::111122223333:role/tagger", externalId: "x-1" };
  const driver = await createAwsKmsDriver({
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials: CREDENTIALS,
    assumeRole,
  });
  await writeTag(driver, KEY_ID);
  await writeTag(driver, KEY_ID);
  await driver.close();
  expect(bodies).toEqual([
    expect.stringMatching(/RoleArn=arn.*role%2Ftagger.*RoleSessionName=crosstag.*ExternalId=x-1/),
    "kms",
    "kms",
  ]);
  expect(signatures).toEqual([
    expect.stringContaining("AKIACANARY"),
    expect.stringContaining("ASIAROLE"),
    expect.stringContaining("ASIAROLE"),
  ]);
});
