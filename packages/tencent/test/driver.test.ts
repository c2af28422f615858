import { createCrosstag } from "@crosstag/core";
import { startLocalClouds, type LocalTencent, type TencentOptions } from "@crosstag/local-clouds";
import {
  createTencentKms,
  createTencentKmsDriver,
  type TencentKmsDriver,
  type TencentKmsSettings,
} from "@crosstag/tencent";
import { expect, test } from "vitest";
import { call, CREDENTIALS, failureOf } from "./support/drive.ts";

interface Scene extends AsyncDisposable {
  readonly tencent: LocalTencent;
  readonly driver: TencentKmsDriver;
}

async function start(options: TencentOptions = {}, settings: TencentKmsSettings = {}): Promise<Scene> {
  const clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off", ...options } });
  const { tencent } = clouds;
  const { endpoint, region, account, credentials } = tencent;
  const driver = await createTencentKmsDriver({ endpoint, region, account, credentials, ...settings });
  const close = async () => {
    await driver.close();
    await clouds.close();
  };
  return { tencent, driver, [Symbol.asyncDispose]: close };
}

function referencesOf({ driver }: Scene, names: readonly { readonly name: string }[]) {
  return names.map(({ name }) => {
    const parsed = driver.references.parse(name, driver.scope);
    if (!("reference" in parsed)) throw new Error(parsed.problem);
    return parsed.reference;
  });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("options that the functions do not have are refused, and the right one is named", async () => {
  const settings = { region: "ap-guangzhou", credentials: CREDENTIALS };
  const mistyped = { ...settings, regoin: "ap-beijing" };
  await expect(createTencentKms(mistyped)).rejects.toMatchObject({
    code: "configuration",
    message: "createTencentKms has no option `regoin`. Did you mean `region`?",
    hint: expect.stringMatching(/^Correct its name, or omit it\. Options: .*region.*pacing/) as string,
  });
  const paced = { ...settings, pacing: "off" };
  await expect(createTencentKmsDriver(paced)).rejects.toThrow("createTencentKmsDriver has no option `pacing`.");
  await (await createTencentKms({ ...settings, pacing: "off" })).close();
});

test("default pages hide nothing: asymmetric keys, the eleventh key and the sixteenth tag are there", async () => {
  await using scene = await start();
  const { keys } = scene.tencent;
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, "x"]));
  keys.addMany(205, { tags: many });
  const { name } = keys.createKey({ keyUsage: "ASYMMETRIC_SIGN_VERIFY_ECC", creatorUin: "100000000009" });
  keys.createKey({ owner: "cos" });
  await using crosstag = createCrosstag([scene.driver]);
  const found = await all(crosstag.findResources({ kinds: ["key"] }));
  expect(found).toHaveLength(206);
  expect(found.map(({ reference }) => reference)).toContain(name);
  const read = await all(crosstag.listTags({ resources: found.slice(0, 60) }));
  expect(read.every((entry) => entry.status === "read" && Object.keys(entry.tags).length === 50)).toBe(true);
});

test("a failure inside a success is the outcome of its resource only", async () => {
  await using scene = await start();
  const { keys } = scene.tencent;
  const [first, second, third] = referencesOf(scene, keys.addMany(3));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three keys");
  keys.removeKey(second.text);
  const receipt = await scene.driver.writeTags(
    { kind: "key", resources: [first, second, third], tags: new Map([["team", "payments"]]) },
    call(),
  );
  expect(receipt.failed).toMatchObject([
    { id: second.id, failure: { code: "not-found", scope: "resource", applied: "no", retry: "no" } },
  ]);
  expect([keys.tagsOf(first.text), keys.tagsOf(third.text)]).toEqual([{ team: "payments" }, { team: "payments" }]);
});

test("one tag is attached to 50 keys in one call, and created first if the account does not have it", async () => {
  await using scene = await start();
  const { keys, requests } = scene.tencent;
  const resources = referencesOf(scene, keys.addMany(50));
  const write = (value: string) =>
    scene.driver.writeTags(
      { kind: "key", resources, tags: new Map([["team", value]]), shape: "AttachResourcesTag" },
      call(),
    );
  await write("payments");
  expect(["AttachResourcesTag", "CreateTag"].map((action) => requests.count(action))).toEqual([2, 1]);
  expect(resources.every(({ text }) => keys.tagsOf(text)["team"] === "payments")).toBe(true);
  // This operation does not change a value: nothing was changed, and the engine does not use it for that.
  expect(await failureOf(scene.driver, write("core"))).toMatchObject({ code: "conflict", applied: "no" });
  const removal = { kind: "key", resources, tagKeys: ["team"], shape: "DetachResourcesTag" } as const;
  await scene.driver.removeTags(removal, call());
  expect(resources.every(({ text }) => Object.keys(keys.tagsOf(text)).length === 0)).toBe(true);
  expect(await failureOf(scene.driver, scene.driver.removeTags(removal, call()))).toMatchObject({
    providerCode: "ResourceNotFound.AttachedTagKeyNotFound",
    applied: "no",
  });
});

test("one call sets and removes tags of one key", async () => {
  await using scene = await start();
  const { keys, requests } = scene.tencent;
  const [resource] = referencesOf(scene, [keys.createKey({ tags: { stage: "test", owner: "ops" } })]);
  if (resource === undefined) throw new Error("one key");
  const tags = new Map([["team", "payments"]]);
  await scene.driver.changeTags({ kind: "key", resources: [resource], tags, tagKeys: ["stage"] }, call());
  expect(keys.tagsOf(resource.text)).toEqual({ owner: "ops", team: "payments" });
  expect(requests.count()).toBe(1);
});

test("tags that change while their pages are read are not taken for the whole", async () => {
  await using scene = await start({}, { assumptions: { tagRowsPerPage: 2 } });
  const { keys } = scene.tencent;
  const created = keys.createKey({ tags: { a: "1", b: "2", c: "3" } });
  const resources = referencesOf(scene, [created]);
  const first = await scene.driver.readTags({ kind: "key", resources }, call());
  expect(first.rows).toHaveLength(2);
  keys.setTags(created.name, { b: "2", c: "3" });
  const next = scene.driver.readTags({ kind: "key", resources, cursor: first.next ?? "" }, call());
  expect(await failureOf(scene.driver, next)).toMatchObject({ code: "conflict", scope: "resource", applied: "no" });
});

test("a key of a product is described as such, and its material and the id of its creator are known", async () => {
  await using scene = await start();
  const { keys } = scene.tencent;
  const [product, external] = referencesOf(scene, [
    keys.createKey({ owner: "cos" }),
    keys.createKey({ origin: "EXTERNAL", creatorUin: "100000000009", description: "card vault" }),
  ]);
  if (product === undefined || external === undefined) throw new Error("two keys");
  const describe = (resource: typeof product) => scene.driver.describeResource({ resource }, call());
  expect(await describe(product)).toMatchObject({ managedBy: "cloud", state: "enabled", key: { origin: "cloud" } });
  const short = {
    ...external,
    id: external.id.slice(external.id.lastIndexOf("/") + 1),
    alias: true,
    short: true,
  } as const;
  const found = await describe(short);
  expect(found).toMatchObject({ reference: { id: external.id, alias: false }, key: { origin: "external" } });
  expect(found).toMatchObject({ managedBy: "customer", description: "card vault" });
  expect(found.reference).not.toHaveProperty("short");
  const wrong = describe({ ...external, id: external.id.replace("100000000009", "100000000008") });
  expect(await failureOf(scene.driver, wrong)).toMatchObject({
    code: "not-found",
    message: "Another account created the resource than its name says.",
  });
  await scene.driver.deleteKeyMaterial({ resource: external }, call());
  expect(keys.describe(external.text)).toMatchObject({ hasMaterial: false, state: "PendingImport" });
});
