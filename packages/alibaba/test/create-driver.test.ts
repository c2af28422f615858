import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { adapter, type AlibabaKmsOptions, createAlibabaKms, createAlibabaKmsDriver } from "../src/index.ts";
import type { OpenApiClient } from "../src/index.ts";
import { makeClient } from "./support/make-client.ts";

const region = "cn-hangzhou";

async function refusalOf(options: AlibabaKmsOptions): Promise<{ readonly message: string; readonly hint: string }> {
  const error: unknown = await createAlibabaKmsDriver(options).then(
    () => {
      throw new Error("was taken");
    },
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "CrosstagError", code: "configuration", provider: "alibaba" });
  expect(inspect(error)).not.toContain("CANARY");
  return error as { readonly message: string; readonly hint: string };
}

describe("settings", () => {
  it("that the functions do not have are refused, and the right one is named", async () => {
    const mistyped = { region, regoin: "eu-central-1" };
    await expect(createAlibabaKms(mistyped)).rejects.toMatchObject({
      code: "configuration",
      message: "createAlibabaKms has no option `regoin`. Did you mean `region`?",
      hint: expect.stringMatching(/^Correct its name, or omit it\. Options: .*region.*pacing/) as string,
    });
    const paced = { region, pacing: "off" };
    expect(await refusalOf(paced)).toMatchObject({ message: "createAlibabaKmsDriver has no option `pacing`." });
    await (await createAlibabaKms({ region, pacing: "off" })).close();
  });

  it("trap 16: have the region's shared endpoint over https as their default", async () => {
    const driver = await createAlibabaKmsDriver({ region, account: "1234567890" });
    expect(driver.native).toMatchObject({
      _endpoint: "kms.cn-hangzhou.aliyuncs.com",
      _protocol: "https",
      _regionId: region,
    });
    expect(driver.scope).toEqual({ region, account: "1234567890" });
    await driver.close();
  });

  it.each([
    "https://kms-vpc.cn-hangzhou.aliyuncs.com",
    "https://kms.cn-hangzhou.aliyuncs.com/",
    "https://proxy.example:8443",
    "http://127.0.0.1:4000",
    "http://[::1]:4000",
    "http://localhost:4000",
  ])("accept the endpoint %s", async (endpoint) => {
    const driver = await createAlibabaKmsDriver({ region, endpoint });
    expect(driver.native).toMatchObject({ _endpoint: new URL(endpoint).host });
    await driver.close();
  });

  it("the native client gets the credentials of the driver", async () => {
    const credentials = { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" };
    const driver = await createAlibabaKmsDriver({ region, credentials });
    expect(await (driver.native as OpenApiClient)._credential.getCredential()).toMatchObject(credentials);
    await driver.close();
  });

  it.each([
    ["http beyond loopback", { endpoint: "http://kms.cn-hangzhou.aliyuncs.com" }, "https"],
    ["no URL", { endpoint: "kms.cn-hangzhou.aliyuncs.com" }, "not a URL"],
    [
      "a password in the endpoint",
      { endpoint: "https://user:CANARY@kms.cn-hangzhou.aliyuncs.com" },
      "The endpoint has",
    ],
    ["a path in the endpoint", { endpoint: "https://kms.cn-hangzhou.aliyuncs.com/CANARY" }, "The endpoint has"],
    [
      "trap 16: the gateway of a KMS instance",
      { endpoint: "https://kst-1.cryptoservice.kms.aliyuncs.com" },
      "neither tags nor key material",
    ],
    ["trap 5: the endpoint of another region", { endpoint: "https://kms.cn-beijing.aliyuncs.com" }, "cn-beijing"],
    ["a region that is none", { region: "cn-hangzhou/../CANARY" }, "region"],
    ["an account that is none", { account: "payments" }, "account"],
    ["an unknown dialect", { dialect: "qkms" }, "dialect"],
    ["a role that is none", { assumeRole: { arn: "arn:aws:iam::1:role/x" } }, "assumeRole"],
    [
      "two sources of credentials",
      { profile: "x", credentials: { accessKeyId: "CANARY", accessKeySecret: "CANARY" } },
      "credentials",
    ],
    ["an unknown assumption", { assumptions: { tagLimit: 10 } }, "tagLimit"],
    ["an unknown quota", { quotas: { TagResource: 10 } }, "TagResource"],
  ])("refuse %s", async (_, settings, problem) => {
    const { message, hint } = await refusalOf({ region, ...settings });
    expect(message).toContain(problem);
    expect(hint).not.toBe("");
  });

  it("set quotas and assumptions of the driver", async () => {
    const driver = await adapter.createDriver({
      region,
      quotas: { modify: 5 },
      assumptions: { tagsPerResource: 10, tagOperations: "single" },
    });
    expect(driver.quotas.find(({ id }) => id === "modify")?.requestsPerSecond).toBe(5);
    expect(driver.rules.rules.find(({ id }) => id === "alibaba.tags-per-resource")).toMatchObject({ maximum: 10 });
    expect(driver.limits.writeTags["key"]).toEqual({ resources: 1, tags: 10 });
    await driver.close();
  });
});

describe("a client that was passed in", () => {
  it("determines region and endpoint", async () => {
    const client = makeClient("kms.cn-hangzhou.aliyuncs.com", { protocol: "HTTPS" });
    const driver = await createAlibabaKmsDriver({ client });
    expect(driver.scope).toEqual({ region });
    expect(driver.native).toBe(client);
    await driver.close();
  });

  it.each([
    ["together with a profile", { profile: "x" }, '"profile"'],
    ["together with an endpoint", { endpoint: "https://x.example" }, '"endpoint"'],
    ["together with a role", { assumeRole: { arn: "acs:ram::1:role/x" } }, '"assumeRole"'],
    [
      "together with credentials",
      { credentials: { accessKeyId: "CANARY", accessKeySecret: "CANARY" } },
      '"credentials"',
    ],
    ["for another region than its endpoint's", { region: "cn-beijing" }, "cn-hangzhou"],
  ])("is refused %s", async (_, more, problem) => {
    const options = {
      client: makeClient("kms.cn-hangzhou.aliyuncs.com", { protocol: "https" }),
      ...more,
    } as AlibabaKmsOptions;
    expect((await refusalOf(options)).message).toContain(problem);
  });

  it.each([
    ["without endpoint", { endpoint: "" }, "endpoint"],
    ["without region", { regionId: "" }, "region"],
    ["without credentials", { accessKeyId: "", accessKeySecret: "" }, "credentials"],
    ["that signs with HMAC-SHA1", { signatureAlgorithm: "v2" }, "ACS3-HMAC-SHA256"],
    ["that speaks http to another machine", { protocol: "http" }, "https"],
    [
      "of a KMS instance's gateway",
      { endpoint: "kst-1.cryptoservice.kms.aliyuncs.com" },
      "neither tags nor key material",
    ],
  ])("is refused %s", async (_, configuration, problem) => {
    const client = makeClient("kms.cn-hangzhou.aliyuncs.com", { protocol: "https", ...configuration });
    expect((await refusalOf({ client })).message).toContain(problem);
  });

  it("is refused if it is not a client", async () => {
    expect((await refusalOf({ client: {} as OpenApiClient })).message).toContain("@alicloud/openapi-client");
  });
});

it("createAlibabaKms creates the whole API with one driver", async () => {
  await using kms = await createAlibabaKms({ region });
  await expect(kms.tagResource({ resources: ["key-1"], tags: { "acs:x": "y" } })).rejects.toMatchObject({
    code: "invalid-request",
  });
});

it("importing the package loads no SDK", async () => {
  const script = `
    const { adapter } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
    adapter.profile();
    const { createRequire } = await import("node:module");
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes("@alicloud")).length;
    const before = loaded();
    await adapter.createDriver({ region: "cn-hangzhou" });
    console.log(JSON.stringify([before, loaded() > 0]));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  expect(JSON.parse(stdout)).toEqual([0, true]);
});
