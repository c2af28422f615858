import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AlibabaCredentials } from "../../src/index.ts";
import { call, ways } from "./support/clients.ts";
import { longLived, session, startServer, type TestServer } from "./support/test-server.ts";
import { sendAcs3, sendRpc, type HandMade } from "./support/signed-request.ts";

const root: AlibabaCredentials = { accessKeyId: "LTAIroot", accessKeySecret: "secret-3", principal: "root" };
const named: AlibabaCredentials = { accessKeyId: "LTAIalice", accessKeySecret: "secret-4", principal: "user/alice" };
const disabled = { accessKeyId: "LTAIdisabled", accessKeySecret: "secret-5", disabled: true };
const expired = { accessKeyId: "STS.expired", accessKeySecret: "secret-6", securityToken: "old-token", expiresAt: 1 };
const denied = { accessKeyId: "LTAIdenied", accessKeySecret: "secret-7", deniedOperations: ["GetCallerIdentity"] };
const version = "2015-04-01";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    account: "5555666677778888",
    credentials: [longLived, session, root, named, disabled, expired, denied],
    quotas: { query: 1, modify: 1 },
  });
});
afterAll(() => server.close());

function by({ accessKeyId, accessKeySecret, securityToken }: AlibabaCredentials): HandMade {
  return { version, accessKeyId, secret: accessKeySecret, ...(securityToken !== undefined && { securityToken }) };
}

const user = { IdentityType: "RAMUser", PrincipalId: "200000000000000001", UserId: "200000000000000001" };

describe.each([
  ["HMAC-SHA1", sendRpc],
  ["ACS3-HMAC-SHA256", sendAcs3],
] as const)("GetCallerIdentity signed with %s", (_name, send) => {
  test.each<[string, AlibabaCredentials, object]>([
    ["a user", longLived, { ...user, Arn: "acs:ram::5555666677778888:user/local-clouds" }],
    ["a user of that name", named, { ...user, Arn: "acs:ram::5555666677778888:user/alice" }],
    [
      "the root of the account",
      root,
      {
        IdentityType: "Account",
        PrincipalId: "5555666677778888",
        UserId: "5555666677778888",
        Arn: "acs:ram::5555666677778888:root",
      },
    ],
    [
      "a session",
      session,
      {
        IdentityType: "AssumedRoleUser",
        PrincipalId: "300000000000000001:session",
        RoleId: "300000000000000001",
        Arn: "acs:ram::5555666677778888:assumed-role/local-clouds/session",
      },
    ],
  ])("identifies %s", async (_who, credentials, expected) => {
    const { status, json } = await send(server, "GetCallerIdentity", by(credentials));
    expect([status, json]).toEqual([
      200,
      { ...expected, AccountId: "5555666677778888", RequestId: server.requests.entries.at(-1)?.requestId },
    ]);
  });

  test.each<[string, HandMade, number, string]>([
    ["an unknown access key", { version, accessKeyId: "LTAIunknown" }, 404, "InvalidAccessKeyId.NotFound"],
    ["a wrong secret", { version, secret: "wrong" }, 400, "SignatureDoesNotMatch"],
    ["an old timestamp", { version, timestamp: "2020-01-01T00:00:00Z" }, 400, "InvalidTimeStamp.Expired"],
    ["a disabled access key", by(disabled), 403, "Forbidden.AccessKey"],
    ["an expired token", by(expired), 400, "InvalidSecurityToken.Expired"],
    ["a denied caller", by(denied), 403, "Forbidden.NoPermission"],
    ["the version of KMS", {}, 404, "InvalidAction.NotFound"],
  ])("refuses %s", async (_what, made, status, code) => {
    const answer = await send(server, "GetCallerIdentity", made);
    expect([answer.status, answer.json["Code"]]).toEqual([status, code]);
  });

  test("KMS's own operations do not use the version of STS", async () => {
    const answer = await send(server, "ListKeys", { version });
    expect([answer.status, answer.json["Code"]]).toEqual([400, "InvalidVersion"]);
  });

  test("spends no quota, is in the log, and gets only faults that name it", async () => {
    server.requests.clear();
    const end = server.faults.add({ kind: "throttle" });
    for (let calls = 0; calls < 5; calls += 1) {
      expect((await send(server, "GetCallerIdentity", by(longLived))).status).toBe(200);
    }
    end();
    expect(server.requests.count("GetCallerIdentity")).toBe(5);
    server.faults.add({ kind: "throttle", operation: "GetCallerIdentity", times: 1 });
    expect((await send(server, "GetCallerIdentity", by(longLived))).json["Code"]).toBe("Throttling.User");
    server.faults.add({ kind: "server-error-json", operation: "GetCallerIdentity", times: 1 });
    const failed = await send(server, "GetCallerIdentity", by(longLived));
    expect([failed.status, failed.json["Code"]]).toEqual([500, "InternalError"]);
  });

  test("is refused as unknown if it is switched off", async () => {
    const without = await startServer({ sts: false });
    const answer = await send(without, "GetCallerIdentity", by(longLived));
    await without.close();
    expect([answer.status, answer.json["Code"]]).toEqual([404, "InvalidAction.NotFound"]);
  });
});

test.each(ways)(
  "the unmodified SDK gets the caller, signed with $signature, parameters in $parameters",
  async (way) => {
    const answer = await call(server, "GetCallerIdentity", {}, way, session, version);
    expect(answer).toMatchObject({
      IdentityType: "AssumedRoleUser",
      AccountId: "5555666677778888",
      Arn: "acs:ram::5555666677778888:assumed-role/local-clouds/session",
    });
  },
);

test("answers in XML if asked to", async () => {
  const { text } = await sendRpc(server, "GetCallerIdentity", { ...by(root), parameters: { Format: "XML" } });
  expect(text).toContain("<GetCallerIdentityResponse><RequestId>");
  expect(text).toContain("<Arn>acs:ram::5555666677778888:root</Arn>");
});

test("credentials can expire after a number of calls, over all regions", async () => {
  const limited = { ...session, expiresAfterCalls: 2 };
  const own = await startServer({ credentials: [limited], regions: ["cn-hangzhou", "cn-shanghai"] });
  const elsewhere = new URL(own.cloud.endpoints["cn-shanghai"] ?? "").host;
  const codes: unknown[] = [];
  for (const { endpoint, operation, made } of [
    { endpoint: own.endpoint, operation: "ListKeys", made: { ...by(limited), secret: "wrong", version: "2016-01-20" } },
    { endpoint: own.endpoint, operation: "GetCallerIdentity", made: by(limited) },
    { endpoint: elsewhere, operation: "ListKeys", made: { ...by(limited), version: "2016-01-20" } },
    { endpoint: own.endpoint, operation: "ListKeys", made: { ...by(limited), version: "2016-01-20" } },
  ]) {
    codes.push((await sendAcs3({ ...own, endpoint }, operation, made)).json["Code"]);
  }
  await own.close();
  expect(codes).toEqual(["SignatureDoesNotMatch", undefined, undefined, "InvalidSecurityToken.Expired"]);
});
