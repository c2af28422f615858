import {
  DescribeKeyCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { startLocalClouds } from "../../src/index.ts";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

/** How many of a number of simultaneous calls succeed. */
async function passed(kms: KMSClient, KeyId: string, count: number): Promise<number> {
  const results = await Promise.allSettled(
    Array.from({ length: count }, () => kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["a"] }))),
  );
  return results.filter(({ status }) => status === "fulfilled").length;
}

test("the documented quotas apply, per second and operation", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ quotas: "documented" }, { clock });
  const { keyId } = aws.keys.createKey();
  expect(await passed(kms, keyId, 20)).toBe(5);
  expect(await refusal(kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["a"] })))).toEqual({
    name: "ThrottlingException",
    message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    status: 400,
  });
  await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "" }] }));
  clock.advance(200);
  expect(await passed(kms, keyId, 3)).toBe(1);
  clock.advance(60_000);
  expect(await passed(kms, keyId, 20)).toBe(5);
});

test("refused requests of the operation spend the quota too, throttled ones do not", async () => {
  const clock = new ManualClock();
  const { kms } = await startAws({ quotas: { DescribeKey: 2 } }, { clock });
  const names = [];
  for (let index = 0; index < 4; index += 1)
    names.push((await refusal(kms.send(new DescribeKeyCommand({ KeyId: "x" })))).name);
  expect(names).toEqual(["NotFoundException", "NotFoundException", "ThrottlingException", "ThrottlingException"]);
  clock.advance(500);
  expect((await refusal(kms.send(new DescribeKeyCommand({ KeyId: "x" })))).name).toBe("NotFoundException");
});

test("each region has its own", async () => {
  const { aws, kms } = await startAws(
    { quotas: "documented", regions: ["us-east-1", "eu-west-1"] },
    { clock: new ManualClock() },
  );
  const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
  for (const region of aws.regions) aws.keys.createKey({ region, keyId });
  expect(await passed(kms, keyId, 10)).toBe(5);
  expect(await passed(clientOf(aws, { region: "eu-west-1" }), keyId, 10)).toBe(5);
});

test("other programs can spend them, the rates can be changed, and the burst set", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ quotas: "documented", quotaBurstSeconds: 2 }, { clock });
  const { keyId } = aws.keys.createKey();
  expect(await passed(kms, keyId, 20)).toBe(10);
  aws.quota.spend("UntagResource", 4);
  expect(await passed(kms, keyId, 20)).toBe(2);
  clock.advance(1000);
  expect(await passed(kms, keyId, 20)).toBe(1);
  aws.quota.spend("UntagResource", 5);
  expect(await passed(kms, keyId, 20)).toBe(0);
  aws.quota.spend("UntagResource", 0);
  aws.quota.set("UntagResource", 3);
  expect(await passed(kms, keyId, 20)).toBe(6);
  aws.quota.set("UntagResource", Infinity);
  expect(await passed(kms, keyId, 40)).toBe(40);
});

test("a hot key is throttled on its own, for changes only", async () => {
  const { aws, kms } = await startAws({ settings: { hotKeyWritesPerSecond: 3 } }, { clock: new ManualClock() });
  const [hot, cold] = aws.keys.addMany(2);
  expect(await passed(kms, hot?.keyId ?? "", 10)).toBe(3);
  expect(await passed(kms, cold?.keyId ?? "", 1)).toBe(1);
  await kms.send(new ListResourceTagsCommand({ KeyId: hot?.keyId }));
});

test("a hot key is one key, however it is spelled, and a separate one in every region", async () => {
  const { aws, kms } = await startAws(
    { regions: ["us-east-1", "eu-west-1"], settings: { hotKeyWritesPerSecond: 3 } },
    { clock: new ManualClock() },
  );
  const { keyId, arn } = aws.keys.createKey({ multiRegion: true });
  aws.keys.createKey({ keyId, region: "eu-west-1", multiRegion: "us-east-1" });
  expect(await passed(kms, keyId, 2)).toBe(2);
  expect(await passed(kms, arn, 2)).toBe(1);
  expect(await passed(clientOf(aws, { region: "eu-west-1" }), keyId, 4)).toBe(3);
});

test("a group that the cloud does not have is an error of the test", async () => {
  const text = 'No quota group "TagResources"; groups are CancelKeyDeletion, CreateAlias,';
  await expect(startAws({ quotas: { TagResources: 1 } })).rejects.toThrow(new RegExp(`^${text}`));
  const { aws } = await startAws({ quotas: "off" });
  for (const attempt of [() => aws.quota.set("TagResources", 1), () => aws.quota.spend("TagResources", 1)]) {
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(text);
  }
  await expect(startLocalClouds({ aws: false, alibaba: { quotas: { modfiy: 1 } } })).rejects.toThrow(
    'No quota group "modfiy"; groups are modify, query, listResourceTags, createKey, createSecret, secrets, assumeRole, listAccounts, listInFolder.',
  );
});

test("a Retry-After header is sent if configured", async () => {
  const { aws, kms } = await startAws({ settings: { retryAfterSeconds: 7 } });
  aws.faults.add({ kind: "throttle" });
  const error: unknown = await kms.send(new ListResourceTagsCommand({ KeyId: "x" })).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ $response: { headers: { "retry-after": "7" } } });
});
