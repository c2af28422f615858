import { type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AwsKmsDriver, createAwsKms, createAwsKmsDriver } from "../src/index.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { context, CREDENTIALS, failureOf, KEY_ID, referenceTo, writeTag } from "./support/drive.ts";

let clouds: LocalClouds;
let driver: AwsKmsDriver;
const settings = () => ({
  dialect: "qkms",
  endpoint: clouds.qkms.endpoint,
  region: clouds.qkms.region,
  credentials: clouds.qkms.credentials,
});

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: false, alibaba: false, qkms: { quotas: "off" } });
  driver = await createAwsKmsDriver(settings());
});

afterAll(async () => {
  await driver.close();
  await clouds.close();
});

test("the error names of the API pages are recognized", async () => {
  const unknown = "1234abcd-12ab-34cd-56ef-1234567890ab";
  expect(await failureOf(driver, writeTag(driver, unknown))).toMatchObject({
    code: "not-found",
    providerCode: "KMSNotFoundException",
  });
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"]));
  const { arn } = clouds.qkms.keys.createKey({ tags: fifty });
  expect(await failureOf(driver, writeTag(driver, arn))).toMatchObject({
    code: "limit-exceeded",
    providerCode: "TooManyTagsException",
  });
});

test("key material is deleted without an id, and an id is refused", async () => {
  const { arn } = clouds.qkms.keys.createKey({ origin: "EXTERNAL" });
  const resource = referenceTo(driver, arn);
  expect((await driver.describeResource({ resource }, context())).key).not.toHaveProperty("severalMaterials");
  expect(driver).not.toHaveProperty("listKeyMaterials");
  expect(driver).not.toHaveProperty("readLastUse");
  const named = driver.deleteKeyMaterial({ resource, materialId: "0".repeat(64) }, context());
  expect(await failureOf(driver, named)).toMatchObject({ code: "unsupported", applied: "no" });
  expect(clouds.qkms.keys.describe(arn).state).toBe("Enabled");
  expect(await driver.deleteKeyMaterial({ resource }, context())).not.toHaveProperty("materialId");
  expect(clouds.qkms.keys.describe(arn).state).toBe("PendingImport");
});

test("the API works as for AWS", async () => {
  const { arn } = clouds.qkms.keys.createKey({ tags: { a: "1", b: "2" } });
  const crosstag = await createAwsKms({ ...settings(), pacing: "off" });
  expect((await crosstag.untagResource({ resources: [arn], all: true })).counts.changed).toBe(1);
  expect((await crosstag.tagResource({ resources: [arn], tags: { c: "3" } })).counts.changed).toBe(1);
  expect(clouds.qkms.keys.tagsOf(arn)).toEqual({ c: "3" });
  await crosstag.close();
});

test.each([
  ["qkms", { rows: [] }],
  ["aws", { code: "internal" }],
])("trap 25: answers of the dialect %s may lack fields; an absent list reads as %j", async (dialect, listed) => {
  await using server = await startAnsweringServer((_request, answer) => {
    answer.setHeader("x-amzn-requestid", "r-1").end("{}");
  });
  const options = { endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS };
  const bare = await createAwsKmsDriver({ ...options, dialect });
  const resource = referenceTo(bare, "1234abcd-12ab-34cd-56ef-1234567890ab");
  expect(await bare.deleteKeyMaterial({ resource }, context())).toEqual({ requestId: "r-1" });
  expect(await failureOf(bare, bare.describeResource({ resource }, context()))).toMatchObject({ code: "internal" });
  const read = bare.readTags({ kind: "key", resources: [resource] }, context());
  expect(await read.catch((error: unknown) => bare.classify(error))).toMatchObject(listed);
  await bare.close();
});

test("trap 25: an answer without a body, as before 2025, is a success, and the requested material counts as deleted", async () => {
  await using server = await startAnsweringServer((_request, answer) => {
    answer.setHeader("x-amzn-requestid", "r-1").end();
  });
  const bare = await createAwsKmsDriver({ endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS });
  const resource = referenceTo(bare, KEY_ID);
  const materialId = "0".repeat(64);
  expect(await bare.deleteKeyMaterial({ resource }, context())).toEqual({ requestId: "r-1" });
  expect(await bare.deleteKeyMaterial({ resource, materialId }, context())).toEqual({ materialId, requestId: "r-1" });
  expect(await writeTag(bare, KEY_ID)).toEqual({ requestId: "r-1" });
  await bare.close();
});

test.each(["aws", "qkms"])(
  "a write in the dialect %s without a request id is confirmed by reading",
  async (dialect) => {
    const tags: Record<string, string> = { old: "1" };
    await using server = await startAnsweringServer((request, answer, body) => {
      const target = String(request.headers["x-amz-target"]);
      if (target.endsWith(".UntagResource"))
        for (const key of (JSON.parse(body) as { TagKeys: string[] }).TagKeys) delete tags[key];
      const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      answer.end(target.endsWith(".ListResourceTags") ? JSON.stringify({ Tags: list, Truncated: false }) : "");
    });
    const account = "111122223333";
    const options = { endpoint: server.endpoint, region: "us-east-1", account, credentials: CREDENTIALS, dialect };
    const crosstag = await createAwsKms({ ...options, settleTimeoutMs: 150 });
    const untag = (tagKeys: string[]) =>
      crosstag.untagResource({ resources: [KEY_ID], tagKeys, readFirst: false }).then(({ outcomes }) => outcomes[0]);
    expect(await untag(["old"])).toMatchObject({ status: "changed", attempts: 1 });
    // This server does not write what it says it has written.
    const tagged = await crosstag.tagResource({ resources: [KEY_ID], tags: { team: "x" } });
    expect(tagged.outcomes).toMatchObject([{ status: "unknown", attempts: 1, error: { code: "internal" } }]);
    await crosstag.close();
  },
);
