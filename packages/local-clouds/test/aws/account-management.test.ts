import { AccountClient, ListRegionsCommand, type ListRegionsCommandInput } from "@aws-sdk/client-account";
import { expect, onTestFinished, test } from "vitest";
import type { AwsAccountScene, AwsOptions, LocalAws } from "../../src/index.ts";
import { refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { assume, stsOf, type SdkCredentials } from "../support/sts.ts";

const regions = ["us-east-1", "eu-central-1", "me-south-1", "af-south-1"];
const member: AwsAccountScene = {
  id: "222222222222",
  regionStatus: { "me-south-1": "ENABLING", "af-south-1": "DISABLED" },
};
const role = `arn:aws:iam::${member.id}:role/OrganizationAccountAccessRole`;

async function start(options: AwsOptions = {}): Promise<LocalAws> {
  const { aws } = await startAws(
    { regions, ...options },
    { clock: new ManualClock(), seed: { aws: { accounts: [member] } } },
  );
  return aws;
}

async function list(
  { endpoint, region, credentials }: LocalAws,
  input: ListRegionsCommandInput = {},
  others?: SdkCredentials,
): Promise<Readonly<Record<string, string | undefined>>> {
  const client = new AccountClient({ endpoint, region, credentials: others ?? credentials, maxAttempts: 1 });
  onTestFinished(() => {
    client.destroy();
  });
  const { Regions = [] } = await client.send(new ListRegionsCommand(input));
  return Object.fromEntries(Regions.map(({ RegionName = "", RegionOptStatus }) => [RegionName, RegionOptStatus]));
}

const ofMember = {
  "us-east-1": "ENABLED_BY_DEFAULT",
  "eu-central-1": "ENABLED_BY_DEFAULT",
  "me-south-1": "ENABLING",
  "af-south-1": "DISABLED",
};

test("regions have the status that they have in the account", async () => {
  const aws = await start();
  expect(await list(aws)).toEqual({ ...ofMember, "me-south-1": "ENABLED", "af-south-1": "ENABLED" });
  expect(await list(aws, {}, await assume(stsOf(aws), role))).toEqual(ofMember);
  expect(await list(aws, { AccountId: member.id })).toEqual(ofMember);
  expect(await list(aws, { RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] })).toHaveProperty("me-south-1");
  expect(
    Object.keys(await list(aws, { AccountId: member.id, RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] })),
  ).toEqual(["us-east-1", "eu-central-1"]);
});

test("lists have pages", async () => {
  const aws = await start();
  const { endpoint, region, credentials } = aws;
  const client = new AccountClient({ endpoint, region, credentials });
  const first = await client.send(new ListRegionsCommand({ MaxResults: 3 }));
  const second = await client.send(new ListRegionsCommand({ MaxResults: 3, NextToken: first.NextToken }));
  client.destroy();
  expect([first.Regions?.length, second.Regions?.length, second.NextToken]).toEqual([3, 1, undefined]);
});

test("another account is asked about from the management account only, and not about itself", async () => {
  const aws = await start();
  expect(await refusal(list(aws, { AccountId: aws.account }))).toMatchObject({
    name: "ValidationException",
    status: 400,
  });
  const credentials = await assume(stsOf(aws), role);
  expect(await refusal(list(aws, { AccountId: aws.account }, credentials))).toMatchObject({
    name: "AccessDeniedException",
    status: 403,
  });
  const untrusted = await start({ settings: { accountManagementTrusted: false } });
  expect((await refusal(list(untrusted, { AccountId: member.id }))).name).toBe("AccessDeniedException");
});

test.each([
  ["caller", 5],
  ["account-asked-about", 6],
] as const)("five requests a second spend the quota of the %s", async (listRegionsQuotaOf, accepted) => {
  const aws = await start({ quotas: "documented", settings: { listRegionsQuotaOf } });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => list(aws, { AccountId: member.id }).catch(() => undefined)),
  );
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(accepted);
});

test("a request over the quota is throttled", async () => {
  const aws = await start({ quotas: { ListRegions: 1 } });
  await list(aws);
  expect(await refusal(list(aws))).toMatchObject({ name: "TooManyRequestsException", status: 429 });
});

test("wrong signatures and denied callers are refused with status 403", async () => {
  const aws = await start();
  const unknown = { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "s" };
  expect(await refusal(list(aws, {}, unknown))).toMatchObject({ name: "UnrecognizedClientException", status: 403 });
  const wrong = { ...aws.credentials, secretAccessKey: "wrong" };
  expect(await refusal(list(aws, {}, wrong))).toMatchObject({ name: "InvalidSignatureException", status: 403 });
  const denied = { ...unknown, deniedOperations: ["ListRegions"] };
  aws.addCredentials(denied);
  expect((await refusal(list(aws, {}, denied))).message).toContain("is not authorized to perform: account:ListRegions");
  aws.faults.add({ kind: "server-error-json", operation: "ListRegions", times: 1 });
  expect(await refusal(list(aws))).toMatchObject({ name: "InternalServerException", status: 500 });
});
