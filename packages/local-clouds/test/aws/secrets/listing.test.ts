import {
  DescribeSecretCommand,
  ListSecretsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Filter,
  type ListSecretsCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { TagResourceCommand as TagKeyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { clientOf, refusal } from "../../support/aws.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { secretsClientOf, startSecrets } from "../../support/secrets.ts";
import { assume, stsOf } from "../../support/sts.ts";

const Tags = [{ Key: "a", Value: "b" }];

test("filters match beginnings, alternatives and negations", async () => {
  const { aws, client } = await startSecrets({ regions: ["us-east-1", "eu-west-1"] });
  aws.secrets.createSecret({ name: "prod/db", description: "Main database", tags: { team: "data", Stage: "prod" } });
  aws.secrets.createSecret({ name: "prod/mail", tags: { team: "web" }, replicas: ["eu-west-1"] });
  aws.secrets.createSecret({ name: "rds!db-1", owningService: "rds" });
  aws.secrets.createSecret({ name: "Prod/none" });
  const names = async (...Filters: Filter[]): Promise<string> => {
    const { SecretList = [] } = await client.send(new ListSecretsCommand({ Filters }));
    return SecretList.map(({ Name }) => Name).join(" ");
  };
  for (const [key, values, expected] of [
    ["name", ["prod"], "prod/db prod/mail"],
    ["name", ["!prod"], "rds!db-1 Prod/none"],
    ["name", ["prod/db", "Prod"], "prod/db Prod/none"],
    ["name", ["prod", "!prod/m"], "prod/db"],
    ["tag-key", ["te"], "prod/db prod/mail"],
    ["tag-key", ["stage"], ""],
    ["tag-value", ["web"], "prod/mail"],
    ["description", ["main"], "prod/db"],
    ["primary-region", ["us-"], "prod/mail"],
    ["owning-service", ["rds"], "rds!db-1"],
    ["all", ["DATABASE"], "prod/db"],
    ["all", ["none"], "Prod/none"],
  ] as const) {
    expect(await names({ Key: key, Values: [...values] }), `${key} ${values.join()}`).toBe(expected);
  }
  expect(await names({ Key: "name", Values: ["prod"] }, { Key: "tag-value", Values: ["data"] })).toBe("prod/db");
  for (const [input, text] of [
    [{ Filters: [{ Key: "tag" as never, Values: ["x"] }] }, "at 'filters.1.member.key' failed"],
    [{ Filters: [{ Key: "name", Values: ["a*"] }] }, "at 'filters.1.member.values.1.member' failed"],
    [{ Filters: [{ Key: "name", Values: Array.from({ length: 11 }, () => "a") }] }, "less than or equal to 10"],
    [{ Filters: Array.from({ length: 11 }, () => ({})) }, "at 'filters' failed"],
    [{ MaxResults: 101 }, "less than or equal to 100"],
    [{ SortBy: "size" as never }, "enum value set"],
  ] satisfies [ListSecretsCommandInput, string][]) {
    const error = await refusal(client.send(new ListSecretsCommand(input)));
    expect(error).toMatchObject({ name: "ValidationException", message: expect.stringContaining(text) });
  }
});

test("pages have up to 100 secrets with their tags, can be empty, and are sorted", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets({ settings: { secretEmptyPages: true } }, { clock });
  aws.secrets.addMany(101, { tags: { a: "b" } });
  const sizes: number[] = [];
  const seen = new Set<string | undefined>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSecretsCommand({ NextToken }));
    sizes.push(page.SecretList?.length ?? -1);
    for (const { Name, Tags: tags } of page.SecretList ?? []) {
      seen.add(Name);
      expect(tags).toEqual(Tags);
    }
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect([sizes, seen.size]).toEqual([[0, 100, 0, 1], 101]);

  clock.advance(1);
  await client.send(new TagResourceCommand({ SecretId: "secret-7", Tags }));
  const first = await client.send(
    new ListSecretsCommand({ SortBy: "last-changed-date", SortOrder: "desc", MaxResults: 2 }),
  );
  const second = await client.send(
    new ListSecretsCommand({
      SortBy: "last-changed-date",
      SortOrder: "desc",
      MaxResults: 2,
      NextToken: first.NextToken,
    }),
  );
  expect(second.SecretList?.map(({ Name }) => Name)).toEqual(["secret-7", "secret-101"]);
  for (const token of [first.NextToken, "junk"]) {
    const call = client.send(new ListSecretsCommand({ NextToken: token, SortBy: "name" }));
    expect((await refusal(call)).name).toBe("InvalidNextTokenException");
  }
});

test("a list shows a change later than a description, as far as configured", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets(
    { consistency: { delayMs: 1000 }, settings: { secretListDelayMs: 299_000 } },
    { clock },
  );
  aws.secrets.createSecret({ name: "s", tags: {} });
  await client.send(new TagResourceCommand({ SecretId: "s", Tags }));
  const shown = async (): Promise<unknown> => [
    (await client.send(new DescribeSecretCommand({ SecretId: "s" }))).Tags,
    (await client.send(new ListSecretsCommand({}))).SecretList?.[0]?.Tags,
  ];
  expect(await shown()).toEqual([[], []]);
  clock.advance(1000);
  expect(await shown()).toEqual([Tags, []]);
  clock.advance(298_999);
  expect(await shown()).toEqual([Tags, []]);
  clock.advance(1);
  await client.send(new UntagResourceCommand({ SecretId: "s", TagKeys: ["a"] }));
  expect(await shown()).toEqual([Tags, Tags]);
});

test("quotas, faults, interventions, denials and the request log tell secrets from keys", async () => {
  const clock = new ManualClock();
  const { aws, client } = await startSecrets({ quotas: "documented" }, { clock });
  const other = { accessKeyId: "AKIAOTHER", secretAccessKey: "other" };
  aws.addCredentials({ ...other, deniedOperations: ["secretsmanager:TagResource"] });
  const { keyId } = aws.keys.createKey();
  aws.secrets.addMany(60);
  const tagKey = new TagKeyCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "b" }] });
  const tag = new TagResourceCommand({ SecretId: "secret-1", Tags });
  const kms = clientOf(aws);

  aws.faults.add({ kind: "throttle", operation: "secretsmanager:TagResource", times: 1 });
  aws.faults.add({ kind: "server-error-json", operation: "secretsmanager:*", after: 1, times: 1 });
  await kms.send(tagKey);
  expect(await refusal(client.send(tag))).toMatchObject({ name: "ThrottlingException", status: 400 });
  await client.send(tag);
  expect(await refusal(client.send(tag))).toMatchObject({ name: "InternalServiceError", status: 500 });
  const denied = secretsClientOf(aws, { credentials: other });
  expect(await refusal(denied.send(tag))).toMatchObject({
    name: "AccessDeniedException",
    message:
      "User: arn:aws:iam::111122223333:user/local-clouds is not authorized to perform: secretsmanager:TagResource on resource: secret-1 because no identity-based policy allows the secretsmanager:TagResource action",
  });
  await clientOf(aws, { credentials: other }).send(tagKey);
  expect(
    ["TagResource", "kms:TagResource", "secretsmanager:TagResource"].map((name) => aws.requests.count(name)),
  ).toEqual([6, 2, 4]);
  expect(aws.requests.entries[1]).toMatchObject({ service: "secretsmanager", resources: ["secret-1"] });

  clock.advance(1000);
  const calls = Array.from({ length: 52 }, (_, index) =>
    client.send(
      index % 2 === 0
        ? new TagResourceCommand({ SecretId: `secret-${index + 1}`, Tags })
        : (new UntagResourceCommand({ SecretId: `secret-${index + 1}`, TagKeys: ["a"] }) as never),
    ),
  );
  const results = await Promise.allSettled(calls);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(2);
  await kms.send(tagKey);
});

test("accounts have secrets of their own, also simulated ones that are forgotten while they are unchanged", async () => {
  const { aws } = await startSecrets({ regions: ["us-east-1", "eu-west-1"] });
  const accounts = Array.from({ length: 150 }, (_, index) => String(500_000_000_000 + index));
  for (const id of accounts) aws.accounts.add({ id, secrets: { perRegion: 5 } });
  const [first = ""] = accounts;
  const credentials = await assume(stsOf(aws), `arn:aws:iam::${first}:role/OrganizationAccountAccessRole`);
  const client = secretsClientOf(aws, { credentials });
  const list = async (): Promise<unknown> => (await client.send(new ListSecretsCommand({}))).SecretList;
  const before = await list();
  expect(before).toHaveLength(5);
  expect(before).toMatchObject([{ Name: "secret-0", Tags: [{ Key: "team", Value: "payments" }] }, {}, {}, {}, {}]);
  for (const id of accounts) for (const region of ["us-east-1", "eu-west-1"]) aws.secretsIn(id).list(region);
  expect(await list()).toEqual(before);
  await client.send(new TagResourceCommand({ SecretId: "secret-1", Tags }));
  for (const id of accounts) for (const region of ["us-east-1", "eu-west-1"]) aws.secretsIn(id).list(region);
  expect(aws.secretsIn(first).tagsOf("secret-1")).toEqual({ team: "platform", a: "b" });
  expect(aws.secrets.list()).toEqual([]);

  aws.accounts.add({ id: first, deniedRegions: ["eu-west-1"] });
  const denied = secretsClientOf(aws, { credentials, region: "eu-west-1" });
  expect(await refusal(denied.send(new ListSecretsCommand({})))).toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("on resource: * with an explicit deny in a service control policy"),
  });
});
