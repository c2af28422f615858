import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlibabaKmsDriver, createAlibabaKmsDriver } from "../src/index.ts";
import { type BareEnvironment, bareEnvironment } from "./support/environment.ts";
import { CANARIES } from "./support/make-client.ts";
import { context, referenceTo } from "./support/references.ts";
import { type StubServer, startStubServer } from "./support/stub-server.ts";

const key = referenceTo("key", "key-1");

let environment: BareEnvironment;
let server: StubServer;
let driver: AlibabaKmsDriver | undefined;

beforeEach(async () => {
  environment = await bareEnvironment();
  server = await startStubServer();
});

afterEach(async () => {
  await driver?.close();
  driver = undefined;
  await server.close();
  await environment.restore();
});

function profile(name: string, id: string) {
  return { name, mode: "AK", access_key_id: id, access_key_secret: CANARIES.accessKeySecret, region_id: "cn-shanghai" };
}

async function call(): Promise<unknown> {
  return driver?.deleteKeyMaterial({ resource: key }, context());
}

async function failureOfCall() {
  const error: unknown = await call().catch((reason: unknown) => reason);
  const failure = driver?.classify(error);
  expect(inspect([error, failure], { depth: 9, showHidden: true })).not.toContain("CANARY");
  return failure;
}

function signedBy(): (string | undefined)[] {
  return server.requests.map(({ headers }) => /Credential=([^,]+),/.exec(headers.authorization ?? "")?.[1]);
}

describe("the default chain of credentials", () => {
  it("begins with the environment, including a session token", async () => {
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "from-environment");
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    environment.set("ALIBABA_CLOUD_SECURITY_TOKEN", "t");
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint });
    await call();
    expect(signedBy()).toEqual(["from-environment"]);
    expect(server.requests[0]?.headers["x-acs-security-token"]).toBe("t");
  });

  it("trap 15: answers concurrent first calls", async () => {
    await environment.writeConfiguration(
      JSON.stringify({ current: "default", profiles: [profile("default", "from-file")] }),
    );
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint });
    await Promise.all(Array.from({ length: 20 }, call));
    expect(new Set(signedBy())).toEqual(new Set(["from-file"]));
    expect(server.requests).toHaveLength(20);
  });

  it("trap 15: reports an invalid configuration file without its content", async () => {
    await environment.writeConfiguration(`{"profiles":[{"access_key_secret":"${CANARIES.accessKeySecret}",`);
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint });
    expect(await failureOfCall()).toMatchObject({
      code: "unauthenticated",
      applied: "no",
      message: expect.stringContaining("not valid JSON") as string,
    });
    expect(server.requests).toHaveLength(0);
  });

  it("trap 15: is asked again after a failure", async () => {
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint });
    expect(await failureOfCall()).toMatchObject({
      code: "unauthenticated",
      hint: expect.stringContaining("ALIBABA_CLOUD_ACCESS_KEY_ID") as string,
    });
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "late");
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    await call();
    expect(signedBy()).toEqual(["late"]);
  });
});

describe("credentials given in code", () => {
  it("are used before all others, with the session's token if there is one", async () => {
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "from-environment");
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    for (const credentials of [
      { accessKeyId: "fixed", accessKeySecret: "s" },
      { accessKeyId: "session", accessKeySecret: "s", securityToken: "t" },
    ]) {
      driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint, credentials });
      await call();
    }
    expect(signedBy()).toEqual(["fixed", "session"]);
    expect(server.requests.map(({ headers }) => headers["x-acs-security-token"])).toEqual([undefined, "t"]);
  });
});

describe("credentials that are incomplete are not completed from the environment", () => {
  beforeEach(() => {
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "from-environment");
    environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    environment.set("ALIBABA_CLOUD_SECURITY_TOKEN", "t");
    environment.set("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::2222222222222222:role/other");
  });

  it.each([
    { accessKeyId: "", accessKeySecret: "" },
    { accessKeyId: "fixed", accessKeySecret: "" },
    { accessKeyId: "", accessKeySecret: "s" },
    { accessKeyId: "fixed", accessKeySecret: "s", securityToken: "" },
    { accessKeyId: "fixed", accessKeySecret: "s", securityToken: null as unknown as string },
  ])("in code: %j", async (credentials) => {
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint, credentials });
    expect(await failureOfCall()).toMatchObject({
      code: "unauthenticated",
      applied: "no",
      message: "The credentials for Alibaba Cloud are incomplete.",
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    [{ mode: "RamRoleArn", ram_role_arn: "acs:ram::1:role/r" }, "no complete access key"],
    [{ mode: "RamRoleArn", access_key_id: "i", access_key_secret: "s" }, "no role (ram_role_arn)"],
    [{ mode: "StsToken", access_key_id: "i", access_key_secret: "s" }, "no session token (sts_token)"],
    [{ mode: "ChainableRamRoleArn", source_profile: "key" }, "no role (ram_role_arn)"],
    [
      {
        mode: "External",
        process_command: `/bin/echo '{"mode":"AK","access_key_id":"","access_key_secret":""}'`,
      },
      "printed JSON without credentials",
    ],
  ])("in a profile: %j", async (settings, message) => {
    const profiles = [{ name: "audit", ...settings }, profile("key", "from-file")];
    await environment.writeConfiguration(JSON.stringify({ current: "audit", profiles }));
    driver = await createAlibabaKmsDriver({ region: "cn-hangzhou", endpoint: server.endpoint, profile: "audit" });
    expect(await failureOfCall()).toMatchObject({
      code: "unauthenticated",
      applied: "no",
      message: expect.stringContaining(message) as string,
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe("a profile of the Alibaba Cloud CLI", () => {
  const configuration = JSON.stringify({
    current: "default",
    profiles: [profile("default", "default-id"), profile("audit", "audit-id")],
  });

  it("has credentials and a region", async () => {
    await environment.writeConfiguration(configuration);
    driver = await createAlibabaKmsDriver({ profile: "audit", endpoint: server.endpoint });
    await call();
    expect(signedBy()).toEqual(["audit-id"]);
    expect(driver.scope).toEqual({ region: "cn-shanghai" });
  });

  it("is named if it does not exist, and the others are not", async () => {
    await environment.writeConfiguration(configuration);
    driver = await createAlibabaKmsDriver({ profile: "missing", region: "cn-hangzhou", endpoint: server.endpoint });
    const failure = await failureOfCall();
    expect(failure).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("missing") as string });
    expect(JSON.stringify(failure)).not.toContain("audit");
  });

  it("is named if the file does not exist, also if a role is assumed with it", async () => {
    driver = await createAlibabaKmsDriver({
      profile: "missing",
      region: "cn-hangzhou",
      endpoint: server.endpoint,
      assumeRole: { arn: "acs:ram::1234567890:role/tagger", sessionName: "crosstag", externalId: "CANARY-external" },
    });
    expect(await failureOfCall()).toMatchObject({
      code: "unauthenticated",
      message: 'The profile "missing" cannot be used: there is no file ~/.aliyun/config.json.',
    });
  });
});

describe("the region", () => {
  it.each([
    ["the setting", { region: "cn-beijing" }, "cn-beijing"],
    ["ALIBABA_CLOUD_REGION_ID", {}, "cn-hangzhou"],
  ])("comes from %s first", async (_, settings, region) => {
    environment.set("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou");
    environment.set("ALIBABA_CLOUD_REGION", "cn-qingdao");
    driver = await createAlibabaKmsDriver(settings);
    expect(driver.scope.region).toBe(region);
  });

  it.each([
    ["cn-hangzhou ", "Write cn-hangzhou."],
    ["cn_hangzhou", "Write cn-hangzhou."],
    ["CN-Hangzhou", "Write cn-hangzhou."],
    ["cn-hangzhou-b", "It is a zone of cn-hangzhou: set the region cn-hangzhou."],
    ["ap-southeast-1a", "It is a zone of ap-southeast-1: set the region ap-southeast-1."],
    ["cn-shanghai-finance-1z", "It is a zone of cn-shanghai-finance-1: set the region cn-shanghai-finance-1."],
    ["Hangzhou (China)", "Set an id such as cn-hangzhou."],
  ])("%j is refused; the message names it and the fix", async (region, hint) => {
    for (const settings of [{ region }, {}]) {
      environment.set("ALIBABA_CLOUD_REGION_ID", region);
      await expect(createAlibabaKmsDriver(settings)).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining("is not the id of an Alibaba Cloud region"),
        hint,
      });
    }
  });

  it.each(["cn-wulanchabu", "cn-shanghai-finance-1", "cn-north-2-gov-1", "cn-zhengzhou-jva", "me-east-1"])(
    "%s is accepted",
    async (region) => {
      driver = await createAlibabaKmsDriver({ region });
      expect(driver.scope.region).toBe(region);
    },
  );

  it("comes from ALIBABA_CLOUD_REGION, and then from the current profile", async () => {
    await environment.writeConfiguration(JSON.stringify({ current: "default", profiles: [profile("default", "id")] }));
    driver = await createAlibabaKmsDriver();
    expect(driver.scope.region).toBe("cn-shanghai");
    environment.set("ALIBABA_CLOUD_REGION", "cn-qingdao");
    driver = await createAlibabaKmsDriver();
    expect(driver.scope.region).toBe("cn-qingdao");
  });

  it("is required; the message names the setting and the variable", async () => {
    await expect(createAlibabaKmsDriver()).rejects.toMatchObject({
      code: "configuration",
      hint: expect.stringMatching(/"region".*ALIBABA_CLOUD_REGION_ID/) as string,
    });
    await environment.writeConfiguration("{broken");
    await expect(createAlibabaKmsDriver()).rejects.toMatchObject({ code: "configuration" });
  });
});
