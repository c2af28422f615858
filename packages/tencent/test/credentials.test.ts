import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { adapter, createTencentKmsDriver } from "@crosstag/tencent";
import { call, CREDENTIALS, driverAt, failureOf, KEY_ID, RESOURCE_ID } from "./support/drive.ts";
import { answerFields, startStubCloud, type StubCloud } from "./support/stub-cloud.ts";

let home: string;
let stub: StubCloud;
const SECRET = CREDENTIALS.secretKey;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "tencent-credentials-"));
  for (const folder of [".tccli", ".tencentcloud"]) mkdirSync(join(home, folder));
  vi.stubEnv("HOME", home);
  for (const name of ["SECRET_ID", "SECRET_KEY", "SESSION_TOKEN", "REGION"]) vi.stubEnv(`TENCENTCLOUD_${name}`, "");
  for (const name of ["TCCLI_PROFILE", "TKE_PROVIDER_ID", "TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE"])
    vi.stubEnv(name, "");
  stub = await startStubCloud(answerFields({ KeyMetadata: { KeyId: KEY_ID, ResourceId: RESOURCE_ID } }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await stub[Symbol.asyncDispose]();
});

const resource = { provider: "tencent", kind: "key", id: RESOURCE_ID, alias: false, text: KEY_ID } as const;

function write(file: string, content: object | string): void {
  writeFileSync(join(home, file), typeof content === "string" ? content : JSON.stringify(content));
}

/** The id and token of the last request, or why there was none. */
async function signedBy(settings: Parameters<typeof createTencentKmsDriver>[0] = {}) {
  const driver = await createTencentKmsDriver({ endpoint: stub.endpoint, region: "ap-guangzhou", ...settings });
  try {
    await driver.describeResource({ resource }, call());
    const headers = stub.requests.at(-1)?.headers;
    return [/Credential=([^/]+)/.exec(headers?.authorization ?? "")?.[1], headers?.["x-tc-token"]];
  } catch (error) {
    const { code, message, hint } = driver.classify(error);
    // No explanation repeats a secret.
    return [code, message.replace(SECRET, "LEAK"), hint?.replace(SECRET, "LEAK")];
  } finally {
    await driver.close();
  }
}

test("the places of the default chain, in their order", async () => {
  write(".tccli/default.credential", { ...CREDENTIALS, secretId: "AKIDCLI" });
  expect(await signedBy()).toEqual(["AKIDCLI", undefined]);
  write(".tencentcloud/credentials", `[default]\nsecret_id = AKIDFILE\nsecret_key = ${SECRET}\n`);
  expect(await signedBy()).toEqual(["AKIDFILE", undefined]);
  vi.stubEnv("TENCENTCLOUD_SECRET_ID", "AKIDENV");
  expect(await signedBy()).toEqual([
    "unauthenticated",
    "No credentials for Tencent Cloud were found: TENCENTCLOUD_SECRET_KEY is not set, but the other half of the API key is.",
    "Set TENCENTCLOUD_SECRET_KEY as well, or unset both.",
  ]);
  vi.stubEnv("TENCENTCLOUD_SECRET_KEY", SECRET);
  vi.stubEnv("TENCENTCLOUD_SESSION_TOKEN", "the-token");
  expect(await signedBy()).toEqual(["AKIDENV", "the-token"]);
});

test("a profile of tccli, and what is wrong with it", async () => {
  const profile = "audit";
  expect(await signedBy({ profile })).toEqual([
    "unauthenticated",
    'The profile "audit" cannot be used: there is no file ~/.tccli/audit.credential.',
    "Create it: tccli configure --profile audit",
  ]);
  write(".tccli/audit.credential", `{"secretKey": "${SECRET}"`);
  expect((await signedBy({ profile }))[1]).toContain("is not valid JSON");
  write(".tccli/audit.credential", { ...CREDENTIALS, type: "oauth", expiresAt: 1_700_000_000 });
  expect(await signedBy({ profile })).toEqual([
    "unauthenticated",
    'The session of the profile "audit" has ended (~/.tccli/audit.credential).',
    "Renew it: tccli auth login --profile audit",
  ]);
  write(".tccli/audit.credential", { ...CREDENTIALS, secretKey: `${SECRET}\n` });
  expect((await signedBy({ profile }))[1]).toContain("a line break");
  write(".tccli/audit.credential", { ...CREDENTIALS, token: "t", expiresAt: 4_000_000_000 });
  expect(await signedBy({ profile })).toEqual([CREDENTIALS.secretId, "t"]);
  write(".tccli/audit.configure", { _sys_param: { region: "ap-beijing" } });
  const driver = await createTencentKmsDriver({ profile });
  expect(driver.scope).toEqual({ region: "ap-beijing" });
  await driver.close();
});

test("a function is asked again before the end of the session; its errors are its own", async () => {
  let asked = 0;
  const credentials = async () => {
    asked += 1;
    return { ...CREDENTIALS, token: `token-${asked}`, expiration: new Date(Date.now() - 1) };
  };
  expect(await signedBy({ credentials })).toEqual([CREDENTIALS.secretId, "token-1"]);
  const failed = await signedBy({ credentials: () => Promise.reject(new Error(SECRET)) });
  expect(failed[1]).toContain('The function that was passed in as "credentials"');
  await expect(adapter.createDriver({ region: "ap-guangzhou", credentials: "AKID" })).rejects.toMatchObject({
    code: "configuration",
  });
});

test("a role is assumed with the credentials, and a refusal says why without repeating the cloud", async () => {
  const assumeRole = { arn: "qcs::cam::uin/100000000001:roleName/tagger", externalId: "x" };
  const session = { Credentials: { TmpSecretId: "AKIDROLE", TmpSecretKey: SECRET, Token: "role-token" } };
  const describe = stub.answer;
  stub.answer = (response, request, socket) =>
    (request.action === "AssumeRole" ? answerFields({ ...session, ExpiredTime: 4_000_000_000 }) : describe)(
      response,
      request,
      socket,
    );
  expect(await signedBy({ credentials: CREDENTIALS, assumeRole })).toEqual(["AKIDROLE", "role-token"]);
  expect(stub.requests[0]).toMatchObject({
    action: "AssumeRole",
    parameters: { RoleArn: assumeRole.arn, RoleSessionName: "crosstag", ExternalId: "x" },
  });
  stub.answer = answerFields({ Error: { Code: "UnauthorizedOperation", Message: SECRET } });
  expect((await signedBy({ credentials: CREDENTIALS, assumeRole }))[1]).toContain(
    'The role "tagger" cannot be assumed',
  );
  stub.answer = answerFields({ Credentials: {} });
  expect((await signedBy({ credentials: CREDENTIALS, assumeRole }))[1]).toContain("is not a session");
});

test("a TKE pod exchanges its token without a signature", async () => {
  write("token", "the-identity-token\n");
  vi.stubEnv("TKE_PROVIDER_ID", "provider");
  vi.stubEnv("TKE_ROLE_ARN", "qcs::cam::uin/100000000001:roleName/pod");
  vi.stubEnv("TKE_WEB_IDENTITY_TOKEN_FILE", join(home, "token"));
  const describe = stub.answer;
  const session = {
    Credentials: { TmpSecretId: "AKIDPOD", TmpSecretKey: SECRET, Token: "pod" },
    ExpiredTime: 4_000_000_000,
  };
  stub.answer = (response, request, socket) =>
    (request.action === "AssumeRoleWithWebIdentity" ? answerFields(session) : describe)(response, request, socket);
  expect(await signedBy()).toEqual(["AKIDPOD", "pod"]);
  expect(stub.requests[0]).toMatchObject({
    headers: { authorization: "SKIP" },
    parameters: { WebIdentityToken: "the-identity-token" },
  });
});

test("credentials of another account are not used in the middle of a run", async () => {
  let account = "100000000001";
  let id = "AKIDFIRST";
  stub.answer = (response, request, socket) =>
    answerFields(
      request.action === "GetCallerIdentity"
        ? { AccountId: account }
        : { KeyMetadata: { KeyId: KEY_ID, ResourceId: RESOURCE_ID } },
    )(response, request, socket);
  const driver = await driverAt(stub.endpoint, {
    credentials: async () => ({ ...CREDENTIALS, secretId: id, expiration: new Date(Date.now() - 1) }),
  });
  await driver.identify(call());
  [account, id] = ["100000000009", "AKIDSECOND"];
  const failure = await failureOf(driver, driver.describeResource({ resource }, call()));
  expect(failure).toMatchObject({ code: "unauthenticated", applied: "no" });
  expect(failure.message).toContain("belong to account 100000000009");
  expect(stub.requests.at(-1)?.action).toBe("GetCallerIdentity");
  await driver.close();
});

test("a refusal of the token service is the answer, because nothing else names the account", async () => {
  const driver = await driverAt(stub.endpoint, { account: undefined });
  const identify = () => driver.identify(call());
  stub.answer = answerFields({ Error: { Code: "AuthFailure.TokenFailure", Message: "x" } });
  expect(await failureOf(driver, identify())).toMatchObject({ code: "unauthenticated" });
  stub.answer = answerFields({ Error: { Code: "RequestLimitExceeded", Message: "x" } });
  expect(await failureOf(driver, identify())).toMatchObject({ code: "throttled", retry: "throttled" });
  // There is no token service at this endpoint.
  stub.answer = answerFields({ Error: { Code: "InvalidAction", Message: "x" } });
  expect(await identify()).toEqual({});
  await driver.close();
});

test("a token service that does not answer is asked again, unless the account is configured", async () => {
  stub.answer = (_response, _request, socket) => socket.resetAndDestroy();
  const driver = await driverAt(stub.endpoint, { account: undefined });
  expect(await failureOf(driver, driver.identify(call()))).toMatchObject({ retry: "transient" });
  await driver.close();
  const configured = await driverAt(stub.endpoint);
  expect(await configured.identify(call())).toEqual({});
  await configured.close();
});

test.each([
  [{ account: "abc" }, /not the number of a Tencent Cloud account/],
  [{ assumeRole: { arn: "arn:aws:iam::1:role/x" } }, /not the full name of a role/],
  [{ profile: "../x" }, /not the name of a profile/],
  [{ region: "ap-guangzhou-3" }, /not the id of a Tencent Cloud region/],
  [{ dialect: "x" }, /no dialect/],
  [{ assumptions: { tagRowsPerPage: 0 } }, /invalid value/],
  [{ quotas: { nonsense: 1 } }, /no quota "nonsense"/],
  [{ region: undefined }, /No region is set/],
])("%o is refused", async (settings, message) => {
  await expect(createTencentKmsDriver({ region: "ap-guangzhou", ...settings })).rejects.toThrow(
    expect.objectContaining({ code: "configuration", message: expect.stringMatching(message) as string }),
  );
});
