import { array, assert, asyncProperty, string } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAlibabaCloud } from "../../src/alibaba/alibaba-cloud.ts";
import { call, legacyClient, refusal, ways } from "./support/clients.ts";
import { longLived, session, startServer, type TestServer } from "./support/test-server.ts";
import { kms } from "./support/sdk.ts";
import { canonical, sendAcs3, sendRpc, signedRpcQuery, type HandMade } from "./support/signed-request.ts";

const disabled = { accessKeyId: "LTAIdisabled", accessKeySecret: "secret-3", disabled: true };
const expired = { accessKeyId: "STS.expired", accessKeySecret: "secret-4", securityToken: "old-token", expiresAt: 1 };
const reader = { accessKeyId: "LTAIreader", accessKeySecret: "secret-5", deniedOperations: ["TagResources"] };

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ credentials: [longLived, session, disabled, expired, reader] });
});
afterAll(() => server.close());

const senders = [
  ["HMAC-SHA1", sendRpc],
  ["ACS3-HMAC-SHA256", sendAcs3],
] as const;

const hoursAgo = (hours: number): string => `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19)}Z`;
const minutesAgo = (minutes: number): string => hoursAgo(minutes / 60);
const withSession = { accessKeyId: session.accessKeyId, secret: session.accessKeySecret };

describe.each(senders)("signed with %s", (_name, send) => {
  test.each<[string, HandMade, number, string]>([
    ["an unknown access key", { accessKeyId: "LTAIunknown" }, 404, "InvalidAccessKeyId.NotFound"],
    [
      "a disabled access key",
      { accessKeyId: disabled.accessKeyId, secret: disabled.accessKeySecret },
      403,
      "Forbidden.AccessKey",
    ],
    ["a wrong secret", { secret: "wrong" }, 400, "SignatureDoesNotMatch"],
    ["a session without its token", withSession, 400, "MissingSecurityToken"],
    ["a session with another token", { ...withSession, securityToken: "x" }, 400, "InvalidSecurityToken.Malformed"],
    [
      "a token of another access key",
      { ...withSession, securityToken: "old-token" },
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
    ],
    [
      "an expired token",
      { accessKeyId: expired.accessKeyId, secret: expired.accessKeySecret, securityToken: expired.securityToken },
      400,
      "InvalidSecurityToken.Expired",
    ],
    ["a token with a long-lived access key", { securityToken: "x" }, 400, "InvalidSecurityToken.Malformed"],
    ["a timestamp 16 minutes old", { timestamp: minutesAgo(16) }, 400, "InvalidTimeStamp.Expired"],
    ["a timestamp 16 minutes ahead", { timestamp: minutesAgo(-16) }, 400, "InvalidTimeStamp.Expired"],
    ["a timestamp in another format", { timestamp: "2026-11-22 10:00:00" }, 400, "InvalidTimeStamp.Format"],
    ["a timestamp that is not a time", { timestamp: "2026-13-41T25:61:61Z" }, 400, "InvalidTimeStamp.Format"],
    ["another version", { version: "2017-01-01" }, 400, "InvalidVersion"],
    ["a changed parameter", { tamper: ({ query }) => void (query["PageSize"] = "11") }, 400, "SignatureDoesNotMatch"],
    ["an additional parameter", { tamper: ({ query }) => void (query["All"] = "true") }, 400, "SignatureDoesNotMatch"],
    ["PUT", { method: "PUT" }, 403, "UnsupportedHTTPMethod"],
  ])("refuses %s", async (_what, made, status, code) => {
    const answer = await send(server, "ListKeys", { parameters: { PageSize: "10" }, ...made });
    expect([answer.status, answer.json["Code"]]).toEqual([status, code]);
    for (const credentials of [longLived, session, expired, disabled]) {
      expect(answer.text).not.toContain(credentials.accessKeySecret);
      expect(answer.text).not.toContain(session.securityToken);
    }
  });

  test.each<[string, HandMade]>([
    ["a long-lived access key", {}],
    ["a session and its token", { ...withSession, securityToken: session.securityToken ?? "" }],
    ["a timestamp 14 minutes old", { timestamp: minutesAgo(14) }],
    ["GET", { method: "GET" }],
  ])("accepts %s", async (_what, made) => {
    expect((await send(server, "ListKeys", made)).status).toBe(200);
  });

  test("refuses a nonce used before, as public code shows it", async () => {
    const nonce = `used-before-${_name}`;
    expect((await send(server, "ListKeys", { nonce })).status).toBe(200);
    const replayed = await send(server, "ListKeys", { nonce });
    expect([replayed.status, replayed.json["Code"]]).toEqual([400, "SignatureNonceUsed"]);
  });

  test("refuses a denied operation and accepts the others", async () => {
    const made = { accessKeyId: reader.accessKeyId, secret: reader.accessKeySecret };
    expect((await send(server, "ListKeys", made)).status).toBe(200);
    const denied = await send(server, "TagResources", made);
    expect([denied.status, denied.json["Code"]]).toEqual([403, "Forbidden.NoPermission"]);
    expect(server.requests.entries.at(-1)).toMatchObject({ operation: "TagResources", applied: false });
  });

  test("answers the gateway's refusals in the gateway's shape and the service's in its own", async () => {
    const gateway = await send(server, "ListKeys", { secret: "wrong" });
    expect(Object.keys(gateway.json).toSorted()).toEqual(["Code", "HostId", "Message", "Recommend", "RequestId"]);
    expect(gateway.json["HostId"]).toBe(server.endpoint);
    const service = await send(server, "DescribeKey", { parameters: { KeyId: "key-unknown" } });
    expect(Object.keys(service.json).toSorted()).toEqual(["Code", "HttpStatus", "Message", "RequestId"]);
    expect(service.json).toMatchObject({ HttpStatus: 404, Code: "Forbidden.KeyNotFound" });
  });

  test("refuses an unknown operation as the gateway does", async () => {
    const answer = await send(server, "Encrypt");
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({
      Code: "InvalidAction.NotFound",
      Message: expect.stringMatching(
        /^Specified api is not found, please check your url and method\. \(This is a local Alibaba Cloud KMS\. The operation Encrypt is not offered\. Offered are CancelKeyDeletion, .*\)$/,
      ) as unknown,
    });
  });
});

test.each([
  ["Timestamp", "IllegalTimestamp"],
  ["AccessKeyId", "MissingAccessKeyId"],
  ["SignatureNonce", "MissingSignatureNonce"],
  ["Signature", "IncompleteSignature"],
  ["SignatureMethod", "InvalidSignatureMethod"],
  ["Version", "MissingVersion"],
  ["Action", "InvalidAction.NotFound"],
])("refuses an HMAC-SHA1 request without %s", async (name, code) => {
  const answer = await sendRpc(server, "ListKeys", { tamper: ({ query }) => void delete query[name] });
  expect(answer.json["Code"]).toBe(code);
});

test.each<[string, (headers: Record<string, string>) => void, string]>([
  ["no x-acs-date", (headers) => void delete headers["x-acs-date"], "IllegalTimestamp"],
  ["no x-acs-signature-nonce", (headers) => void delete headers["x-acs-signature-nonce"], "MissingSignatureNonce"],
  ["an unsigned x-acs- header", (headers) => void (headers["x-acs-more"] = "1"), "IncompleteSignature"],
  [
    "a mangled authorization",
    (headers) => void (headers["authorization"] = "ACS3-HMAC-SHA256 x"),
    "IncompleteSignature",
  ],
  ["another algorithm", (headers) => void (headers["authorization"] = "ACS3-HMAC-SM3 x"), "InvalidSignatureMethod"],
  ["another action", (headers) => void (headers["x-acs-action"] = "ListAliases"), "SignatureDoesNotMatch"],
  ["host left unsigned", unsignHost, "IncompleteSignature"],
])("refuses an ACS3 request with %s", async (_what, change, code) => {
  const answer = await sendAcs3(server, "ListKeys", {
    tamper: ({ headers }) => {
      change(headers);
    },
  });
  expect(answer.json["Code"]).toBe(code);
});

test.each<[string, HandMade, string]>([
  ["no x-acs-content-sha256", { headers: { "x-acs-content-sha256": undefined } }, "IncompleteSignature"],
  ["an empty x-acs-content-sha256", { headers: { "x-acs-content-sha256": "" } }, "IncompleteSignature"],
  ["another x-acs-content-sha256", { headers: { "x-acs-content-sha256": "0".repeat(64) } }, "SignatureDoesNotMatch"],
  [
    "another x-acs-accesskey-id beside its token",
    {
      ...withSession,
      securityToken: session.securityToken ?? "",
      headers: { "x-acs-accesskey-id": longLived.accessKeyId },
    },
    "SignatureDoesNotMatch",
  ],
])("refuses an ACS3 request signed with %s", async (_what, made, code) => {
  const answer = await sendAcs3(server, "ListKeys", made);
  expect([answer.status, answer.json["Code"]]).toEqual([400, code]);
});

function unsignHost(headers: Record<string, string>): void {
  headers["authorization"] = (headers["authorization"] ?? "").replace("SignedHeaders=host;", "SignedHeaders=");
}

test.each(["a=%zz", "%ff=1"])("refuses the unreadable query %s", async (query) => {
  const response = await fetch(`http://${server.endpoint}/?Action=ListKeys&${query}`, { method: "POST" });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ Code: "ParseRequestParameterException" });
});

test("reads a plus in a form body as a space, as some SDKs write one", async () => {
  const answer = await sendAcs3(server, "CreateKey", { body: "Description=a+b%2Bc%20d" });
  expect(answer.json["KeyMetadata"]).toMatchObject({ Description: "a b+c d" });
});

test("accepts a GET with the parameters that command lines add", async () => {
  const parameters = { SignatureType: "", RegionId: "cn-hangzhou", Format: "JSON" };
  expect((await sendRpc(server, "ListKeys", { method: "GET", parameters })).status).toBe(200);
});

test("refuses a body that was changed after signing", async () => {
  const answer = await sendAcs3(server, "ListKeys", {
    body: "PageSize=10",
    tamper: (sent) => {
      sent.body = "PageSize=11";
    },
  });
  expect(answer.json["Code"]).toBe("SignatureDoesNotMatch");
});

test("passes no signature parameters to the service", () => {
  const [cloud] = createAlibabaCloud({ credentials: [session] }).regions;
  const made = { ...withSession, securityToken: session.securityToken ?? "", parameters: { PageSize: "10" } };
  const target = `/?${canonical(signedRpcQuery("ListKeys", made))}`;
  const received = cloud?.receive({ method: "POST", target, headers: {}, body: Buffer.alloc(0) });
  expect({ ...received?.parameters }).toEqual({ Action: "ListKeys", Version: "2016-01-20", PageSize: "10" });
});

test("accepts credentials after they are added and until they are removed", async () => {
  const fresh = { accessKeyId: "LTAIfresh", accessKeySecret: "secret-6" };
  const attempt = (): Promise<unknown> => call(server, "ListKeys", {}, undefined, fresh);
  expect(await refusal(attempt())).toMatchObject({ code: "InvalidAccessKeyId.NotFound", status: 404 });
  server.cloud.addCredentials(fresh);
  expect(await attempt()).toHaveProperty("TotalCount");
  server.cloud.removeCredentials(fresh.accessKeyId);
  expect(await refusal(attempt())).toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
});

test("the typed client sees a refused signature as an error with its own name", async () => {
  const client = legacyClient(server, { ...longLived, accessKeySecret: "wrong" });
  const error = await client.listKeys(new kms.ListKeysRequest({})).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "SignatureDoesNotMatchError" });
});

test("keeps secrets, tokens, signatures and tags out of the request log", async () => {
  server.requests.clear();
  const { keyId } = server.cloud.keys.createKey();
  const parameters = { KeyId: keyId, Tags: '[{"TagKey":"canary-key","TagValue":"canary-value"}]' };
  for (const way of ways) await call(server, "TagResource", parameters, way, session);
  const log = JSON.stringify(server.requests.entries);
  expect(log).toContain(keyId);
  for (const secret of ["canary-", session.securityToken, session.accessKeySecret, "ignature"]) {
    expect(log).not.toContain(secret);
  }
});

test.each(ways)("agrees with the SDK about any text ($signature, $parameters)", async (way) => {
  const text = string({ unit: "binary", minLength: 1, maxLength: 30 });
  await assert(
    asyncProperty(text, array(text, { maxLength: 15 }), async (Description, Values) => {
      const answer = await call(server, "CreateKey", { Description, Ignored: Values }, way);
      expect(answer["KeyMetadata"]).toMatchObject({ Description });
    }),
    { numRuns: 60 },
  );
});
