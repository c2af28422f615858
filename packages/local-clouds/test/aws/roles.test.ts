import { CreateKeyCommand, DescribeKeyCommand, ListKeysCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import type { AwsAccountScene, AwsCredentials, AwsOptions, LocalAws } from "../../src/index.ts";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { assume, identify, stsOf } from "../support/sts.ts";

const member = "222222222222";
const role = `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`;

async function startOrganization(
  account: Partial<AwsAccountScene> = {},
  options: AwsOptions = {},
  others: Parameters<typeof startAws>[1] = {},
): Promise<LocalAws> {
  const { aws } = await startAws(options, others);
  aws.accounts.add({ id: member, ...account });
  return aws;
}

async function listIn(region: string, aws: LocalAws): Promise<unknown> {
  const credentials = await assume(stsOf(aws), role);
  return clientOf(aws, { credentials, region }).send(new ListKeysCommand({}));
}

test("a session of a role reaches the keys of its account, in every region", async () => {
  const aws = await startOrganization({}, { regions: ["us-east-1", "eu-central-1"] });
  const { keyId } = aws.keys.createKey({ region: "eu-central-1" });
  const { expiration, ...credentials } = await assume(stsOf(aws), role);
  expect(expiration.getTime() - Date.now()).toBeGreaterThan(3_590_000);
  expect(await identify(stsOf(aws, { credentials }))).toEqual({
    Account: member,
    Arn: `arn:aws:sts::${member}:assumed-role/OrganizationAccountAccessRole/test`,
    UserId: "AROALOCALCLOUDS000000:test",
  });
  const kms = clientOf(aws, { credentials, region: "eu-central-1" });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  expect(KeyMetadata?.Arn).toMatch(new RegExp(`^arn:aws:kms:eu-central-1:${member}:key/`));
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([
    { KeyId: KeyMetadata?.KeyId, KeyArn: KeyMetadata?.Arn },
  ]);
  expect(aws.in(member).list("eu-central-1")).toHaveLength(1);
  expect(aws.keys.list("eu-central-1").map((key) => key.keyId)).toEqual([keyId]);
  expect(aws.requests.entries.map(({ operation, account }) => [operation, account])).toEqual([
    ["AssumeRole", aws.account],
    ["GetCallerIdentity", member],
    ["CreateKey", member],
    ["ListKeys", member],
  ]);
});

test("the key of another account is refused as another account's", async () => {
  const aws = await startOrganization();
  const { arn } = aws.keys.createKey();
  const kms = clientOf(aws, { credentials: await assume(stsOf(aws), role) });
  expect((await refusal(kms.send(new DescribeKeyCommand({ KeyId: arn })))).name).toBe("AccessDeniedException");
});

test("each account and region has quotas of its own, and an account can have other rates", async () => {
  const aws = await startOrganization(
    { quotas: { TagResource: 3 } },
    { quotas: "documented" },
    {
      clock: new ManualClock(),
    },
  );
  const kmsOf = {
    [aws.account]: clientOf(aws),
    [member]: clientOf(aws, { credentials: await assume(stsOf(aws), role) }),
  };
  for (const [account, keys] of Object.entries({ [aws.account]: aws.keys, [member]: aws.in(member) })) {
    const { keyId } = keys.createKey();
    let accepted = 0;
    for (let call = 0; call < 12; call += 1) {
      const sent = kmsOf[account]?.send(
        new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "call", TagValue: String(call) }] }),
      );
      accepted +=
        (await sent?.then(
          () => 1,
          () => 0,
        )) ?? 0;
    }
    expect([account, accepted]).toEqual([account, account === member ? 3 : 10]);
  }
});

test("a session ends by the cloud's clock", async () => {
  const clock = new ManualClock(Date.UTC(2030, 0, 1));
  const aws = await startOrganization({}, {}, { clock });
  const { expiration: end, ...credentials } = await assume(stsOf(aws), role, { DurationSeconds: 900 });
  expect(end).toEqual(new Date(Date.UTC(2030, 0, 1, 0, 15)));
  const kms = clientOf(aws, { credentials });
  clock.advance(899_000);
  await kms.send(new ListKeysCommand({}));
  clock.advance(1_000);
  expect(await refusal(kms.send(new ListKeysCommand({})))).toMatchObject({ name: "ExpiredTokenException" });
  expect(await refusal(identify(stsOf(aws, { credentials })))).toMatchObject({ name: "ExpiredToken", status: 403 });
});

describe("AssumeRole is refused", () => {
  const denied = {
    name: "AccessDenied",
    status: 403,
    message: `User: arn:aws:iam::111122223333:user/local-clouds is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  };

  test.each<[string, Partial<AwsAccountScene>]>([
    ["a role that does not exist", { roles: ["Other"] }],
    ["a role at another path", { roles: [{ name: "OrganizationAccountAccessRole", path: "/team/" }] }],
    [
      "a role that does not trust the caller",
      { roles: [{ name: "OrganizationAccountAccessRole", trusts: ["999999999999"] }] },
    ],
    ["a role of a suspended account", { state: "SUSPENDED" }],
    ["a role of a closed account", { state: "CLOSED" }],
    ["a role of an account that was never activated", { state: "PENDING_ACTIVATION" }],
    ["the usual role of an invited account", { joined: "INVITED" }],
    ["a role without its external id", { roles: [{ name: "OrganizationAccountAccessRole", externalId: "sesame" }] }],
  ])("for %s, always in the same words", async (_what, account) => {
    const aws = await startOrganization(account);
    expect(await refusal(assume(stsOf(aws), role))).toEqual(denied);
  });

  test("for an account that does not exist, and for another partition", async () => {
    const aws = await startOrganization();
    for (const arn of ["arn:aws:iam::999999999999:role/Any", role.replace("aws", "aws-cn")]) {
      expect(await refusal(assume(stsOf(aws), arn))).toMatchObject({ name: "AccessDenied" });
    }
  });

  test("for a caller that may not ask", async () => {
    const caller: AwsCredentials = {
      accessKeyId: "AKIADENIED",
      secretAccessKey: "s",
      deniedOperations: ["AssumeRole"],
    };
    const aws = await startOrganization({}, { credentials: [caller] });
    expect(await refusal(assume(stsOf(aws), role))).toEqual(denied);
  });

  test("for the root of an account", async () => {
    const root: AwsCredentials = { accessKeyId: "AKIAROOT", secretAccessKey: "s", principal: "root" };
    const aws = await startOrganization({}, { credentials: [root] });
    expect(await refusal(assume(stsOf(aws), role))).toMatchObject({
      name: "AccessDenied",
      message: "Roles may not be assumed by root accounts.",
    });
  });

  test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    [
      "a session name with a space",
      { RoleSessionName: "a b" },
      "at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern",
    ],
    [
      "a session name of one character",
      { RoleSessionName: "a" },
      "at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      "a session name of 65 characters",
      { RoleSessionName: "a".repeat(65) },
      "Member must have length less than or equal to 64",
    ],
    ["899 seconds", { DurationSeconds: 899 }, "Member must have value greater than or equal to 900"],
    ["43,201 seconds", { DurationSeconds: 43_201 }, "Member must have value less than or equal to 43200"],
    [
      "more seconds than the role allows",
      { DurationSeconds: 3601 },
      "exceeds the MaxSessionDuration set for this role.",
    ],
    ["an external id with a space", { ExternalId: "a b" }, "at 'externalId'"],
    [
      "no ARN of a role",
      { RoleArn: "arn:aws:iam::222222222222:user/a" },
      "arn:aws:iam::222222222222:user/a is invalid",
    ],
  ])("with %s", async (_what, input, text) => {
    const aws = await startOrganization();
    const answer = await refusal(assume(stsOf(aws), role, input));
    expect(answer).toMatchObject({ name: "ValidationError", status: 400 });
    expect(answer.message).toContain(text);
  });
});

test("a role with an external id, a path, a longer session and a trusted user", async () => {
  const aws = await startOrganization({
    roles: [
      {
        name: "Tagger",
        path: "/ops/",
        externalId: "sesame",
        maxSessionSeconds: 43_200,
        trusts: ["arn:aws:iam::111122223333:user/local-clouds"],
      },
    ],
  });
  const answer = await stsOf(aws).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${member}:role/ops/Tagger`,
      RoleSessionName: "crosstag-run",
      ExternalId: "sesame",
      DurationSeconds: 43_200,
      SourceIdentity: "alice",
    }),
  );
  expect(answer).toMatchObject({
    SourceIdentity: "alice",
    AssumedRoleUser: {
      Arn: `arn:aws:sts::${member}:assumed-role/Tagger/crosstag-run`,
      AssumedRoleId: "AROALOCALCLOUDS000000:crosstag-run",
    },
  });
});

test("a session of a role assumes a further role for an hour at most", async () => {
  const aws = await startOrganization({
    roles: [{ name: "Chained", maxSessionSeconds: 43_200, trusts: [`arn:aws:iam::111122223333:role/first`] }],
  });
  aws.accounts.add({ id: aws.account, roles: ["first"] });
  const chained = `arn:aws:iam::${member}:role/Chained`;
  expect((await refusal(assume(stsOf(aws), chained))).name).toBe("AccessDenied");
  const first = stsOf(aws, { credentials: await assume(stsOf(aws), "arn:aws:iam::111122223333:role/first") });
  expect(await refusal(assume(first, chained, { DurationSeconds: 3601 }))).toMatchObject({
    name: "ValidationError",
    message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  });
  const credentials = await assume(first, chained, { DurationSeconds: 3600 });
  expect(await identify(stsOf(aws, { credentials }))).toMatchObject({ Account: member });
});

describe("a region that has to be enabled", () => {
  const regions = ["us-east-1", "me-south-1"];

  test("accepts no credentials of an account in which it is not enabled", async () => {
    const aws = await startOrganization({ regionStatus: { "me-south-1": "DISABLED" } }, { regions });
    const credentials = await assume(stsOf(aws), role);
    await clientOf(aws, { credentials }).send(new ListKeysCommand({}));
    await clientOf(aws, { region: "me-south-1" }).send(new ListKeysCommand({}));
    const closed = clientOf(aws, { credentials, region: "me-south-1" });
    expect(await refusal(closed.send(new ListKeysCommand({})))).toMatchObject({ name: "UnrecognizedClientException" });
    expect(await refusal(identify(stsOf(aws, { credentials, region: "me-south-1" })))).toMatchObject({
      name: "InvalidClientTokenId",
      status: 403,
    });
  });

  test.each(["RegionDisabledException", "InvalidClientTokenId"] as const)(
    "issues no sessions for an account in which it is not enabled: %s",
    async (stsRegionError) => {
      const settings = { stsRegionError };
      const aws = await startOrganization({ regionStatus: { "me-south-1": "ENABLING" } }, { regions, settings });
      const there = stsOf(aws, { region: "me-south-1" });
      expect(await refusal(assume(there, role))).toMatchObject({ name: stsRegionError, status: 403 });
      await assume(stsOf(aws), role);
    },
  );

  test("can remain open while it is being disabled", async () => {
    const account = { regionStatus: { "me-south-1": "DISABLING" } } as const;
    const closed = await startOrganization(account, { regions });
    const open = await startOrganization(account, { regions, settings: { disablingRegion: "open" } });
    expect((await refusal(listIn("me-south-1", closed))).name).toBe("UnrecognizedClientException");
    await listIn("me-south-1", open);
  });
});

test("a service control policy denies a region of a member, and not of the management account", async () => {
  const aws = await startOrganization({ deniedRegions: ["us-east-1"] });
  aws.accounts.add({ id: aws.account, deniedRegions: ["us-east-1"] });
  await clientOf(aws).send(new ListKeysCommand({}));
  const kms = clientOf(aws, { credentials: await assume(stsOf(aws), role) });
  expect(await refusal(kms.send(new ListKeysCommand({})))).toMatchObject({
    name: "AccessDeniedException",
    message:
      `User: arn:aws:sts::${member}:assumed-role/OrganizationAccountAccessRole/test is not authorized to perform: ` +
      "kms:ListKeys on resource: * with an explicit deny in a service control policy",
  });
});

test.each(["AccessDeniedException", "UnrecognizedClientException"] as const)(
  "sessions of an account that is suspended later are refused: %s",
  async (suspendedAccountError) => {
    const aws = await startOrganization({}, { settings: { suspendedAccountError } });
    const kms = clientOf(aws, { credentials: await assume(stsOf(aws), role) });
    await kms.send(new ListKeysCommand({}));
    aws.accounts.add({ id: member, state: "SUSPENDED" });
    expect((await refusal(kms.send(new ListKeysCommand({})))).name).toBe(suspendedAccountError);
    aws.accounts.add({ id: member, state: "PENDING_CLOSURE" });
    await kms.send(new ListKeysCommand({}));
  },
);

test("credentials can belong to an added account, and removed accounts refuse them", async () => {
  const credentials: AwsCredentials = { accessKeyId: "AKIAMEMBER", secretAccessKey: "s", account: member };
  const aws = await startOrganization();
  aws.addCredentials(credentials);
  expect((await identify(stsOf(aws, { credentials }))).Arn).toBe(`arn:aws:iam::${member}:user/local-clouds`);
  aws.accounts.remove(member);
  expect((await refusal(clientOf(aws, { credentials }).send(new ListKeysCommand({})))).name).toBe(
    "UnrecognizedClientException",
  );
  expect((await refusal(identify(stsOf(aws, { credentials })))).name).toBe("InvalidClientTokenId");
});

test("faults can be limited to an account and to a region", async () => {
  const aws = await startOrganization({}, { regions: ["us-east-1", "eu-west-1"] });
  const credentials = await assume(stsOf(aws), role);
  aws.faults.add({ kind: "throttle", account: member, region: "eu-west-1" });
  await clientOf(aws, { region: "eu-west-1" }).send(new ListKeysCommand({}));
  await clientOf(aws, { credentials }).send(new ListKeysCommand({}));
  const both = clientOf(aws, { credentials, region: "eu-west-1" });
  expect((await refusal(both.send(new ListKeysCommand({})))).name).toBe("ThrottlingException");
  aws.faults.add({ kind: "throttle", operation: "AssumeRole", resource: role, times: 1 });
  expect((await refusal(assume(stsOf(aws), role))).name).toBe("Throttling");
  await assume(stsOf(aws), role);
});
