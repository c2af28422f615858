import {
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
  type ServiceQuota,
} from "@aws-sdk/client-service-quotas";
import { expect, onTestFinished, test } from "vitest";
import type { AwsOptions, LocalAws } from "../../src/index.ts";
import { refusal, startAws } from "../support/aws.ts";
import { assume, stsOf, type SdkCredentials } from "../support/sts.ts";

const member = "222222222222";

async function start(options: AwsOptions = {}): Promise<LocalAws> {
  const accounts = [{ id: member, quotas: { TagResource: 50 } }];
  const { aws } = await startAws(options, { seed: { aws: { accounts } } });
  return aws;
}

function clientOf({ endpoint, region, credentials }: LocalAws, others?: SdkCredentials): ServiceQuotasClient {
  const client = new ServiceQuotasClient({ endpoint, region, credentials: others ?? credentials, maxAttempts: 1 });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

function byName(quotas: readonly ServiceQuota[] = []): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(quotas.map(({ QuotaName = "", Value }) => [QuotaName, Value]));
}

test("the rates of an account are listed by name", async () => {
  const aws = await start({ quotas: { UntagResource: 7 } });
  const own = await clientOf(aws).send(new ListServiceQuotasCommand({ ServiceCode: "kms" }));
  expect(byName(own.Quotas)).toMatchObject({
    "TagResource request rate": 10,
    "UntagResource request rate": 7,
    "ListResourceTags request rate": 2000,
  });
  const credentials = await assume(stsOf(aws), `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);
  const others = await clientOf(aws, credentials).send(new ListServiceQuotasCommand({ ServiceCode: "kms" }));
  expect(byName(others.Quotas)).toMatchObject({ "TagResource request rate": 50, "UntagResource request rate": 7 });
  aws.quota.set("TagResource", 20);
  const raised = await clientOf(aws).send(new ListServiceQuotasCommand({ ServiceCode: "kms" }));
  const tag = raised.Quotas?.find(({ QuotaName }) => QuotaName === "TagResource request rate");
  expect(tag).toMatchObject({ Value: 20, Adjustable: true, Period: { PeriodValue: 1, PeriodUnit: "SECOND" } });
  const got = await clientOf(aws).send(
    new GetServiceQuotaCommand({ ServiceCode: "kms", QuotaCode: tag?.QuotaCode ?? "" }),
  );
  expect(got.Quota).toEqual(tag);
});

test("the documented rates are the default, also if quotas are off", async () => {
  const aws = await start({ quotas: "off" });
  const client = clientOf(aws);
  const command = { ServiceCode: "kms", MaxResults: 100 };
  const { Quotas } = await client.send(new ListAWSDefaultServiceQuotasCommand(command));
  expect(byName(Quotas)).toMatchObject({ "TagResource request rate": 10 });
  expect((await client.send(new ListServiceQuotasCommand(command))).Quotas).toEqual(Quotas);
});

test("the rates of Secrets Manager are listed by the names of their operations", async () => {
  const aws = await start({ quotas: { "secretsmanager:tagging": 20 } });
  const { Quotas } = await clientOf(aws).send(new ListServiceQuotasCommand({ ServiceCode: "secretsmanager" }));
  expect(byName(Quotas)).toMatchObject({
    "Combined rate of TagResource and UntagResource API requests": 20,
    "Rate of ListSecrets API requests": 100,
  });
  expect(Quotas?.map(({ Adjustable, ServiceCode }) => [Adjustable, ServiceCode])).toContainEqual([
    false,
    "secretsmanager",
  ]);
});

test("quotas that were never changed can be missing from the list", async () => {
  const aws = await start({ quotas: { TagResource: 25 }, settings: { listedQuotas: "changed" } });
  const { Quotas } = await clientOf(aws).send(new ListServiceQuotasCommand({ ServiceCode: "kms" }));
  expect(byName(Quotas)).toEqual({ "TagResource request rate": 25 });
});

test("lists have pages, other services have no quotas here, and the service has a quota of its own", async () => {
  const aws = await start({ quotas: "documented" });
  const client = clientOf(aws);
  const first = await client.send(new ListServiceQuotasCommand({ ServiceCode: "kms", MaxResults: 5 }));
  const second = await client.send(
    new ListServiceQuotasCommand({ ServiceCode: "kms", MaxResults: 100, NextToken: first.NextToken }),
  );
  expect([first.Quotas?.length, second.NextToken]).toEqual([5, undefined]);
  expect((await refusal(client.send(new ListServiceQuotasCommand({ ServiceCode: "vpc" })))).name).toBe(
    "NoSuchResourceException",
  );
  const token = { ServiceCode: "kms", NextToken: "x" };
  expect((await refusal(client.send(new ListServiceQuotasCommand(token)))).name).toBe(
    "InvalidPaginationTokenException",
  );
  const limited = await start({ quotas: { GetServiceQuota: 1 } });
  const get = new GetServiceQuotaCommand({ ServiceCode: "kms", QuotaCode: "L-00000000" });
  expect((await refusal(clientOf(limited).send(get))).name).toBe("NoSuchResourceException");
  expect((await refusal(clientOf(limited).send(get))).name).toBe("TooManyRequestsException");
});
