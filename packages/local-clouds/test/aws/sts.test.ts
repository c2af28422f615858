import { GetCallerIdentityCommand, type STSClientConfig } from "@aws-sdk/client-sts";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import type { AwsOptions, LocalAws } from "../../src/index.ts";
import { refusal, startAws, startQkms } from "../support/aws.ts";
import { sendRaw } from "../support/send-raw.ts";
import { stsOf } from "../support/sts.ts";
import { signed, type RawRequest, type Signing } from "../support/sign-v4.ts";

const body = "Action=GetCallerIdentity&Version=2011-06-15";
const session = { accessKeyId: "ASIASESSION", secretAccessKey: "session secret", sessionToken: "session token" };

function request(aws: LocalAws, signing: Partial<Signing> = {}, changed: Partial<RawRequest> = {}): RawRequest {
  const headers = {
    host: new URL(aws.endpoint).host,
    "content-type": "application/x-www-form-urlencoded",
    ...changed.headers,
  };
  const raw = { method: "POST", target: "/", body, ...changed, headers };
  return signed(raw, { service: "sts", ...aws.credentials, ...signing });
}

describe("the unmodified SDK gets the caller", () => {
  test.each<[string, AwsOptions, { readonly Account: string; readonly Arn: string; readonly UserId: string }]>([
    [
      "a user",
      {},
      {
        Account: "111122223333",
        Arn: "arn:aws:iam::111122223333:user/local-clouds",
        UserId: "AIDALOCALCLOUDS000000",
      },
    ],
    [
      "a session, of another account and in another region",
      { account: "444455556666", regions: ["eu-central-1"], credentials: [session] },
      {
        Account: "444455556666",
        Arn: "arn:aws:sts::444455556666:assumed-role/local-clouds/session",
        UserId: "AROALOCALCLOUDS000000:session",
      },
    ],
    [
      "the root of the account",
      { credentials: [{ accessKeyId: "AKIAROOT", secretAccessKey: "s", principal: "root" }] },
      { Account: "111122223333", Arn: "arn:aws:iam::111122223333:root", UserId: "111122223333" },
    ],
    [
      "a principal of that name",
      { credentials: [{ ...session, principal: "assumed-role/<Ops>/a&b" }] },
      {
        Account: "111122223333",
        Arn: "arn:aws:sts::111122223333:assumed-role/<Ops>/a&b",
        UserId: "AROALOCALCLOUDS000000:a&b",
      },
    ],
  ])("%s", async (_who, options, expected) => {
    const { aws } = await startAws(options);
    const { $metadata, ...identity } = await stsOf(aws).send(new GetCallerIdentityCommand({}));
    expect(identity).toEqual(expected);
    expect($metadata.requestId).toBe(aws.requests.entries[0]?.requestId);
  });

  test("signed for the global endpoint's region, where KMS is not served", async () => {
    const { aws } = await startAws({ regions: ["eu-central-1"] });
    const { Account } = await stsOf(aws, { region: "us-east-1" }).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(aws.account);
    const elsewhere = stsOf(aws, { region: "ap-south-1" }).send(new GetCallerIdentityCommand({}));
    expect(await refusal(elsewhere)).toMatchObject({ name: "SignatureDoesNotMatch", status: 403 });
  });
});

test("the answer is the query protocol's", async () => {
  const { aws } = await startAws({}, { ids: "sequential" });
  const { status, headers, body: text } = await sendRaw(aws.endpoint, request(aws));
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/xml");
  expect(text).toBe(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      "<Arn>arn:aws:iam::111122223333:user/local-clouds</Arn><UserId>AIDALOCALCLOUDS000000</UserId>" +
      "<Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata>" +
      "<RequestId>00000000-0000-4000-8000-000000000001</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
  );
});

test.each<[string, Partial<Signing>, string, number]>([
  ["an unknown access key", { accessKeyId: "AKIAUNKNOWN" }, "InvalidClientTokenId", 403],
  ["a wrong secret", { secretAccessKey: "wrong" }, "SignatureDoesNotMatch", 403],
  ["a signature for KMS", { service: "kms" }, "SignatureDoesNotMatch", 403],
  ["a clock an hour late", { at: new Date(Date.now() - 3_600_000) }, "SignatureDoesNotMatch", 403],
  ["an unsigned host", { unsigned: ["host"] }, "SignatureDoesNotMatch", 403],
])("refuses %s", async (_what, signing, code, status) => {
  const { aws } = await startAws({}, { ids: "sequential" });
  const answer = await sendRaw(aws.endpoint, request(aws, signing));
  expect(answer.status).toBe(status);
  expect(answer.body).toMatch(
    new RegExp(
      '^<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
        `<Code>${code}</Code><Message>.+</Message></Error>` +
        "<RequestId>00000000-0000-4000-8000-000000000001</RequestId></ErrorResponse>$",
    ),
  );
  expect(aws.requests.entries).toMatchObject([{ operation: "", status, errorCode: code, applied: false }]);
});

test.each([
  ["no signature", body, {}, "MissingAuthenticationToken", 403],
  ["half a signature", body, { authorization: "AWS4-HMAC-SHA256 Credential=a" }, "IncompleteSignature", 400],
  ["another operation", "Action=GetSessionToken&Version=2011-06-15", {}, "InvalidAction", 400],
  ["another version", "Action=GetCallerIdentity&Version=2011-06-14", {}, "InvalidAction", 400],
  ["no version", "Action=GetCallerIdentity", {}, "InvalidAction", 400],
  ["no action", "", {}, "MissingAction", 400],
])("refuses %s", async (_what, text, headers, code, status) => {
  const { aws } = await startAws();
  const { authorization: _signature, ...unsigned } = request(aws).headers;
  const answer = await sendRaw(aws.endpoint, {
    method: "POST",
    target: "/",
    headers: { ...unsigned, ...headers },
    body: text,
  });
  expect([answer.status, /<Code>(\w+)</.exec(answer.body)?.[1]]).toEqual([status, code]);
});

test("refuses sessions as the query protocol does", async () => {
  const expired = { ...session, accessKeyId: "ASIAEXPIRED", expiresAt: 1 };
  const { aws } = await startAws({ credentials: [session, expired] });
  const nameOf = (credentials: STSClientConfig["credentials"] & object): Promise<object> =>
    refusal(stsOf(aws, { credentials }).send(new GetCallerIdentityCommand({})));
  expect(await nameOf({ ...session, sessionToken: "another" })).toMatchObject({
    name: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
    status: 403,
  });
  expect(await nameOf(expired)).toMatchObject({
    name: "ExpiredToken",
    message: "The security token included in the request is expired",
    status: 403,
  });
});

test("spends no quota of KMS, and is in the log", async () => {
  const { aws } = await startAws({ quotas: { ListKeys: 1 } });
  const sts = stsOf(aws);
  for (let call = 0; call < 30; call += 1) await sts.send(new GetCallerIdentityCommand({}));
  expect(aws.requests.count("GetCallerIdentity")).toBe(30);
  expect(aws.requests.entries[29]).toMatchObject({
    operation: "GetCallerIdentity",
    region: "us-east-1",
    resources: [],
    status: 200,
    applied: true,
    accessKeyId: aws.credentials.accessKeyId,
  });
});

test("gets only faults that name it, in its own words", async () => {
  const { aws, kms } = await startAws();
  const sts = stsOf(aws);
  const end = aws.faults.add({ kind: "throttle" });
  await sts.send(new GetCallerIdentityCommand({}));
  expect((await refusal(kms.send(new ListKeysCommand({})))).name).toBe("ThrottlingException");
  end();
  aws.faults.add({ kind: "throttle", operation: "GetCallerIdentity", times: 1 });
  aws.faults.add({ kind: "server-error-json", operation: "GetCallerIdentity", times: 1 });
  aws.faults.add({ kind: "server-error-json", operation: "GetCallerIdentity", times: 1, status: 503 });
  for (const [name, status] of [
    ["Throttling", 400],
    ["InternalFailure", 500],
    ["ServiceUnavailable", 503],
  ]) {
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name, status });
  }
});

test("is refused as unknown if it is switched off, and by QKMS unless it is switched on", async () => {
  const { aws } = await startAws({ sts: false });
  expect(await sendRaw(aws.endpoint, request(aws))).toMatchObject({
    status: 400,
    body: expect.stringContaining('{"__type":"UnknownOperationException"') as unknown,
  });
  const { qkms } = await startQkms();
  expect((await sendRaw(qkms.endpoint, request(qkms))).status).toBe(400);
  const { qkms: withSts } = await startQkms({ sts: true });
  expect((await sendRaw(withSts.endpoint, request(withSts))).status).toBe(200);
});
