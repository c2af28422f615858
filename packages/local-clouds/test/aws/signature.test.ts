import { ListKeysCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import type { LocalAws } from "../../src/index.ts";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { sendRaw } from "../support/send-raw.ts";
import { signed, type RawRequest, type Signing } from "../support/sign-v4.ts";

const quarterHour = 15 * 60 * 1000;

function listKeys(aws: LocalAws, changed: Partial<RawRequest> = {}): RawRequest {
  return {
    method: "POST",
    target: "/",
    body: "{}",
    ...changed,
    headers: {
      host: new URL(aws.endpoint).host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.ListKeys",
      ...changed.headers,
    },
  };
}

async function nameOf(aws: LocalAws, request: RawRequest): Promise<string> {
  const { status, body } = await sendRaw(aws.endpoint, request);
  if (status === 200) return "ok";
  expect(status).toBe(400);
  return (JSON.parse(body) as { __type: string }).__type;
}

describe("a request signed without an SDK", () => {
  test.each<[string, Partial<Signing>, string]>([
    ["rightly", {}, "ok"],
    ["14 minutes ago", { at: new Date(Date.now() - quarterHour + 60_000) }, "ok"],
    ["16 minutes ago", { at: new Date(Date.now() - quarterHour - 60_000) }, "InvalidSignatureException"],
    ["16 minutes ahead", { at: new Date(Date.now() + quarterHour + 60_000) }, "InvalidSignatureException"],
    ["with another secret", { secretAccessKey: "wrong" }, "InvalidSignatureException"],
    ["with an unknown access key", { accessKeyId: "AKIAUNKNOWN" }, "UnrecognizedClientException"],
    ["for another service", { service: "s3" }, "InvalidSignatureException"],
    ["for a region that is not served", { region: "eu-west-1" }, "InvalidSignatureException"],
    ["with another terminator", { terminator: "aws5_request" }, "InvalidSignatureException"],
    ["without its host", { unsigned: ["host"] }, "InvalidSignatureException"],
    ["without its date", { unsigned: ["x-amz-date"] }, "InvalidSignatureException"],
    ["without its operation", { unsigned: ["x-amz-target"] }, "InvalidSignatureException"],
    ["with a header left out", { unsigned: ["content-type"] }, "ok"],
  ])("%s", async (_how, signing, expected) => {
    const { aws } = await startAws();
    expect(await nameOf(aws, signed(listKeys(aws), { ...aws.credentials, ...signing }))).toBe(expected);
  });

  test.each<[string, (request: RawRequest) => RawRequest]>([
    ["body", (request) => ({ ...request, body: '{"Limit":1}' })],
    ["path", (request) => ({ ...request, target: "/other" })],
    ["query", (request) => ({ ...request, target: "/?a=b" })],
    ["signed header", (request) => ({ ...request, headers: { ...request.headers, "content-type": "text/plain" } })],
    [
      "operation",
      (request) => ({ ...request, headers: { ...request.headers, "x-amz-target": "TrentService.CreateKey" } }),
    ],
  ])("is refused if its %s was changed after signing", async (_what, change) => {
    const { aws } = await startAws();
    const changed = change(signed(listKeys(aws), aws.credentials));
    expect(await nameOf(aws, changed)).toBe("InvalidSignatureException");
    expect(aws.keys.list()).toEqual([]);
  });

  test("may have a query, whose order does not matter, and spaces in headers", async () => {
    const { aws } = await startAws();
    const request = listKeys(aws, { target: "/?b=2&a=1%20x&a=0", headers: { "x-amz-note": " two   spaces " } });
    expect(await nameOf(aws, signed(request, aws.credentials))).toBe("ok");
  });

  test.each<[string, string | undefined, string]>([
    ["no Authorization", undefined, "MissingAuthenticationTokenException"],
    ["another algorithm", "AWS4-ECDSA-P256-SHA256 Credential=a", "IncompleteSignatureException"],
    ["no fields", "AWS4-HMAC-SHA256 ", "IncompleteSignatureException"],
    [
      "a broken credential",
      "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host;x-amz-date, Signature=0",
      "IncompleteSignatureException",
    ],
  ])("with %s", async (_what, authorization, expected) => {
    const { aws } = await startAws();
    const headers = { "x-amz-date": "20261122T000000Z", ...(authorization !== undefined && { authorization }) };
    expect(await nameOf(aws, listKeys(aws, { headers }))).toBe(expected);
  });

  test("for an operation that does not exist, or by another method", async () => {
    const { aws } = await startAws();
    const unknown = listKeys(aws, { headers: { "x-amz-target": "TrentService.Encrypt" } });
    expect(JSON.parse((await sendRaw(aws.endpoint, signed(unknown, aws.credentials))).body)).toEqual({
      __type: "UnknownOperationException",
      message: expect.stringMatching(
        /^This is a local AWS KMS\. The operation Encrypt is not offered\. Offered are CancelKeyDeletion, .*UpdateAlias\.$/,
      ) as unknown,
    });
    for (const target of ["toString", "__proto__", ""]) {
      const odd = listKeys(aws, { headers: { "x-amz-target": `TrentService.${target}` } });
      expect(await nameOf(aws, signed(odd, aws.credentials))).toBe("UnknownOperationException");
    }
    expect(await nameOf(aws, listKeys(aws, { method: "GET", body: "" }))).toBe("UnknownOperationException");
  });

  test("of the Resource Groups Tagging API is refused with an explanation", async () => {
    const { aws } = await startAws();
    const headers = { "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources" };
    const { status, body } = await sendRaw(aws.endpoint, signed(listKeys(aws, { headers }), aws.credentials));
    expect([status, body]).toEqual([
      400,
      '{"__type":"UnknownOperationException","message":"This is a local AWS KMS. The Resource Groups Tagging API is not ' +
        'offered: use TagResource, UntagResource and ListResourceTags."}',
    ]);
  });

  test.each(["[]", "{", "null", "7", '{"Limit":"7"}'])("with the body %s", async (body) => {
    const { aws } = await startAws();
    expect(await nameOf(aws, signed(listKeys(aws, { body }), aws.credentials))).toBe("SerializationException");
  });
});

describe("session tokens", () => {
  const session = { accessKeyId: "ASIASESSION", secretAccessKey: "session secret", sessionToken: "session token" };

  test("must be sent, and match", async () => {
    const { aws } = await startAws({ credentials: [session] });
    const { sessionToken: _sessionToken, ...without } = session;
    const name = async (credentials: typeof without): Promise<string> =>
      (await refusal(clientOf(aws, { credentials }).send(new ListKeysCommand({})))).name;
    await clientOf(aws).send(new ListKeysCommand({}));
    expect(await name(without)).toBe("UnrecognizedClientException");
    expect(await name({ ...session, sessionToken: "another" } as typeof without)).toBe("UnrecognizedClientException");
  });

  test("are refused with credentials that have none", async () => {
    const { aws } = await startAws();
    const credentials = { ...aws.credentials, sessionToken: "invented" };
    const call = clientOf(aws, { credentials }).send(new ListKeysCommand({}));
    expect((await refusal(call)).name).toBe("UnrecognizedClientException");
  });

  test("expire", async () => {
    const { aws } = await startAws({ credentials: [{ ...session, expiresAt: Date.now() - 1 }] });
    expect((await refusal(clientOf(aws).send(new ListKeysCommand({})))).name).toBe("ExpiredTokenException");
  });
});

test("a refused request changes nothing, and the log contains no secret, token, signature or tag", async () => {
  const session = { accessKeyId: "ASIASESSION", secretAccessKey: "canary-secret", sessionToken: "canary-token" };
  const { aws, kms } = await startAws({ credentials: [session] });
  const { keyId } = aws.keys.createKey();
  const tag = new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "canary-key", TagValue: "canary-value" }] });
  const wrong = clientOf(aws, { credentials: { ...session, secretAccessKey: "wrong" } });
  expect((await refusal(wrong.send(tag))).message).not.toContain("canary");
  expect(aws.keys.tagsOf(keyId)).toEqual({});
  await kms.send(tag);
  expect(
    aws.requests.entries.map(({ operation, status, applied, errorCode, accessKeyId }) => ({
      operation,
      status,
      applied,
      errorCode,
      accessKeyId,
    })),
  ).toEqual([
    { operation: "", status: 400, applied: false, errorCode: "InvalidSignatureException", accessKeyId: "" },
    { operation: "TagResource", status: 200, applied: true, errorCode: undefined, accessKeyId: "ASIASESSION" },
  ]);
  expect(JSON.stringify(aws.requests.entries)).not.toContain("canary");
});
