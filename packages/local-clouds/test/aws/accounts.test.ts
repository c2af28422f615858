import { ListKeysCommand, ListResourceTagsCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { startLocalClouds, type AwsAccountScene } from "../../src/index.ts";
import { clientOf, startAws } from "../support/aws.ts";
import { assume, stsOf } from "../support/sts.ts";

const member = "222222222222";

test("a seed has accounts, and keys in them", async () => {
  const { aws } = await startAws(
    {},
    {
      seed: {
        aws: {
          accounts: [{ id: member, name: "data-lake" }],
          keys: [{ count: 2 }, { account: member, count: 3, tags: { team: "data" } }],
        },
      },
    },
  );
  expect(aws.accounts.list()).toEqual([aws.account, member]);
  expect([aws.keys.list().length, aws.in(member).list().length]).toEqual([2, 3]);
});

test.each<[string, unknown, string]>([
  ["a field", { id: member, role: [] }, 'seed.aws.accounts[0].role is not a field. Did you mean "roles"?'],
  ["a number without quotes", { id: 222222222222 }, "seed.aws.accounts[0].id must be a text of twelve digits"],
  ["a state", { id: member, state: "active" }, "seed.aws.accounts[0].state must be one of"],
  ["a unit", { id: member, unit: "Prod" }, "seed.aws.accounts[0].unit must be a path such as /Workloads/Prod."],
  ["a field of a role", { id: member, roles: [{ nam: "a" }] }, "seed.aws.accounts[0].roles[0].nam is not a field."],
  [
    "a region",
    { id: member, deniedRegions: ["eu-west-9"] },
    'deniedRegions names "eu-west-9", but the cloud has us-east-1',
  ],
  ["a region's status", { id: member, regionStatus: { "me-south-1": "ON" } }, "me-south-1 must be one of ENABLED"],
  [
    "a region without status",
    { id: member, regionStatus: { "us-east-1": "DISABLED" } },
    "AWS enables us-east-1 in every account.",
  ],
  [
    "a quota",
    { id: member, quotas: { Tag: 1 } },
    "quotas.Tag is not a quota: write an operation of KMS, or one of secretsmanager:tagging,",
  ],
  ["simulated keys", { id: member, keys: { count: 1 } }, "seed.aws.accounts[0].keys.count is not a field."],
])("a seed with a wrong account is refused: %s", async (_what, account, message) => {
  const seed = { aws: { accounts: [account as AwsAccountScene] } };
  const starting = startLocalClouds({ aws: { regions: ["us-east-1", "me-south-1"] }, alibaba: false, seed });
  await expect(starting).rejects.toThrow(message);
});

test("the cloud's own account cannot be removed, and an unknown account is named", async () => {
  const { aws } = await startAws();
  expect(() => {
    aws.accounts.remove(aws.account);
  }).toThrow("111122223333 is the cloud's own account, which cannot be removed.");
  expect(() => aws.in(member)).toThrow(`No account "${member}": the cloud has 111122223333.`);
});

test("simulated keys are the same each time, also after they were forgotten, and changes are kept", async () => {
  const regions = ["us-east-1", "eu-west-1"];
  const { aws } = await startAws({ regions });
  const accounts = Array.from({ length: 150 }, (_, index) => String(500_000_000_000 + index));
  for (const id of accounts) aws.accounts.add({ id, keys: { perRegion: 20 } });
  const [first = ""] = accounts;
  const credentials = await assume(stsOf(aws), `arn:aws:iam::${first}:role/OrganizationAccountAccessRole`);
  const kms = clientOf(aws, { credentials });
  const { Keys: before = [] } = await kms.send(new ListKeysCommand({}));
  expect(before).toHaveLength(20);
  const [changed, unchanged] = before.map(({ KeyId }) => KeyId);
  await clientOf(aws, { credentials, region: "eu-west-1" }).send(new ListKeysCommand({}));
  expect(await tagsOf(unchanged)).toEqual([{ TagKey: "team", TagValue: "platform" }]);
  await kms.send(new TagResourceCommand({ KeyId: changed, Tags: [{ TagKey: "stage", TagValue: "prod" }] }));

  for (const id of accounts) for (const region of regions) aws.in(id).list(region);
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual(before);
  expect(await tagsOf(changed)).toHaveLength(2);
  expect(await tagsOf(unchanged)).toHaveLength(1);

  async function tagsOf(KeyId: string | undefined): Promise<unknown> {
    return (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;
  }
});

test("the cloud's own account can have simulated resources", async () => {
  const { aws, kms } = await startAws();
  const perRegion = { perRegion: 2 };
  aws.accounts.add({ id: aws.account, keys: perRegion, secrets: perRegion, certificates: perRegion });
  expect([aws.keys.list().length, aws.secrets.list().length, aws.certificates.list().length]).toEqual([2, 2, 2]);
  const [{ keyId } = { keyId: "" }] = aws.keys.list();
  aws.keys.setTags(keyId, { team: "own" });
  const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: keyId }));
  expect(Tags).toEqual([{ TagKey: "team", TagValue: "own" }]);
});

test("simulated keys have the tags of a function", async () => {
  const { aws } = await startAws();
  aws.accounts.add({
    id: member,
    keys: { perRegion: 2, tagsOf: ({ account, region, index }) => ({ of: `${account} ${region} ${index}` }) },
  });
  const keys = aws.in(member);
  expect(keys.list().map(({ keyId }) => keys.tagsOf(keyId))).toEqual([
    { of: `${member} us-east-1 0` },
    { of: `${member} us-east-1 1` },
  ]);
});
