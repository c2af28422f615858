import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAnswer } from "../src/check-answer.ts";
import { resolveDialect } from "../src/dialects.ts";
import { kmsAnswers } from "../src/kms-answers.ts";
import { driverMethod } from "@crosstag/core/driver";
import { type AwsKmsDriver, createAwsKmsDriver } from "../src/index.ts";
import { toTagPage } from "../src/pages.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { context, CREDENTIALS, failureOf, KEY_ID, referenceTo } from "./support/drive.ts";

const ARN = `arn:aws:kms:us-east-1:111122223333:key/${KEY_ID}`;
const OTHER_ID = "9999abcd-12ab-34cd-56ef-1234567890ab";
const OTHER_ARN = ARN.replace(KEY_ID, OTHER_ID);
let answer: unknown;
let server: Awaited<ReturnType<typeof startAnsweringServer>>;
let driver: AwsKmsDriver;

beforeAll(async () => {
  server = await startAnsweringServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
    response
      .setHeader("x-amzn-requestid", "r-1")
      .end(JSON.stringify(typeof answer === "function" ? answer(operation) : answer));
  });
  driver = await createAwsKmsDriver({ endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS });
});

afterAll(async () => {
  await driver.close();
  await server[Symbol.asyncDispose]();
});

const material = "a".repeat(64);
const deleteIt = () =>
  driver.deleteKeyMaterial({ resource: referenceTo(driver, ARN), materialId: material }, context());
const describeIt = () => driver.describeResource({ resource: referenceTo(driver, KEY_ID) }, context());
const readIt = () => driver.readTags({ kind: "key", resources: [referenceTo(driver, KEY_ID)] }, context());

const asked = (hostname: string) => ({
  hostname,
  target: "TrentService.ListResourceTags",
  form: kmsAnswers(resolveDialect()),
});

describe("AWS's own endpoints add a request id to every answer", () => {
  const bare = { statusCode: 200, headers: {}, body: Buffer.from('{"Tags":[],"Truncated":false}') };
  test.each([
    "kms.us-east-1.amazonaws.com",
    "kms-fips.us-gov-west-1.amazonaws.com",
    "kms.cn-north-1.amazonaws.com.cn",
    "kms.eu-west-1.api.aws",
    "vpce-1a2b.kms.us-east-1.vpce.amazonaws.com",
  ])("%s", (host) => {
    expect(() => checkAnswer(bare, asked(host))).toThrow(/no request id/);
    for (const name of ["x-amzn-requestid", "X-Amzn-RequestId", "x-amz-request-id"]) {
      const identified = { ...bare, headers: { [name]: "0a1b-2c" } };
      expect(checkAnswer(identified, asked(host))).toBeUndefined();
    }
  });

  test("emulators may omit it for a read", () => {
    for (const host of ["127.0.0.1", "kms.example.com", "notamazonaws.com"])
      expect(checkAnswer(bare, asked(host))).toBeUndefined();
  });
});

describe("fields of the wrong type", () => {
  const key = { KeyId: KEY_ID, Arn: ARN, KeyState: "Enabled", Origin: "AWS_KMS", KeyManager: "CUSTOMER" };

  test.each([
    { TagKey: 5, TagValue: "x" },
    { TagKey: { a: 1 }, TagValue: "x" },
    { TagKey: "", TagValue: "x" },
    { TagValue: "x" },
    { TagKey: "k" },
    { TagKey: "k", TagValue: null },
    { TagKey: "k", TagValue: 5 },
    { TagKey: "k", TagValue: true },
    { TagKey: "k", TagValue: { a: 1 } },
    { TagKey: "k", TagValue: ["x"] },
    null,
    "tag",
    7,
  ])("a tag %j fails the call without a retry", async (row) => {
    answer = { Tags: [{ TagKey: "good", TagValue: "x" }, row], Truncated: false };
    expect(await failureOf(driver, readIt())).toMatchObject({ code: "internal", retry: "no", scope: "resource" });
  });

  test.each([
    [{ Tags: 5 }],
    [{ Tags: {} }],
    [{ Tags: "x" }],
    [{}],
    [{ Tags: [], Truncated: true }],
    [{ Tags: [], Truncated: true, NextMarker: "" }],
    [{ Tags: [], Truncated: true, NextMarker: 5 }],
    [{ Tags: [], Truncated: "yes", NextMarker: "m" }],
    [{ Tags: [], Truncated: true, NextMarker: "m".repeat(1025) }],
    [{ Tags: [], Truncated: false, NextMarker: "m" }],
    [{ __type: "NotFoundException" }],
    [{ Truncated: false }],
    [{ tags: [{ TagKey: "Tags", TagValue: '"Tags":' }], Truncated: false }],
  ])("a page %j fails the call without a retry", async (body) => {
    answer = body;
    expect(await failureOf(driver, readIt())).toMatchObject({ code: "internal", retry: "no" });
  });

  test.each([
    { KeyId: 5 },
    { KeyId: "" },
    { KeyId: "with\nline" },
    { KeyId: OTHER_ID },
    { Arn: 5 },
    { Arn: OTHER_ARN },
    { KeyState: 5 },
    { Origin: ["EXTERNAL"] },
    { Description: { a: 1 } },
    { CreationDate: 1e300 },
    { CreationDate: "yesterday" },
    { ValidTo: 1e20 },
    { ValidTo: {} },
    { CurrentKeyMaterialId: 5 },
    { MultiRegionConfiguration: 5 },
    { MultiRegionConfiguration: { ReplicaKeys: 5 } },
    { MultiRegionConfiguration: { ReplicaKeys: [{ Arn: 5 }] } },
  ])("a description with %j is refused", async (field) => {
    answer = { KeyMetadata: { ...key, ...field } };
    expect(await failureOf(driver, describeIt())).toMatchObject({ code: "internal", retry: "no" });
  });

  test("fields that are null in an emulator's answer count as absent", async () => {
    answer = { KeyMetadata: { ...key, Description: null, ValidTo: null, MultiRegionConfiguration: null } };
    expect(await describeIt()).toMatchObject({ state: "enabled", reference: { id: KEY_ID } });
    answer = { Tags: null, Truncated: false };
    expect(await readIt()).toMatchObject({ rows: [] });
  });

  test("an absent list of keys or key materials does not count as empty", async () => {
    answer = { Keys: null, Truncated: false };
    expect(await driver.listResources({ kind: "key" }, context())).toMatchObject({ resources: [] });
    answer = { Truncated: false };
    expect(await failureOf(driver, driver.listResources({ kind: "key" }, context()))).toMatchObject({
      code: "internal",
      retry: "no",
      message: expect.stringMatching(/no list/),
    });
    const materialsOf = async (rotations: object) => {
      answer = rotations;
      return driverMethod(driver, "listKeyMaterials")({ resource: referenceTo(driver, KEY_ID) }, context());
    };
    expect(await materialsOf({ Rotations: null, Truncated: false })).toMatchObject({ materials: [] });
    expect(await failureOf(driver, materialsOf({ Truncated: false }))).toMatchObject({
      code: "internal",
      message: expect.stringMatching(/no list/),
    });
  });

  test("the marker of a page without Truncated is followed", async () => {
    answer = { Keys: [{ KeyId: KEY_ID, KeyArn: ARN }], NextMarker: "m" };
    expect(await driver.listResources({ kind: "key" }, context())).toMatchObject({ next: "m" });
    answer = { Keys: [{ KeyId: KEY_ID, KeyArn: ARN }], Truncated: null, NextMarker: null };
    expect(await driver.listResources({ kind: "key" }, context())).not.toHaveProperty("next");
  });

  test.each([
    [{ Tags: null, Truncated: false }],
    [{ Truncated: false }],
    [{ Tags: [] }],
    [{ Tags: [], Truncated: null }],
  ])("AWS's own endpoints may not answer %j", async (body) => {
    const page = { ...body, $metadata: {} } as never;
    expect(() => toTagPage(page, referenceTo(driver, KEY_ID), resolveDialect())).toThrow(/not as AWS KMS documents/);
  });

  test("one invalid entry in a list of keys does not hide the others", async () => {
    const odd = "mrk-14803301-61f1-4d5b-8a0e-0123456789ab";
    answer = {
      Keys: [
        { KeyId: KEY_ID, KeyArn: ARN },
        { KeyId: 5 },
        { KeyId: null, KeyArn: {} },
        null,
        { KeyId: KEY_ID, KeyArn: OTHER_ARN },
        { KeyArn: OTHER_ARN },
        { KeyId: odd, KeyArn: ARN.replace(KEY_ID, odd) },
      ],
    };
    const page = await driver.listResources({ kind: "key" }, context());
    expect(page.resources.map(({ id }) => id)).toEqual([KEY_ID, OTHER_ID, odd]);
    expect(page.unreadable).toBe(4);
  });
});

describe("a receipt for the deletion of key material", () => {
  test.each([
    [{ KeyId: OTHER_ARN, KeyMaterialId: material }, /another key /],
    [{ KeyId: ARN.replace("111122223333", "999999999999") }, /another key /],
    [{ KeyId: ARN.replace("us-east-1", "eu-west-1") }, /another key /],
    [{ KeyId: ARN, KeyMaterialId: "b".repeat(64) }, /another key material /],
    [{ KeyId: 5 }, /not text/],
  ])("%j is refused because it is about another key or material; the outcome is unknown", async (body, message) => {
    answer = body;
    expect(await failureOf(driver, deleteIt())).toMatchObject({
      code: "internal",
      retry: "no",
      applied: "maybe",
      message: expect.stringMatching(message),
    });
  });

  test.each([[{ KeyId: ARN, KeyMaterialId: material }], [{ KeyId: KEY_ID }], [{}], [{ KeyMaterialId: "" }]])(
    "%j is accepted",
    async (body) => {
      answer = body;
      expect(await deleteIt()).toEqual({ materialId: material, requestId: "r-1" });
    },
  );
});
