import { inspect } from "node:util";
import { type AwsKeyName, type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { driverMethod } from "@crosstag/core/driver";
import { type AwsKmsDriver, createAwsKms, createAwsKmsDriver } from "../src/index.ts";
import { context, failureOf, referenceTo, writeTag } from "./support/drive.ts";

let clouds: LocalClouds;
let driver: AwsKmsDriver;
let key: AwsKeyName;

const settings = () => ({ endpoint: clouds.aws.endpoint, region: "us-east-1", credentials: clouds.aws.credentials });
const read = (name: string, cursor?: string) =>
  driver.readTags(
    { kind: "key", resources: [referenceTo(driver, name)], ...(cursor !== undefined && { cursor }) },
    context(),
  );
const untag = (name: string, tagKeys: string[]) =>
  driver.removeTags({ kind: "key", resources: [referenceTo(driver, name)], tagKeys }, context());
const describeKey = (name: string) => driver.describeResource({ resource: referenceTo(driver, name) }, context());
const listMaterials = async (name: string) =>
  (await driverMethod(driver, "listKeyMaterials")({ resource: referenceTo(driver, name) }, context())).materials;
const deleteMaterial = (name: string, materialId?: string) =>
  driver.deleteKeyMaterial(
    { resource: referenceTo(driver, name), ...(materialId !== undefined && { materialId }) },
    context(),
  );

beforeAll(async () => {
  clouds = await startLocalClouds({ alibaba: false, aws: { quotas: "off", regions: ["us-east-1", "eu-west-1"] } });
  driver = await createAwsKmsDriver(settings());
  key = clouds.aws.keys.createKey();
});

afterEach(() => clouds.aws.faults.clear());

afterAll(async () => {
  await driver.close();
  await clouds.close();
});

describe("tags", () => {
  test("are written, overwritten, read and removed, with one wire call each", async () => {
    const { arn } = clouds.aws.keys.createKey({ tags: { team: "old", kept: "" } });
    clouds.aws.requests.clear();
    await writeTag(driver, arn, { team: "payments", leer: "" });
    expect(clouds.aws.keys.tagsOf(arn)).toEqual({ team: "payments", kept: "", leer: "" });
    expect((await read(arn)).rows).toContainEqual({ id: arn.replace(/^.*\//, ""), key: "leer", value: "" });
    await untag(arn, ["team", "kept"]);
    expect(clouds.aws.keys.tagsOf(arn)).toEqual({ leer: "" });
    expect(clouds.aws.requests.entries.map(({ operation }) => operation)).toEqual([
      "TagResource",
      "ListResourceTags",
      "UntagResource",
    ]);
  });

  test("a receipt has the request id of the answer", async () => {
    const { requestId } = await writeTag(driver, key.keyId);
    expect(clouds.aws.requests.entries.at(-1)?.requestId).toBe(requestId);
  });

  test("trap 11: removing an absent tag succeeds without a message", async () => {
    expect(Object.keys(await untag(key.arn, ["never-there"]))).toEqual(["requestId"]);
  });

  test("trap 13: reading continues from page to page", async () => {
    const reserved = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, `${index}`]));
    const { arn } = clouds.aws.keys.createKey({ tags: reserved });
    const first = await read(arn);
    expect(first.rows).toHaveLength(50);
    const second = await read(arn, first.next);
    expect(second.rows).toHaveLength(10);
    expect(second).not.toHaveProperty("next");
    expect(Object.fromEntries([...first.rows, ...second.rows].map((row) => [row.key, row.value]))).toEqual(reserved);
  });

  test("trap 26: an empty value is sent, and differs from an absent one", async () => {
    const { arn } = clouds.aws.keys.createKey();
    await writeTag(driver, arn, { note: "" });
    expect(clouds.aws.keys.tagsOf(arn)).toEqual({ note: "" });
  });

  test("trap 9: the cloud counts the resulting tags, and its refusal is a limit", async () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"]));
    const { arn } = clouds.aws.keys.createKey({ tags: fifty });
    await writeTag(driver, arn, { k0: "overwritten" });
    expect(await failureOf(driver, writeTag(driver, arn, { one: "more" }))).toMatchObject({
      code: "limit-exceeded",
      retry: "no",
    });
  });

  test("trap 22: a key that is pending deletion can be read but not tagged", async () => {
    const { arn } = clouds.aws.keys.createKey({ tags: { a: "b" }, state: "PendingDeletion" });
    expect((await read(arn)).rows).toHaveLength(1);
    expect(await failureOf(driver, writeTag(driver, arn))).toMatchObject({ code: "invalid-state", retry: "no" });
    expect(await failureOf(driver, untag(arn, ["a"]))).toMatchObject({ code: "invalid-state", retry: "no" });
  });

  test("removing all tags in one call is refused without a call", async () => {
    clouds.aws.requests.clear();
    const all = driver.removeTags(
      { kind: "key", resources: [referenceTo(driver, key.arn)], tagKeys: "all" },
      context(),
    );
    expect(await failureOf(driver, all)).toMatchObject({ code: "unsupported", applied: "no" });
    expect(clouds.aws.requests.count()).toBe(0);
  });
});

describe("keys", () => {
  test("an alias is resolved to its key", async () => {
    const target = clouds.aws.keys.createKey({ aliases: ["alias/payments"], description: "pays" });
    expect(await describeKey("alias/payments")).toMatchObject({
      reference: {
        id: target.keyId,
        alias: false,
        account: "111122223333",
        region: "us-east-1",
        partition: "aws",
        text: "alias/payments",
      },
      managedBy: "customer",
      state: "enabled",
      description: "pays",
    });
  });

  test("an AWS managed key is reported as managed by the cloud", async () => {
    const { arn } = clouds.aws.keys.createKey({ manager: "AWS" });
    expect((await describeKey(arn)).managedBy).toBe("cloud");
    expect(await failureOf(driver, writeTag(driver, arn))).toMatchObject({ code: "access-denied", scope: "resource" });
  });

  test("trap 14: a key of another region is not found by its id", async () => {
    const elsewhere = clouds.aws.keys.createKey({ region: "eu-west-1", multiRegion: true });
    const failure = await failureOf(driver, describeKey(elsewhere.keyId));
    expect(failure).toMatchObject({ code: "not-found", hint: expect.stringContaining("region") });
  });

  test("states and origins are reported in Crosstag's words", async () => {
    const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL", imported: false, multiRegion: true });
    expect(await describeKey(arn)).toMatchObject({
      state: "pending-import",
      stateAsGiven: "PendingImport",
      key: { origin: "external", multiRegion: { role: "primary" } },
    });
  });

  test("are listed over all pages", async () => {
    clouds.aws.keys.addMany(1005);
    const found = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await driver.listResources({ kind: "key", ...(cursor !== undefined && { cursor }) }, context());
      for (const { id, account } of page.resources) {
        expect(account).toBe("111122223333");
        found.add(id);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    expect(found).toEqual(new Set(clouds.aws.keys.list("us-east-1").map(({ keyId }) => keyId)));
  });
});

describe("key material", () => {
  test("trap 17: only the named key material is deleted", async () => {
    const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    const pending = clouds.aws.keys.importMaterial(arn);
    expect((await describeKey(arn)).key).toMatchObject({ severalMaterials: true });
    const materials = await listMaterials(arn);
    expect(materials).toHaveLength(2);
    expect(materials).toContainEqual({ materialId: pending, state: "pending", imported: true });
    expect(await deleteMaterial(arn, pending)).toMatchObject({ materialId: pending });
    expect(clouds.aws.keys.describe(arn)).toMatchObject({ state: "Enabled" });
    await deleteMaterial(arn);
    expect(clouds.aws.keys.describe(arn)).toMatchObject({ state: "PendingImport" });
  });

  test("trap 18: the id of the current material remains after the material was deleted", async () => {
    const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    await deleteMaterial(arn);
    const { state, key: facts } = await describeKey(arn);
    expect(state).toBe("pending-import");
    expect(facts?.currentMaterialId).toMatch(/^[0-9a-f]{64}$/);
    expect((await listMaterials(arn)).every(({ imported }) => !imported)).toBe(true);
  });

  test("trap 18: keys whose material has no id are described in one call", async () => {
    const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL", keySpec: "RSA_2048" });
    clouds.aws.requests.clear();
    const { key: facts } = await describeKey(arn);
    expect(facts).not.toHaveProperty("currentMaterialId");
    expect(facts).not.toHaveProperty("severalMaterials");
    expect(clouds.aws.requests.count()).toBe(1);
  });

  test("material that AWS generated cannot be deleted", async () => {
    expect(await failureOf(driver, deleteMaterial(key.arn))).toMatchObject({
      code: "invalid-state",
      retry: "no",
      applied: "no",
    });
  });
});

describe("faults", () => {
  test("trap 4: the SDK does not repeat calls", async () => {
    for (const kind of ["throttle", "server-error-json", "server-error-html", "reset-before-applying"] as const) {
      clouds.aws.faults.add({ kind });
      clouds.aws.requests.clear();
      await failureOf(driver, writeTag(driver, key.arn));
      expect({ kind, calls: clouds.aws.requests.count() }).toEqual({ kind, calls: 1 });
      clouds.aws.faults.clear();
    }
  });

  test.each([
    ["throttle", "throttled", "no"],
    ["server-error-json", "unavailable", "maybe"],
    ["server-error-html", "unavailable", "maybe"],
    ["server-error-empty", "unavailable", "maybe"],
    ["unreadable-success", "unavailable", "maybe"],
    ["reset-before-applying", "unavailable", "maybe"],
    ["reset-after-applying", "unavailable", "maybe"],
  ] as const)("%s is %s, applied: %s", async (kind, code, applied) => {
    clouds.aws.faults.add({ kind });
    const failure = await failureOf(driver, writeTag(driver, key.arn));
    expect(failure).toMatchObject({
      code,
      applied,
      scope: "call",
      retry: kind === "throttle" ? "throttled" : "transient",
    });
  });

  test("a call ends when its signal is aborted", async () => {
    clouds.aws.faults.add({ kind: "delay", delayMs: 60_000 });
    const controller = new AbortController();
    const call = failureOf(driver, writeTag(driver, key.arn, {}, controller.signal));
    await expect.poll(() => clouds.aws.requests.entries.at(-1)?.fault).toBe("delay");
    controller.abort();
    expect(await call).toMatchObject({ code: "canceled", applied: "maybe" });
    expect(await failureOf(driver, writeTag(driver, key.arn, {}, controller.signal))).toMatchObject({ applied: "no" });
  });

  test("concurrent calls keep their own signals, inputs and answers", async () => {
    const keys = clouds.aws.keys.addMany(40);
    const canceled = new AbortController();
    clouds.aws.faults.add({ kind: "delay", delayMs: 30, probability: 0.5 });
    const results = await Promise.allSettled(
      keys.map(async ({ arn }, index) => {
        const call = writeTag(driver, arn, { index: `${index}` }, index % 4 === 0 ? canceled.signal : undefined);
        if (index === 0) canceled.abort();
        return call;
      }),
    );
    results.forEach(({ status }, index) => expect(status).toBe(index % 4 === 0 ? "rejected" : "fulfilled"));
    const sent = keys
      .map(({ arn }, index) => ({ index: `${index}`, tags: clouds.aws.keys.tagsOf(arn) }))
      .filter((_, index) => index % 4 !== 0);
    expect(sent).toEqual(sent.map(({ index }) => ({ index, tags: { index } })));
  });

  test("errors contain no secrets or tag values, however they are printed", async () => {
    const secret = {
      accessKeyId: "AKIACANARYACCESSKEY0",
      secretAccessKey: "canary-secret",
      sessionToken: "canary-token",
    };
    const crosstag = await createAwsKms({ ...settings(), credentials: secret, retry: "immediate" });
    const { outcomes } = await crosstag.tagResource({
      resources: [key.arn],
      tags: { team: "canary-value" },
      readFirst: false,
    });
    expect(outcomes).toMatchObject([{ status: "failed", error: { code: "unauthenticated" } }]);
    const shown = `${inspect(outcomes, { depth: 20 })}${JSON.stringify(outcomes)}`;
    expect(shown).not.toMatch(/canary|AKIACANARY/i);
    await crosstag.close();
  });
});
