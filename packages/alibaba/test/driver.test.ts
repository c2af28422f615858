import { CrosstagError, type Reference, type ResourceKind } from "@crosstag/core/driver";
import { type LocalAlibaba, type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlibabaKmsDriver, createAlibabaKmsDriver } from "../src/index.ts";
import { makeClient } from "./support/make-client.ts";
import { context, referenceTo } from "./support/references.ts";

let clouds: LocalClouds;
let cloud: LocalAlibaba;
let driver: AlibabaKmsDriver;

beforeEach(async () => {
  clouds = await startLocalClouds({ aws: false, alibaba: { quotas: "off" }, ids: "sequential" });
  cloud = clouds.alibaba;
  driver = await createAlibabaKmsDriver({
    client: makeClient(new URL(cloud.endpoint).host, { ...cloud.credentials, securityToken: "" }),
  });
});

afterEach(async () => {
  await driver.close();
  await clouds.close();
});

function keyReference(scene: Parameters<LocalAlibaba["keys"]["createKey"]>[0] = {}): Reference {
  return referenceTo("key", cloud.keys.createKey(scene).keyId);
}

async function failureOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => {
      throw new Error("succeeded");
    },
    (reason: unknown) => reason,
  );
  return driver.classify(error);
}

async function readAll(kind: ResourceKind, resources: readonly Reference[]) {
  const rows = [];
  const pages = [];
  for (let cursor: string | undefined; ;) {
    const page = await driver.readTags({ kind, resources, ...(cursor !== undefined && { cursor }) }, context());
    rows.push(...page.rows);
    pages.push(page.rows.length);
    cursor = page.next;
    if (cursor === undefined) return { rows, pages };
  }
}

describe("tags of keys, secrets and certificates", () => {
  it("are written on fifty resources with twenty tags in one call, overwriting and keeping others", async () => {
    const resources = Array.from({ length: 50 }, () => keyReference({ tags: { team: "old", kept: "yes" } }));
    const tags = new Map([
      ["team", "payments"],
      ...Array.from({ length: 18 }, (_, index) => [`t${index}`, ""] as const),
    ]);
    await driver.writeTags({ kind: "key", resources, tags }, context());
    expect(cloud.requests.count()).toBe(1);
    for (const { id } of resources)
      expect(cloud.keys.tagsOf(id)).toMatchObject({ team: "payments", kept: "yes", t17: "" });
  });

  it("are removed by name; removing an absent one succeeds; all are removed only on request", async () => {
    const key = keyReference({ tags: { a: "1", b: "2", c: "3" } });
    await driver.removeTags({ kind: "key", resources: [key], tagKeys: ["a", "not-there"] }, context());
    expect(cloud.keys.tagsOf(key.id)).toEqual({ b: "2", c: "3" });
    await driver.removeTags({ kind: "key", resources: [key], tagKeys: "all" }, context());
    expect(cloud.keys.tagsOf(key.id)).toEqual({});
  });

  it("work for secrets by name and for certificates one at a time", async () => {
    cloud.secrets.createSecret("db/password@prod");
    const { certificateId } = cloud.certificates.create();
    await driver.writeTags(
      { kind: "secret", resources: [referenceTo("secret", "db/password@prod")], tags: new Map([["team", "payments"]]) },
      context(),
    );
    await driver.writeTags(
      {
        kind: "certificate",
        resources: [referenceTo("certificate", certificateId)],
        tags: new Map([["team", "payments"]]),
      },
      context(),
    );
    expect(cloud.secrets.tagsOf("db/password@prod")).toEqual({ team: "payments" });
    expect(cloud.certificates.tagsOf(certificateId)).toEqual({ team: "payments" });
    await driver.removeTags(
      { kind: "certificate", resources: [referenceTo("certificate", certificateId)], tagKeys: ["team"] },
      context(),
    );
    expect(cloud.certificates.tagsOf(certificateId)).toEqual({});
  });

  it("trap 19: are read over pages of 200 rows, which may divide the tags of one resource", async () => {
    const tags = Object.fromEntries(
      Array.from({ length: 17 }, (_, index) => [`t${String(index).padStart(2, "0")}`, `v${index}`]),
    );
    const resources = Array.from({ length: 50 }, () => keyReference({ tags }));
    const { rows, pages } = await readAll("key", resources);
    expect(pages).toEqual([200, 200, 200, 200, 50]);
    for (const { id } of resources) {
      expect(Object.fromEntries(rows.filter((row) => row.id === id).map(({ key, value }) => [key, value]))).toEqual(
        tags,
      );
    }
  });

  it("trap 19: have no rows for a resource without tags, as for one that does not exist", async () => {
    const { rows } = await readAll("key", [keyReference(), referenceTo("key", "key-unknown")]);
    expect(rows).toEqual([]);
    expect(driver.readTagsHidesUnknown).toBe(true);
  });

  it("trap 3: of secrets are read by the secret's name", async () => {
    cloud.secrets.createSecret("db/password", { team: "payments" });
    expect((await readAll("secret", [referenceTo("secret", "db/password")])).rows).toEqual([
      { id: "db/password", key: "team", value: "payments" },
    ]);
  });

  it("trap 8: a batch with one unknown resource is refused as a whole, and can be split", async () => {
    const known = keyReference();
    const failure = await failureOf(
      driver.writeTags(
        { kind: "key", resources: [known, referenceTo("key", "key-unknown")], tags: new Map([["a", "b"]]) },
        context(),
      ),
    );
    expect(failure).toMatchObject({ code: "not-found", scope: "resource", applied: "no" });
    expect(cloud.keys.tagsOf(known.id)).toEqual({});
  });

  it.each(["Enabled", "Disabled", "PendingImport"] as const)(
    "trap 18: can be written on a key that is %s",
    async (state) => {
      const key = keyReference({ state, ...(state === "PendingImport" && { origin: "EXTERNAL" as const }) });
      await driver.writeTags({ kind: "key", resources: [key], tags: new Map([["a", "b"]]) }, context());
      expect(cloud.keys.tagsOf(key.id)).toEqual({ a: "b" });
    },
  );

  it("trap 18: cannot be written on a key that is PendingDeletion", async () => {
    const key = keyReference({ state: "PendingDeletion" });
    const call = driver.writeTags({ kind: "key", resources: [key], tags: new Map([["a", "b"]]) }, context());
    expect(await failureOf(call)).toMatchObject({ code: "invalid-state", scope: "resource", retry: "no" });
  });

  it("are refused beyond twenty on one resource, without a retry", async () => {
    const key = keyReference({
      tags: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`t${index}`, "x"])),
    });
    const failure = await failureOf(
      driver.writeTags({ kind: "key", resources: [key], tags: new Map([["one-more", "x"]]) }, context()),
    );
    expect(failure).toMatchObject({ code: "limit-exceeded", retry: "no", scope: "resource" });
  });
});

describe("descriptions and lists", () => {
  it("describe a key by id and by alias, and a secret", async () => {
    const key = keyReference({ origin: "EXTERNAL", aliases: ["alias/payments"], description: "card numbers" });
    cloud.secrets.createSecret("db/password");
    const byId = await driver.describeResource({ resource: key }, context());
    expect(byId).toMatchObject({
      reference: { id: key.id, region: "cn-hangzhou", account: cloud.account },
      managedBy: "customer",
      state: "enabled",
      key: { origin: "external" },
    });
    const byAlias = await driver.describeResource(
      { resource: { ...referenceTo("key", "alias/payments"), alias: true } },
      context(),
    );
    expect(byAlias.reference).toMatchObject({ id: key.id, alias: false });
    const secret = await driver.describeResource({ resource: referenceTo("secret", "db/password") }, context());
    expect(secret).toMatchObject({
      kind: "secret",
      state: "enabled",
      reference: { id: "db/password", account: cloud.account },
    });
  });

  it("of an absent resource fail as not found", async () => {
    for (const resource of [
      referenceTo("key", "key-unknown"),
      { ...referenceTo("key", "alias/unknown"), alias: true },
      referenceTo("secret", "unknown"),
    ]) {
      expect(await failureOf(driver.describeResource({ resource }, context()))).toMatchObject({
        code: "not-found",
        retry: "no",
      });
    }
  });

  it.each(["key", "secret"] as const)("list every %s over pages of 100", async (kind) => {
    const names =
      kind === "key"
        ? cloud.keys.addMany(250).map(({ keyId }) => keyId)
        : cloud.secrets.addMany(250).map(({ name }) => name);
    const found: Reference[] = [];
    let pages = 0;
    for (let cursor: string | undefined; ;) {
      const page = await driver.listResources({ kind, ...(cursor !== undefined && { cursor }) }, context());
      found.push(...page.resources);
      pages += 1;
      cursor = page.next;
      if (cursor === undefined) break;
    }
    expect(pages).toBe(3);
    expect(found.map(({ id }) => id).toSorted()).toEqual(names.toSorted());
    for (const { text } of found.slice(0, 3))
      expect(driver.references.parse(text, driver.scope)).toHaveProperty("reference.kind", kind);
  });
});

describe("deleting key material", () => {
  it("trap 12, 17: works for an external key and can be repeated; material that the cloud generated is refused", async () => {
    const key = keyReference({ origin: "EXTERNAL" });
    await driver.deleteKeyMaterial({ resource: key }, context());
    expect(cloud.keys.describe(key.id)).toMatchObject({ hasMaterial: false, state: "PendingImport" });
    await driver.deleteKeyMaterial({ resource: key }, context());
    const own = keyReference();
    expect(await failureOf(driver.deleteKeyMaterial({ resource: own }, context()))).toMatchObject({
      code: "unsupported",
      providerCode: "Unsupported.Origin",
    });
    expect(cloud.keys.describe(own.id).hasMaterial).toBe(true);
  });

  it("trap 17: a key that is pending deletion stays in that state", async () => {
    const key = keyReference({ origin: "EXTERNAL", state: "PendingDeletion" });
    await driver.deleteKeyMaterial({ resource: key }, context());
    const description = await driver.describeResource({ resource: key }, context());
    expect(description.state).toBe("pending-deletion");
    expect(cloud.keys.describe(key.id).hasMaterial).toBe(false);
  });
});

describe("faults of the cloud", () => {
  const tags = new Map([["team", "payments"]]);

  it.each([
    ["throttle", { code: "throttled", retry: "throttled", applied: "no" }, false],
    ["server-error-json", { code: "unavailable", retry: "transient", applied: "maybe" }, false],
    ["server-error-html", { code: "unavailable", retry: "transient", applied: "maybe" }, false],
    ["server-error-empty", { code: "unavailable", retry: "transient", applied: "maybe" }, false],
    ["unreadable-success", { code: "unavailable", retry: "transient", applied: "maybe" }, true],
    ["reset-before-applying", { code: "unavailable", retry: "transient", applied: "maybe" }, false],
    ["reset-after-applying", { code: "unavailable", retry: "transient", applied: "maybe" }, true],
  ] as const)("%s is never taken for success or for certain failure", async (kind, expected, applied) => {
    const key = keyReference();
    cloud.faults.add({ kind, times: 1 });
    expect(await failureOf(driver.writeTags({ kind: "key", resources: [key], tags }, context()))).toMatchObject(
      expected,
    );
    expect(cloud.keys.tagsOf(key.id)).toEqual(applied ? { team: "payments" } : {});
    expect(cloud.requests.count()).toBe(1);
    await driver.writeTags({ kind: "key", resources: [key], tags }, context());
    expect(cloud.keys.tagsOf(key.id)).toEqual({ team: "payments" });
  });

  it.each(["Rejected.Throttling", "Throttling", "Throttling.User", "Throttling.Api"] as const)(
    "trap 9: %s is throttling, whatever its status",
    async (throttlingCode) => {
      await using other = await startLocalClouds({
        aws: false,
        alibaba: { quotas: "off", settings: { throttlingCode } },
      });
      other.alibaba.faults.add({ kind: "throttle" });
      const throttled = await createAlibabaKmsDriver({
        client: makeClient(new URL(other.alibaba.endpoint).host, { ...other.alibaba.credentials, securityToken: "" }),
      });
      expect(await failureOf(throttled.listResources({ kind: "key" }, context()))).toMatchObject({
        retry: "throttled",
        providerCode: throttlingCode,
      });
      await throttled.close();
    },
  );
});

describe("credentials that the cloud refuses", () => {
  it.each([
    ["an unknown access key", { accessKeyId: "LTAI-unknown" }],
    ["a wrong secret", { accessKeySecret: "wrong" }],
    ["an unknown security token", { securityToken: "CANARY-token" }],
  ])("trap 9: %s is unauthenticated, also with status 404", async (_, change) => {
    const client = makeClient(new URL(cloud.endpoint).host, { ...cloud.credentials, securityToken: "", ...change });
    const stranger = await createAlibabaKmsDriver({ client });
    const failure = await failureOf(stranger.listResources({ kind: "key" }, context()));
    expect(failure).toMatchObject({ code: "unauthenticated", retry: "no", applied: "no", scope: "call" });
    await stranger.close();
  });

  it("a session token is sent and accepted", async () => {
    cloud.addCredentials({
      accessKeyId: "STS.session",
      accessKeySecret: "session-secret",
      securityToken: "session-token",
    });
    const session = { accessKeyId: "STS.session", accessKeySecret: "session-secret", securityToken: "session-token" };
    const withSession = await createAlibabaKmsDriver({ client: makeClient(new URL(cloud.endpoint).host, session) });
    expect((await withSession.listResources({ kind: "key" }, context())).resources).toEqual([]);
    await withSession.close();
  });
});

it("trap 5: the region of the calls is that of the driver, and the cloud refuses another", async () => {
  const beijing = await createAlibabaKmsDriver({
    client: makeClient(new URL(cloud.endpoint).host, {
      ...cloud.credentials,
      securityToken: "",
      regionId: "cn-beijing",
    }),
  });
  expect(beijing.scope).toEqual({ region: "cn-beijing" });
  expect(beijing.references.parse(`acs:kms:cn-hangzhou:${cloud.account}:key/key-1`, beijing.scope)).toHaveProperty(
    "problem",
  );
  const call = beijing.writeTags({ kind: "key", resources: [keyReference()], tags: new Map([["a", "b"]]) }, context());
  expect(CrosstagError.is(await call.catch((error: unknown) => error))).toBe(false);
  expect(await failureOf(call)).toMatchObject({ code: "refused" });
  await beijing.close();
});
