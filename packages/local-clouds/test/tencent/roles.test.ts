import { startLocalClouds, type LocalTencent } from "@crosstag/local-clouds";
import { expect, it } from "vitest";
import { ManualClock } from "../support/manual-clock.ts";
import { call, outcome, type Body } from "./support/client.ts";

const account = "200000000002";

async function scene() {
  const clock = new ManualClock();
  const clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off" }, clock });
  const { tencent } = clouds;
  const strict = { name: "strict", externalId: "42" };
  tencent.accounts.add({ id: account, roles: ["audit", strict, { name: "for-one", trusts: ["100000000077"] }] });
  const user = { secretId: "AKIDUSER", secretKey: "user", uin: "100000000077" };
  tencent.addCredentials(user);
  return { clock, tencent, user, [Symbol.asyncDispose]: () => clouds.close() };
}

const assume = (caller: Pick<LocalTencent, "endpoint" | "region" | "credentials">, parameters: Body) =>
  call(caller, "sts", "AssumeRole", { RoleSessionName: "deploy", ...parameters });

it("a session of a role works in the account of the role until it ends", async () => {
  await using all = await scene();
  const { clock, tencent, user } = all;
  const { keyId: KeyId } = tencent.in("ap-guangzhou", account).keys.createKey();
  const caller = { ...tencent, credentials: user };
  const issued = await assume(caller, { RoleArn: `qcs::cam::uin/${account}:roleName/audit`, DurationSeconds: 60 });
  const { TmpSecretId, TmpSecretKey, Token } = issued["Credentials"] as Record<string, string>;
  expect([issued["ExpiredTime"], issued["Expiration"]]).toEqual([clock.now() / 1000 + 60, "2026-01-01T00:01:00Z"]);
  const credentials = { secretId: TmpSecretId ?? "", secretKey: TmpSecretKey ?? "", token: Token ?? "" };
  const session = { ...tencent, credentials };
  expect(await call(session, "sts", "GetCallerIdentity")).toMatchObject({
    Type: "CAMRole",
    AccountId: account,
    PrincipalId: "100000000077",
    UserId: "4611686018427000001:deploy",
    Arn: `qcs::sts:${account}:assumed-role/4611686018427000001`,
  });
  expect(await outcome(call(session, "kms", "DescribeKey", { KeyId }))).toBe("ok");
  clock.advance(60_000);
  expect(await outcome(call(session, "kms", "DescribeKey", { KeyId }))).toBe("AuthFailure.TokenFailure");
});

it.each<[string, Body, string]>([
  ["by its number", { RoleArn: `qcs::cam::uin/${account}:role/4611686018427000001` }, "ok"],
  ["by a trusted user", { RoleArn: `qcs::cam::uin/${account}:roleName/for-one` }, "ok"],
  ["with its external id", { RoleArn: `qcs::cam::uin/${account}:roleName/strict`, ExternalId: "42" }, "ok"],
  ["without it", { RoleArn: `qcs::cam::uin/${account}:roleName/strict` }, "UnauthorizedOperation"],
  ["that is absent", { RoleArn: `qcs::cam::uin/${account}:roleName/x` }, "ResourceNotFound.RoleNotFound"],
  ["of an absent account", { RoleArn: "qcs::cam::uin/7:roleName/audit" }, "InvalidParameter.AccountNotAvaliable"],
  ["with another form of name", { RoleArn: "acs:ram::1:role/audit" }, "InvalidParameter.ParamError"],
  ["with a short session name", { RoleSessionName: "x" }, "InvalidParameter.ParamError"],
  ["for too long", { DurationSeconds: 43_201 }, "InvalidParameter.OverTimeError"],
])("a role is assumed %s", async (_what, parameters, expected) => {
  await using all = await scene();
  const caller = { ...all.tencent, credentials: all.user };
  const RoleArn = `qcs::cam::uin/${account}:roleName/audit`;
  expect(await outcome(assume(caller, { RoleArn, ...parameters }))).toBe(expected);
});

it("a role that trusts one user is refused to the others", async () => {
  await using all = await scene();
  const RoleArn = `qcs::cam::uin/${account}:roleName/for-one`;
  expect(await outcome(assume(all.tencent, { RoleArn }))).toBe("UnauthorizedOperation");
});
