import { driverMethod } from "@crosstag/core/driver";
import { createServer } from "node:http";
import { inspect } from "node:util";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import type { CloudSettings, Failure, KmsDriver } from "@crosstag/core/driver";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startConnectProxy } from "./connect-proxy.ts";
import { listen, type Listening } from "./listening.ts";
import { AUTHORITY, startTlsTerminator } from "./tls-terminator.ts";

let clouds: LocalClouds;
let terminator: Listening;

beforeAll(async () => {
  clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    allowedHosts: [CASES.aws.host, CASES.alibaba.host, "emulator.example"],
  });
  terminator = await startTlsTerminator((name) => portOf(name.endsWith("aliyuncs.com") ? "alibaba" : "aws"));
});
afterAll(async () => {
  await terminator[Symbol.asyncDispose]();
  await clouds.close();
});
beforeEach(() => {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"])
    for (const spelling of [name, name.toLowerCase()]) vi.stubEnv(spelling, undefined);
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KMS", "AWS_PROFILE", "AWS_CA_BUNDLE"])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(clouds.environment()))
    if (!name.includes("ENDPOINT")) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

function portOf(cloud: "aws" | "alibaba"): number {
  return Number(new URL(clouds[cloud].endpoint).port);
}

/** A port on which no server listens. */
async function closedPort(): Promise<number> {
  const { port, [Symbol.asyncDispose]: close } = await listen(createServer());
  await close();
  return port;
}

function tag(driver: KmsDriver, key: string) {
  const parsed = driver.references.parse(key, driver.scope);
  if ("problem" in parsed) throw new Error(parsed.problem);
  const call = { kind: "key", resources: [parsed.reference], tags: new Map([["team", "payments"]]) } as const;
  return driverMethod(driver, "writeTags")(call, { signal: new AbortController().signal, timeoutMs: 15_000 });
}

const CASES = {
  aws: { host: "kms.us-east-1.amazonaws.com", create: createAwsKmsDriver, title: "AWS KMS" },
  alibaba: { host: "kms.cn-hangzhou.aliyuncs.com", create: createAlibabaKmsDriver, title: "Alibaba Cloud KMS" },
} as const;

describe.each(["aws", "alibaba"] as const)("%s", (cloud) => {
  const { host, create, title } = CASES[cloud];

  function newKey(): string {
    return cloud === "aws" ? clouds.aws.keys.createKey().arn : clouds.alibaba.keys.createKey().keyId;
  }

  async function withDriver<Result>(settings: CloudSettings, work: (driver: KmsDriver) => Promise<Result>) {
    const driver = await create({ region: clouds[cloud].region, ...settings });
    try {
      return await work(driver);
    } finally {
      await driver.close();
    }
  }

  async function failureOf(settings: CloudSettings): Promise<Failure> {
    return withDriver(settings, async (driver) => {
      const error: unknown = await tag(driver, newKey()).then(
        () => new Error("It succeeded."),
        (reason: unknown) => reason,
      );
      const failure = driver.classify(error);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
      expect(JSON.stringify(failure)).not.toContain("canary");
      return failure;
    });
  }

  test.each([false, true])("calls go through the proxy of the environment (over TLS: %s)", async (tls) => {
    await using proxy = await startConnectProxy({ target: terminator.port, tls });
    vi.stubEnv("HTTPS_PROXY", proxy.url.replace("://", "://me%40corp:canary@"));
    const key = newKey();
    await withDriver({ caBundle: AUTHORITY }, async (driver) => {
      for (let call = 0; call < 5; call += 1) await tag(driver, key);
    });
    expect(clouds[cloud].keys.tagsOf(key)).toEqual({ team: "payments" });
    expect(new Set(proxy.asked)).toEqual(new Set([`${host}:443`]));
    expect(proxy.asked.length).toBeLessThanOrEqual(2);
    expect(proxy.authorizations[0]).toBe(`Basic ${Buffer.from("me@corp:canary").toString("base64")}`);
  });

  test("a host of NO_PROXY and loopback are reached directly", async () => {
    await using proxy = await startConnectProxy({ target: terminator.port });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("HTTP_PROXY", proxy.url);
    const key = newKey();
    await withDriver({ endpoint: clouds[cloud].endpoint }, (driver) => tag(driver, key));
    expect(proxy.asked).toEqual([]);
  });

  test.each([
    [407, "unauthenticated", "no", "requires a user and a password"],
    [403, "unavailable", "no", "(status 403)"],
    [502, "unavailable", "transient", "(status 502)"],
  ])("a proxy that refuses with %i is named, and nothing was sent", async (refuse, code, retry, words) => {
    await using proxy = await startConnectProxy({ target: terminator.port, refuse });
    vi.stubEnv("HTTPS_PROXY", proxy.url.replace("://", "://me:canary@"));
    const failure = await failureOf({ caBundle: AUTHORITY });
    expect(failure).toMatchObject({ code, retry, applied: "no", scope: "call" });
    expect(failure.message).toContain(`The proxy ${proxy.host} `);
    expect(failure.message).toContain(words);
    expect(failure.hint).toContain("NO_PROXY");
  });

  test("a proxy that cannot be reached is named", async () => {
    const port = await closedPort();
    vi.stubEnv("ALL_PROXY", `127.0.0.1:${port}`);
    expect(await failureOf({})).toMatchObject({
      code: "unavailable",
      retry: "transient",
      applied: "no",
      message: `The proxy 127.0.0.1:${port} cannot be reached (ECONNREFUSED).`,
    });
  });

  test("a call to a proxy that says nothing ends with the call, and closing does not wait for it", async () => {
    await using proxy = await startConnectProxy({ target: terminator.port, silent: true });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    const ending = new AbortController();
    const driver = await create({ region: clouds[cloud].region });
    const { reference } = driver.references.parse(newKey(), driver.scope) as { reference: never };
    const call = driverMethod(driver, "writeTags")(
      { kind: "key", resources: [reference], tags: new Map([["a", "b"]]) },
      { signal: ending.signal, timeoutMs: 100 },
    );
    await expect.poll(() => proxy.asked).toHaveLength(1);
    ending.abort(new DOMException("late", "TimeoutError"));
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(driver.classify(error)).toMatchObject({ applied: "no" });
    const before = performance.now();
    await driver.close();
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test("a proxy that cannot be used is refused by the name of the variable", async () => {
    vi.stubEnv("HTTPS_PROXY", "socks5://me:canary@proxy:1080");
    const problem = await failureOf({}).catch((error: unknown) => error);
    expect(problem).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("HTTPS_PROXY names a SOCKS"),
    });
    expect(inspect(problem)).not.toContain("canary");
  });

  test("plain http to a named host needs a setting, and is passed on by the proxy", async () => {
    const endpoint = "http://emulator.example:4566";
    await using proxy = await startConnectProxy({ target: portOf(cloud) });
    vi.stubEnv("HTTP_PROXY", proxy.url.replace("://", "://me:canary@"));
    await expect(create({ region: clouds[cloud].region, endpoint })).rejects.toMatchObject({
      code: "configuration",
      hint: expect.stringMatching(/allowPlainHttp.*CROSSTAG_[A-Z]+_ALLOW_PLAIN_HTTP/),
    });
    const key = newKey();
    await withDriver({ endpoint, allowPlainHttp: true }, (driver) => tag(driver, key));
    expect(clouds[cloud].keys.tagsOf(key)).toEqual({ team: "payments" });
    expect(proxy.asked).toEqual([`${endpoint}/`]);
    expect(proxy.authorizations[0]).toMatch(/^Basic /);
  });

  test("a proxy that refuses to pass plain http on is named", async () => {
    await using proxy = await startConnectProxy({ target: portOf(cloud), refuse: 407 });
    vi.stubEnv("HTTP_PROXY", proxy.url);
    const failure = await failureOf({ endpoint: "http://emulator.example", allowPlainHttp: true });
    expect(failure).toMatchObject({ code: "unauthenticated", retry: "no", applied: "no" });
    expect(failure.message).toContain(`The proxy ${proxy.host} requires`);
  });

  test("a certificate of an authority that is not known says which setting names it", async () => {
    const endpoint = `https://localhost:${terminator.port}`;
    const failure = await failureOf({ endpoint });
    expect(failure).toMatchObject({ code: "unavailable", retry: "no", applied: "no" });
    expect(failure.message).toContain(`The certificate of localhost:${terminator.port} is not trusted`);
    expect(failure.hint).toMatch(/caBundle \(--ca-bundle\).*NODE_EXTRA_CA_CERTS/);
  });

  test("an endpoint that does not speak TLS is named so", async () => {
    const failure = await failureOf({ endpoint: clouds[cloud].endpoint.replace("http:", "https:") });
    expect(failure).toMatchObject({ code: "unavailable", retry: "no", applied: "no" });
    expect(failure.message).toContain("does not speak TLS");
  });

  test("a CA bundle that is not one is refused by its name before anything is sent", async () => {
    const { region } = clouds[cloud];
    await expect(create({ region, caBundle: "/nowhere/ca.pem" })).rejects.toMatchObject({
      code: "configuration",
      message: 'The CA bundle "/nowhere/ca.pem" cannot be read: no such file or directory (ENOENT).',
    });
    await expect(create({ region, caBundle: import.meta.filename })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("is not a list of certificates in PEM"),
    });
  });

  test.each([0, -1, Number.NaN, 1e9, "15"])("%s seconds for a call are refused", async (callTimeoutSeconds) => {
    await expect(create({ region: clouds[cloud].region, callTimeoutSeconds } as CloudSettings)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("callTimeoutSeconds"),
    });
  });

  test("a port on which no server listens is named", async () => {
    const port = await closedPort();
    expect(await failureOf({ endpoint: `http://127.0.0.1:${port}` })).toMatchObject({
      message: `${title} cannot be reached: 127.0.0.1:${port} does not accept connections (ECONNREFUSED).`,
      hint: "Check the endpoint and its port, and that the service runs.",
    });
  });
});

test("AWS_CA_BUNDLE is the CA bundle of AWS", async () => {
  vi.stubEnv("AWS_CA_BUNDLE", "/nowhere/ca.pem");
  await expect(createAwsKmsDriver({ region: "us-east-1" })).rejects.toMatchObject({
    message: expect.stringContaining("/nowhere/ca.pem"),
  });
});
