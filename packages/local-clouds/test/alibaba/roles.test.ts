import { afterEach, describe, expect, test } from "vitest";
import type { AlibabaAccountScene, AlibabaCredentials, AlibabaOptions, Clock } from "../../src/index.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { call, refusal, ways, type Body } from "./support/clients.ts";
import { longLived, session, startServer, type TestServer } from "./support/test-server.ts";

const member = "2222222222222222";
const role = `acs:ram::${member}:role/ResourceDirectoryAccountAccessRole`;
const version = "2015-04-01";

let server: TestServer;
afterEach(() => server.close());

async function start(
  account: Partial<AlibabaAccountScene> = {},
  options: AlibabaOptions & { readonly clock?: Clock } = {},
): Promise<void> {
  server = await startServer(options);
  server.cloud.accounts.add({ id: member, ...account });
}

async function assume(
  parameters: Readonly<Record<string, string>> = {},
  credentials: AlibabaCredentials = longLived,
  way = ways[0],
): Promise<AlibabaCredentials & { readonly expiration: unknown; readonly user: unknown }> {
  const given = { RoleArn: role, RoleSessionName: "test", ...parameters };
  const answer = await call(server, "AssumeRole", given, way, credentials, version);
  const issued = answer["Credentials"] as Record<string, string>;
  return {
    accessKeyId: issued["AccessKeyId"] ?? "",
    accessKeySecret: issued["AccessKeySecret"] ?? "",
    securityToken: issued["SecurityToken"] ?? "",
    expiration: issued["Expiration"],
    user: answer["AssumedRoleUser"],
  };
}

const identify = (credentials: AlibabaCredentials): Promise<Body> =>
  call(server, "GetCallerIdentity", {}, ways[0], credentials, version);
const listKeys = (credentials: AlibabaCredentials, endpoint = server.endpoint): Promise<Body> =>
  call({ endpoint }, "ListKeys", {}, ways[0], credentials);

test.each(ways)(
  "a session of a role reaches the keys of its account in every region, signed with $signature, parameters in $parameters",
  async (way) => {
    await start({}, { regions: ["cn-hangzhou", "cn-shanghai"] });
    const elsewhere = new URL(server.cloud.endpoints["cn-shanghai"] ?? "").host;
    const { keyId } = server.cloud.in("cn-shanghai", member).keys.createKey({ tags: { team: "data" } });
    server.cloud.in("cn-shanghai").keys.createKey();
    const credentials = await assume({}, longLived, way);
    expect(credentials.user).toEqual({
      AssumedRoleId: "300000000000000001:test",
      Arn: `acs:ram::${member}:assumed-role/ResourceDirectoryAccountAccessRole/test`,
    });
    expect(await identify(credentials)).toMatchObject({ AccountId: member, IdentityType: "AssumedRoleUser" });
    expect(await listKeys(credentials)).toMatchObject({ TotalCount: 0 });
    expect(await listKeys(credentials, elsewhere)).toMatchObject({
      Keys: { Key: [{ KeyId: keyId, KeyArn: `acs:kms:cn-shanghai:${member}:key/${keyId}` }] },
    });
    expect(server.requests.entries.map(({ operation, account }) => [operation, account])).toEqual([
      ["AssumeRole", server.cloud.account],
      ["GetCallerIdentity", member],
      ["ListKeys", member],
      ["ListKeys", member],
    ]);
  },
);

test("a session ends by the cloud's clock", async () => {
  const clock = new ManualClock(Date.UTC(2030, 0, 1));
  await start({}, { clock });
  const credentials = await assume({ DurationSeconds: "900" });
  expect(credentials.expiration).toBe("2030-01-01T00:15:00Z");
  clock.advance(899_000);
  await listKeys(credentials);
  clock.advance(1_000);
  expect((await refusal(listKeys(credentials))).code).toBe("InvalidSecurityToken.Expired");
});

/** How many of six lists of keys are accepted. */
async function accepted(credentials: AlibabaCredentials): Promise<number> {
  let count = 0;
  for (let request = 0; request < 6; request += 1) {
    count += await listKeys(credentials).then(
      () => 1,
      () => 0,
    );
  }
  return count;
}

test("each account and region has quotas of its own, and an account can have other rates", async () => {
  await start({ quotas: { query: 2 } }, { quotas: { query: 4 }, clock: new ManualClock() });
  const credentials = await assume();
  expect([await accepted(longLived), await accepted(credentials)]).toEqual([4, 2]);
});

describe("AssumeRole is refused", () => {
  const unauthorized = {
    code: "NoPermission",
    status: 403,
    data: expect.objectContaining({
      Message: "You are not authorized to do this action. You should be authorized by RAM.",
    }) as unknown,
  };

  test.each<[string, Partial<AlibabaAccountScene>]>([
    [
      "a role that does not trust the caller",
      { roles: [{ name: "ResourceDirectoryAccountAccessRole", trusts: ["9999999999999999"] }] },
    ],
    [
      "a role without its external id",
      { roles: [{ name: "ResourceDirectoryAccountAccessRole", externalId: "sesame" }] },
    ],
    ["a role of a suspended account", { suspended: true }],
  ])("for %s", async (_what, account) => {
    await start(account);
    expect(await refusal(assume())).toMatchObject(unauthorized);
  });

  test.each<[string, Partial<AlibabaAccountScene>]>([
    ["that does not exist", { roles: ["Other"] }],
    ["of an invited member", { joined: "invited" }],
  ])("for a role %s", async (_what, account) => {
    await start(account);
    expect(await refusal(assume())).toMatchObject({ code: "EntityNotExist.Role", status: 404 });
    await server.close();
    await start(account, { settings: { missingRoleCode: "NoPermission" } });
    expect(await refusal(assume())).toMatchObject(unauthorized);
  });

  test("for the root of an account, and for a caller that may not ask", async () => {
    const root: AlibabaCredentials = { accessKeyId: "LTAIroot", accessKeySecret: "s", principal: "root" };
    const denied = { accessKeyId: "LTAIdenied", accessKeySecret: "s", deniedOperations: ["AssumeRole"] };
    await start({}, { credentials: [root, denied] });
    const { code, data } = await refusal(assume({}, root));
    expect([code, data["Message"]]).toEqual(["NoPermission", "Roles may not be assumed by root accounts."]);
    expect((await refusal(assume({}, denied))).code).toBe("Forbidden.NoPermission");
  });

  test.each<[Record<string, string>, string]>([
    [{ RoleSessionName: "a=b" }, "InvalidParameter.RoleSessionName"],
    [{ RoleSessionName: "a" }, "InvalidParameter.RoleSessionName"],
    [{ RoleSessionName: "a".repeat(65) }, "InvalidParameter.RoleSessionName"],
    [{ RoleArn: `acs:ram::${member}:user/a` }, "InvalidParameter.RoleArn"],
    [{ DurationSeconds: "899" }, "InvalidParameter.DurationSeconds"],
    [{ DurationSeconds: "3601" }, "InvalidParameter.DurationSeconds"],
    [{ RoleSessionName: "" }, "MissingParameter"],
  ])("with %j", async (parameters, code) => {
    await start();
    expect(await refusal(assume(parameters))).toMatchObject({ code, status: 400 });
  });
});

test("a role with an external id, a longer session and a trusted user; the case of its name does not count", async () => {
  await start(
    {
      roles: [
        {
          name: "Tagger",
          externalId: "sesame",
          maxSessionSeconds: 43_200,
          trusts: ["acs:ram::1234567890123456:user/local-clouds"],
        },
      ],
    },
    { settings: { assumedRoleName: "lower-case" } },
  );
  const { user } = await assume({
    RoleArn: `acs:ram::${member}:role/tagger`,
    ExternalId: "sesame",
    DurationSeconds: "43200",
  });
  expect(user).toMatchObject({ Arn: `acs:ram::${member}:assumed-role/tagger/test` });
});

test("a session of a role assumes a further role, for an hour at most if configured", async () => {
  const trusts = ["acs:ram::1234567890123456:role/local-clouds"];
  const account = { roles: [{ name: "ResourceDirectoryAccountAccessRole", trusts, maxSessionSeconds: 43_200 }] };
  await start(account);
  expect((await refusal(assume())).code).toBe("NoPermission");
  await assume({ DurationSeconds: "43200" }, session);
  await server.close();
  await start(account, { settings: { longestChainedSeconds: 3600 } });
  await assume({ DurationSeconds: "3600" }, session);
  expect((await refusal(assume({ DurationSeconds: "3601" }, session))).code).toBe("InvalidParameter.DurationSeconds");
});

test("AssumeRole has a quota of its own, and gets only faults that name it", async () => {
  await start({}, { quotas: { assumeRole: 1 }, clock: new ManualClock() });
  server.faults.add({ kind: "server-error-json" });
  await assume();
  expect((await refusal(assume())).code).toBe("Throttling.User");
  server.quota.set("assumeRole", 100);
  server.faults.add({ kind: "server-error-json", operation: "AssumeRole", times: 1 });
  expect((await refusal(assume())).code).toBe("InternalError");
});

test("sessions of an account that is suspended or removed later are refused", async () => {
  await start();
  const credentials = await assume();
  server.cloud.accounts.add({ id: member, suspended: true });
  expect((await refusal(listKeys(credentials))).code).toBe("Forbidden.NoPermission");
  server.cloud.accounts.remove(member);
  expect((await refusal(listKeys(credentials))).code).toBe("InvalidAccessKeyId.NotFound");
});

test("credentials can belong to an added account", async () => {
  await start();
  const credentials = { accessKeyId: "LTAImember", accessKeySecret: "s", account: member };
  server.cloud.addCredentials(credentials);
  expect(await identify(credentials)).toMatchObject({ Arn: `acs:ram::${member}:user/local-clouds` });
});

test("simulated keys are the same each time, also after they were forgotten, and changes are kept", async () => {
  await start({ keys: { perRegion: 11 } }, { regions: ["cn-hangzhou", "cn-shanghai"] });
  const credentials = await assume();
  const before = await listKeys(credentials);
  expect(before).toMatchObject({ TotalCount: 11 });
  const { Key: keys } = before["Keys"] as { Key: { KeyId: string }[] };
  const [first, second] = keys;
  const tags = JSON.stringify([{ TagKey: "stage", TagValue: "prod" }]);
  const elsewhere = new URL(server.cloud.endpoints["cn-shanghai"] ?? "").host;
  await listKeys(credentials, elsewhere);
  await call(server, "TagResource", { KeyId: first?.KeyId, Tags: tags }, ways[0], credentials);
  const others = Array.from({ length: 210 }, (_, index) => String(5_000_000_000_000_000 + index));
  for (const id of others) {
    server.cloud.accounts.add({ id, keys: { perRegion: 1 } });
    server.cloud.addCredentials({ accessKeyId: `LTAI${id}`, accessKeySecret: "s", account: id });
    await listKeys({ accessKeyId: `LTAI${id}`, accessKeySecret: "s" });
  }
  expect((await listKeys(credentials))["Keys"]).toEqual(before["Keys"]);
  const { keys: scene } = server.cloud.in("cn-hangzhou", member);
  expect(scene.tagsOf(first?.KeyId ?? "")).toEqual({ team: "payments", stage: "prod" });
  expect(scene.tagsOf(second?.KeyId ?? "")).toEqual({ team: "platform" });
});

test("an account can have simulated secrets and certificates, the same each time", async () => {
  await start({ secrets: { perRegion: 2 }, certificates: { perRegion: 1, tagsOf: () => ({ site: "shop" }) } });
  const credentials = await assume();
  const { SecretList } = await call(server, "ListSecrets", {}, ways[0], credentials);
  expect(SecretList).toMatchObject({ Secret: [{ SecretName: "secret-0" }, { SecretName: "secret-1" }] });
  const { keys, secrets, certificates } = server.cloud.in(server.cloud.region, member);
  expect(keys.list()).toEqual([]);
  expect(secrets.tagsOf("secret-1")).toEqual({ team: "platform" });
  const [{ arn } = { arn: "" }] = certificates.list();
  server.cloud.accounts.add({ id: member, certificates: { perRegion: 1 } });
  const again = server.cloud.in(server.cloud.region, member);
  expect(again.certificates.tagsOf(arn)).toEqual({ team: "payments" });
  expect(() => {
    server.cloud.accounts.add({ id: member, secrets: { perRegion: 1, name: "s" } as object as { perRegion: 1 } });
  }).toThrow(/accounts\.add\.secrets/);
});
