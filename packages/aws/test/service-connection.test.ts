import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CallerIdentity } from "@crosstag/core/driver";
import { askAccountOnce } from "../src/ask-account-once.ts";
import { adapter } from "../src/index.ts";
import { loadPackage } from "../src/load-package.ts";
import { type AwsFiles, awsFiles } from "./support/aws-files.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { context, CREDENTIALS } from "./support/drive.ts";

describe("the endpoint of a service", () => {
  let files: AwsFiles;
  beforeEach(async () => {
    files = await awsFiles();
  });
  afterEach(() => files.remove());

  test("is one of AWS by default, and never that of KMS", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_KMS", "https://kms.vpc.example");
    expect(await endpointOf("secretsmanager")).toBeUndefined();
    vi.stubEnv("AWS_ENDPOINT_URL_ACM", "https://vpce-1.acm.us-east-1.vpce.amazonaws.com");
    expect(await endpointOf("acm")).toBeUndefined();
  });

  test("is in the settings, or else in the environment, or else in the profile", async () => {
    await files.writeConfig(
      [
        "[default]",
        "services = own",
        "endpoint_url = https://all.profile.example",
        "[services own]",
        "secrets_manager =",
        "  endpoint_url = https://secrets.profile.example",
        "[profile other]",
        "endpoint_url = https://other.profile.example",
      ].join("\n"),
    );
    expect(await endpointOf("secretsmanager")).toBe("https://secrets.profile.example");
    expect(await endpointOf("acm")).toBe("https://all.profile.example");
    expect(await endpointOf("acm", { profile: "other" })).toBe("https://other.profile.example");
    vi.stubEnv("AWS_ENDPOINT_URL", "https://all.example");
    vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://secrets.example");
    expect([await endpointOf("secretsmanager"), await endpointOf("acm")]).toEqual([
      "https://secrets.example",
      "https://all.example",
    ]);
    expect(await endpointOf("acm", { endpoint: "https://acm.example/path" })).toBe("https://acm.example");
    vi.stubEnv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    expect(await endpointOf("secretsmanager")).toBeUndefined();
  });

  test("is refused in plain http to another computer, and together with FIPS", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", "http://all.example");
    await expect(endpointOf("acm")).rejects.toMatchObject({ code: "configuration" });
    vi.stubEnv("AWS_ENDPOINT_URL", "not a url");
    await expect(endpointOf("acm")).rejects.toMatchObject({ code: "configuration" });
    vi.stubEnv("AWS_ENDPOINT_URL", "https://all.example");
    vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
    await expect(endpointOf("acm")).rejects.toThrow(/FIPS/);
  });
});

test("a token service that does not answer is asked again, unless the account is configured", async () => {
  await using server = await startAnsweringServer((request) => request.socket.resetAndDestroy());
  const service = adapter.services?.find(({ name }) => name === "secretsmanager");
  const settings = { credentials: CREDENTIALS, region: "us-east-1", endpoint: server.endpoint };
  const driver = await service?.createDriver(settings);
  await expect(driver?.identify(context())).rejects.toSatisfy((error) => driver?.classify(error).retry === "transient");
  const configured = await service?.createDriver({ ...settings, account: "111122223333" });
  expect(await configured?.identify(context())).toEqual({});
  await driver?.close();
  await configured?.close();
});

test("a package that is not installed is named, with what to type", async () => {
  const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  await expect(
    loadPackage("@aws-sdk/client-acm", "AWS Certificate Manager", () => Promise.reject(missing)),
  ).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringContaining("@aws-sdk/client-acm is not installed") as string,
    hint: "Install it: npm install @aws-sdk/client-acm",
  });
  const broken = new Error("syntax");
  await expect(loadPackage("x", "y", () => Promise.reject(broken))).rejects.toBe(broken);
});

describe("the account of shared credentials", () => {
  test("is asked for once, by the driver that needs it first", async () => {
    const { asked, once } = owner();
    const both = [once.identify(context()), once.identify(context())];
    asked[0]?.({ account: "111122223333" });
    expect(await Promise.all(both)).toEqual([{ account: "111122223333" }, { account: "111122223333" }]);
    expect([await once.identify(context()), asked.length]).toEqual([{ account: "111122223333" }, 1]);
  });

  test("is asked for again if the question of another driver failed", async () => {
    const { asked, once } = owner();
    const [first, second] = [once.identify(context()), once.identify(context())];
    asked[0]?.(new Error("canceled"));
    await expect(first).rejects.toThrow("canceled");
    asked[1]?.({ account: "111122223333" });
    expect(await second).toEqual({ account: "111122223333" });
    expect(asked.length).toBe(2);
  });
});

async function endpointOf(name: string, settings: object = {}): Promise<string | undefined> {
  const service = adapter.services?.find((known) => known.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  const driver = await service.createDriver({ region: "us-east-1", credentials: CREDENTIALS, ...settings });
  await driver.close();
  return driver.endpoint;
}

/** Questions for an account, which the test answers. */
function owner() {
  const asked: ((caller: CallerIdentity | Error) => void)[] = [];
  const identify = () =>
    new Promise<CallerIdentity>((resolve, reject) => {
      asked.push((caller) => (caller instanceof Error ? reject(caller) : resolve(caller)));
    });
  return { asked, once: askAccountOnce({ identify }) };
}
