import { connect } from "node:net";
import { startLocalClouds, type LocalClouds, type LocalTencent } from "@crosstag/local-clouds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, outcome, refusal, request } from "./support/client.ts";
import { sendSigned } from "./support/send-signed.ts";

let clouds: LocalClouds;
let tencent: LocalTencent;

beforeAll(async () => {
  clouds = await startLocalClouds({
    aws: false,
    alibaba: false,
    tencent: {
      quotas: "off",
      credentials: [
        { secretId: "AKID1", secretKey: "one" },
        { secretId: "AKIDUSER", secretKey: "user", uin: "100000000077" },
        {
          secretId: "AKIDROLE",
          secretKey: "role",
          token: "session",
          role: "46116860184274:deploy",
          uin: "100000000078",
        },
        {
          secretId: "AKIDOTHER",
          secretKey: "other",
          account: "200000000002",
          deniedOperations: ["ListKeys", "GetTags"],
        },
        { secretId: "AKIDOFF", secretKey: "off", disabled: true },
        { secretId: "AKIDTWICE", secretKey: "twice", expiresAfterCalls: 1 },
      ],
    },
  });
  ({ tencent } = clouds);
  tencent.accounts.add({ id: "200000000002", appId: 1_300_000_000 });
});
afterAll(() => clouds.close());

const as = (secretId: string, secretKey: string, token?: string) => ({
  endpoint: tencent.endpoint,
  region: "ap-guangzhou",
  credentials: { secretId, secretKey, ...(token !== undefined && { token }) },
});

describe("who calls", () => {
  it("is reported by STS and CAM, with both account numbers", async () => {
    const callers = [
      as("AKID1", "one"),
      as("AKIDUSER", "user"),
      as("AKIDROLE", "role", "session"),
      as("AKIDOTHER", "other"),
    ];
    const identities = await Promise.all(callers.map((caller) => call(caller, "sts", "GetCallerIdentity")));
    expect(identities.map((identity) => ({ ...identity, RequestId: "" }))).toEqual([
      {
        RequestId: "",
        Type: "CAMUser",
        AccountId: "100000000001",
        PrincipalId: "100000000001",
        UserId: "100000000001",
        Arn: "qcs::cam:100000000001:uin/100000000001",
      },
      {
        RequestId: "",
        Type: "CAMUser",
        AccountId: "100000000001",
        PrincipalId: "100000000077",
        UserId: "100000000077",
        Arn: "qcs::cam:100000000001:uin/100000000077",
      },
      {
        RequestId: "",
        Type: "CAMRole",
        AccountId: "100000000001",
        PrincipalId: "100000000078",
        UserId: "46116860184274:deploy",
        Arn: "qcs::sts:100000000001:assumed-role/46116860184274",
      },
      expect.objectContaining({ AccountId: "200000000002" }),
    ]);
    const numbers = await call(as("AKIDOTHER", "other"), "cam", "GetUserAppId");
    expect(numbers).toMatchObject({ Uin: "200000000002", OwnerUin: "200000000002", AppId: 1_300_000_000 });
  });

  it("creates keys under its own number", async () => {
    const { KeyId } = await call(as("AKIDUSER", "user"), "kms", "CreateKey", { Alias: "mine" });
    const { KeyMetadata } = await call(as("AKID1", "one"), "kms", "DescribeKey", { KeyId });
    expect(KeyMetadata).toMatchObject({
      CreatorUin: 100000000077,
      ResourceId: `creatorUin/100000000077/${String(KeyId)}`,
      KeyState: "Enabled",
    });
    const other = call(as("AKIDOTHER", "other"), "kms", "DescribeKey", { KeyId });
    expect(await refusal(other)).toBe("ResourceUnavailable.CmkNotFound");
  });
});

describe("a request is refused", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ["with an unknown secret id", () => call(as("AKID0", "one"), "kms", "ListKeys"), "AuthFailure.SecretIdNotFound"],
    ["with a disabled one", () => call(as("AKIDOFF", "off"), "kms", "ListKeys"), "AuthFailure.SecretIdNotFound"],
    ["with a wrong secret", () => call(as("AKID1", "two"), "kms", "ListKeys"), "AuthFailure.SignatureFailure"],
    ["without its token", () => call(as("AKIDROLE", "role"), "kms", "ListKeys"), "AuthFailure.TokenFailure"],
    ["with another token", () => call(as("AKIDROLE", "role", "x"), "kms", "ListKeys"), "AuthFailure.TokenFailure"],
    ["by KMS if it is denied", () => call(as("AKIDOTHER", "other"), "kms", "ListKeys"), "UnauthorizedOperation"],
    [
      "by the Tag service if it is denied",
      () => call(as("AKIDOTHER", "other"), "tag", "GetTags"),
      "AuthFailure.UnauthorizedOperation",
    ],
    ["with an unknown operation", () => call(as("AKID1", "one"), "kms", "Encrypt"), "InvalidAction"],
    ["with an operation of another service", () => call(as("AKID1", "one"), "kms", "TagResources"), "InvalidAction"],
    [
      "with another region",
      () => call({ ...as("AKID1", "one"), region: "ap-nowhere" }, "kms", "ListKeys"),
      "UnsupportedRegion",
    ],
    ["without a region", () => call({ ...as("AKID1", "one"), region: "" }, "kms", "ListKeys"), "MissingParameter"],
  ])("%s", async (_what, attempt, code) => {
    expect(await refusal(attempt())).toBe(code);
  });

  it("after its credentials have expired", async () => {
    const caller = as("AKIDTWICE", "twice");
    expect([await outcome(call(caller, "kms", "ListKeys")), await outcome(call(caller, "kms", "ListKeys"))]).toEqual([
      "ok",
      "AuthFailure.TokenFailure",
    ]);
  });
});

describe("a signature", () => {
  it.each<[string, Parameters<typeof sendSigned>[1], string]>([
    ["when it is signed as documented", {}, "ok"],
    [
      "when further headers are signed in the documented way",
      { signed: ["content-type", "host", "x-tc-action"] },
      "ok",
    ],
    ["when its clock is six minutes off", { secondsOff: 360 }, "AuthFailure.SignatureExpire"],
    ["when its host is not signed", { signed: ["content-type"] }, "AuthFailure.SignatureFailure"],
    ["when it is signed for another service", { scope: "cvm" }, "AuthFailure.SignatureFailure"],
    ["when its date is not the timestamp's", { date: "2020-01-01" }, "AuthFailure.SignatureFailure"],
    ["when its body was changed", { sentBody: '{"Limit":1}' }, "AuthFailure.SignatureFailure"],
    ["when its body is not JSON", { body: "Limit=1" }, "InvalidRequest"],
    ["when it is not a POST request", { method: "PUT" }, "UnsupportedProtocol"],
    ["when it has no timestamp", { without: "x-tc-timestamp" }, "MissingParameter"],
    ["when it has no version", { without: "x-tc-version" }, "MissingParameter"],
    ["when it has no operation", { without: "x-tc-action" }, "MissingParameter"],
    ["when it is not signed", { without: "authorization" }, "MissingParameter"],
  ])("%s: %o gives %s", async (_what, change, code) => {
    expect(await sendSigned(tencent, change)).toBe(code);
  });
});

describe("the host of a request", () => {
  it.each<[string, string]>([
    ["a region of the service", "kms.ap-guangzhou.tencentcloudapi.com"],
    ["the international site", "kms.intl.tencentcloudapi.com"],
    ["this machine's address, which the SDK signs as the service 127", "127.0.0.1"],
    ["this machine's name", "localhost"],
  ])("can be %s", async (_what, name) => {
    const host = `${name}:${new URL(tencent.endpoint).port}`;
    const caller = as("AKID1", "one");
    expect(await outcome(request(caller, host, { service: "kms", action: "ListKeys" }))).toBe("ok");
  });

  it("cannot be another", async () => {
    const { port } = new URL(tencent.endpoint);
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write("POST / HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\nContent-Length: 0\r\n\r\n");
      });
      socket.once("error", reject);
      socket.once("data", (answer) => {
        socket.destroy();
        resolve(answer.toString().split("\r\n")[0] ?? "");
      });
    });
    expect(status).toContain("421");
  });
});
