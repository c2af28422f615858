import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type ResourceTags } from "@crosstag/core";
import type { KmsAdapter, KmsDriver } from "@crosstag/core/driver";
import { type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { adapter as tencent } from "@crosstag/tencent";
import { afterAll, beforeAll, expect, test } from "vitest";

let clouds: LocalClouds;
let crosstag: Crosstag;

/** The drivers of all services of a cloud, which share its credentials. */
async function driversOf(
  adapter: KmsAdapter,
  { endpoint, region }: { readonly endpoint: string; readonly region: string },
): Promise<readonly KmsDriver[]> {
  const kms = await adapter.createDriver({ endpoint, region });
  const others = (adapter.services ?? []).map((service) => service.createDriver({ endpoint, region }, kms));
  return [kms, ...(await Promise.all(others))];
}

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" }, tencent: { quotas: "off" } });
  Object.assign(process.env, clouds.environment());
  const [first, ...drivers] = (
    await Promise.all([
      driversOf(aws, clouds.aws),
      driversOf(alibaba, clouds.alibaba),
      driversOf(tencent, clouds.tencent),
    ])
  ).flat();
  if (first === undefined) throw new Error("No driver.");
  crosstag = createCrosstag([first, ...drivers], { pacing: "off", retry: "immediate" });
});
afterAll(async () => {
  await crosstag.close();
  await clouds.close();
});

async function tagsOf(resources: readonly string[]): Promise<readonly unknown[]> {
  const read: ResourceTags[] = [];
  for await (const entry of crosstag.listTags({ resources })) read.push(entry);
  return read.map((entry) => entry.status === "read" && entry.tags);
}

test("one call tags keys, secrets and certificates of three clouds: an outcome for each, in the order given", async () => {
  const resources = [
    clouds.tencent.keys.createKey({ creatorUin: "100000000009" }).name,
    clouds.aws.keys.createKey().arn,
    clouds.aws.secrets.createSecret({ name: "database" }).arn,
    clouds.aws.certificates.createCertificate().arn,
    clouds.alibaba.keys.createKey().arn,
    clouds.alibaba.secrets.createSecret("database").arn,
    clouds.alibaba.certificates.create().arn,
    clouds.tencent.secrets.createSecret("database").name,
  ];
  const request = { resources, tags: { team: "payments", stage: "test" } };
  const { outcomes, counts } = await crosstag.tagResource(request);
  expect(counts).toMatchObject({ changed: 8, failed: 0, unknown: 0 });
  expect(outcomes.map(({ reference }) => reference)).toEqual(resources);
  expect(outcomes.map(({ provider }) => provider)).toEqual([
    "tencent",
    "aws",
    "aws",
    "aws",
    "alibaba",
    "alibaba",
    "alibaba",
    "tencent",
  ]);
  // Alibaba Cloud KMS does not read the tags of certificates.
  const readable = resources.filter((name) => !name.startsWith("acs:") || !name.includes(":certificate/"));
  expect(await tagsOf(readable)).toEqual(readable.map(() => request.tags));
  const removed = await crosstag.untagResource({ resources, tagKeys: ["stage"] });
  expect(removed.counts).toMatchObject({ changed: 8, failed: 0 });
});

test("1,000 keys of Tencent Cloud take 20 calls for one tag, and for ten tags the fewest of the two shapes", async () => {
  const { keys, requests } = clouds.tencent;
  // The account has the tag.
  keys.createKey({ tags: { cost: "4711" } });
  const resources = keys.addMany(1_000).map(({ name }) => name);
  const callsFor = async (tags: Readonly<Record<string, string>>, count: number) => {
    const shapes = ["TagResources", "AttachResourcesTag", "ModifyResourceTags", "CreateTag"];
    const before = shapes.map((action) => requests.count(action));
    const { counts } = await crosstag.tagResource({ resources: resources.slice(0, count), tags });
    expect(counts.changed).toBe(count);
    return shapes.map((action, position) => requests.count(action) - (before[position] ?? 0));
  };
  expect(await callsFor({ cost: "4711" }, 1_000)).toEqual([0, 20, 0, 0]);
  const ten = Object.fromEntries(Array.from("abcdefghij", (key) => [key, "1"]));
  // 20 rectangles of 10 by 10, and not ten times 4 calls of 50.
  expect(await callsFor(ten, 200)).toEqual([20, 0, 0, 0]);
  // A value is changed by TagResources: the other operation is refused for it.
  expect(await callsFor({ cost: "4712" }, 20)).toEqual([2, 0, 0, 0]);
});
