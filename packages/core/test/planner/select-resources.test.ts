import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import type { CloudName } from "../../src/desired/cloud-name.ts";
import type { DesiredStatement, Selection } from "../../src/desired/desired-state.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { PlanTagsRequest } from "../../src/plan/plan-request.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { withFaults } from "../../src/testing/faults/with-faults.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "../run/plan-in-memory.ts";

function open(
  shapes: readonly MemoryCloudOptions[] = [BATCHED_SHAPE],
  faults: readonly Fault[] = [],
  change = (driver: KmsDriver) => driver,
) {
  const clock = createVirtualClock();
  const clouds = shapes.map((shape) => createMemoryCloud({ ...shape, clock }));
  const drivers = clouds.map(({ driver }) => change(withFaults(driver, faults, { clock })));
  const crosstag = createCrosstag(drivers, { clock, pacing: "off", retry: "immediate" });
  const plan = (statements: readonly DesiredStatement[], request: Partial<PlanTagsRequest> = {}) =>
    keepPlan(crosstag.planTags({ desired: { version: 1, statements }, ...request }));
  const selected = async (...selections: readonly Selection[]) =>
    (await plan(selections.map((select, index) => ({ select, set: { [`s${index}`]: "1" } })))).all.map(
      ({ reference }) => reference,
    );
  const [cloud] = clouds as [(typeof clouds)[number]];
  return { cloud, clouds, crosstag, clock, plan, selected };
}

/** Like a cloud that counts its pages, while resources are created. */
const listingTwice = (driver: KmsDriver) =>
  decorateDriver(driver, {
    listResources: async (call, context) => {
      const page = await driverMethod(driver, "listResources")(call, context);
      return { ...page, resources: [...page.resources, ...page.resources.slice(-1)] };
    },
  });

describe("a selection", () => {
  it("takes what is listed, by kind", async () => {
    const { cloud, selected } = open();
    const [key, secret] = [cloud.scene.create("key"), cloud.scene.create("secret")];
    cloud.scene.create("certificate");
    expect(await selected({})).toEqual([key, secret]);
    expect(await selected({ kinds: ["secret"] })).toEqual([secret]);
    expect(await selected({ kinds: [] })).toEqual([]);
  });

  it("takes clouds and regions", async () => {
    const { clouds, selected } = open([ONE_BY_ONE_SHAPE, { ...BATCHED_SHAPE, region: "memory-2" }]);
    const [one, two] = clouds.map(({ scene }) => scene.create("key")) as [string, string];
    expect(await selected({ clouds: ["memory"] })).toEqual([one, two]);
    expect(await selected({ regions: ["memory-2"] })).toEqual([two]);
    expect(await selected({ clouds: ["aws"] })).toEqual([]);
    expect(await selected({ regions: ["memory-1"] }, { regions: ["memory-2"] })).toEqual([one, two]);
  });

  it("takes configured names of clouds, and asks the other clouds for nothing", async () => {
    const clouds = ["memory-1", "memory-2"].map((region) => createMemoryCloud({ ...BATCHED_SHAPE, region }));
    const [one, two] = clouds.map(({ scene }) => scene.create("key")) as [string, string];
    const [test, shop] = clouds as [(typeof clouds)[number], (typeof clouds)[number]];
    const cloudNames = new Map<KmsDriver, CloudName>([
      [test.driver, { entry: "test" }],
      [shop.driver, { entry: "production", account: { id: "1000", name: "shop" }, region: "memory-2" }],
    ]);
    const crosstag = createCrosstag(
      clouds.map(({ driver }) => driver),
      { pacing: "off", cloudNames },
    );
    const selected = async (select: Selection) => {
      const statements = [{ select, set: { a: "1" } }];
      const { all } = await keepPlan(crosstag.planTags({ desired: { version: 1, statements } }));
      return all.map(({ reference }) => reference);
    };
    expect(await selected({ clouds: ["test"] })).toEqual([one]);
    expect(shop.log.calls("listResources")).toBe(0);
    expect(await selected({ clouds: ["production/shop/*-2"] })).toEqual([two]);
    expect(await selected({ clouds: ["test", "production"] })).toEqual([one, two]);
    expect(await selected({ clouds: ["memory"] })).toEqual([one, two]);
    expect(await selected({ clouds: ["production"], references: [one, two] })).toEqual([two]);
  });

  it("asks a cloud that is not meant for nothing, not even for what it cannot list", async () => {
    const { cloud, selected, plan } = open();
    cloud.scene.create("key");
    expect(await selected({ clouds: ["aws"], kinds: ["certificate"] })).toEqual([]);
    expect(cloud.log.calls()).toBe(0);
    await expect(plan([{ select: { kinds: ["certificate"] }, set: { a: "1" } }])).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  it("takes tags: a glob, one of several, there, not there", async () => {
    const { cloud, selected } = open();
    const [a, b, none] = [{ team: "pay-1" }, { team: "ops", x: "" }, {}].map((tags) =>
      cloud.scene.create("key", { tags }),
    ) as [string, string, string];
    expect(await selected({ tags: { team: "pay-*" } })).toEqual([a]);
    expect(await selected({ tags: { team: ["ops", "pay-?"] } })).toEqual([a, b]);
    expect(await selected({ tags: { team: [] } })).toEqual([]);
    expect(await selected({ tags: { team: true } })).toEqual([a, b]);
    expect(await selected({ tags: { team: false } })).toEqual([none]);
    expect(await selected({ tags: { team: "*", x: "" } })).toEqual([b]);
    expect(await selected({ tags: Object.fromEntries([["__proto__", true]]) })).toEqual([]);
  });

  it("selects by state, with one description of each", async () => {
    const { cloud, selected } = open();
    const [enabled, disabled] = [cloud.scene.create("key"), cloud.scene.create("key")];
    cloud.scene.disable(disabled);
    expect(await selected({ states: ["disabled"] })).toEqual([disabled]);
    expect(await selected({ states: ["enabled", "disabled"] })).toEqual([enabled, disabled]);
    expect(cloud.log.calls("describeResource")).toBe(4);
  });

  it("selects by conditions, and describes only what matches by its tags", async () => {
    const { cloud, selected, crosstag } = open();
    const [pay, disabled, ops] = [{ team: "payments" }, { team: "payments" }, { team: "ops" }].map((tags) =>
      cloud.scene.create("key", { tags }),
    ) as [string, string, string];
    cloud.scene.disable(disabled);
    expect(await selected({ filter: ["team=pay*"] })).toEqual([pay, disabled]);
    expect(await selected({ filter: ["team!=pay*"] })).toEqual([ops]);
    expect(await selected({ missing: ["team"] }, { missing: ["owner"] })).toEqual([pay, disabled, ops]);
    expect(cloud.log.calls("describeResource")).toBe(0);
    expect(await selected({ filter: ["team=payments"], where: ["state=enabled"] })).toEqual([pay]);
    expect(cloud.log.calls("describeResource")).toBe(2);
    const statements = [{ select: { filter: ["a", "=x"], where: ["x"] }, set: { a: "1" } }];
    expect(crosstag.checkDesiredState({ version: 1, statements })).toMatchObject([
      {
        path: ["statements", 0, "select", "filter", 1],
        violation: { rule: "crosstag.condition", message: "The condition 2 of `filter` has no tag key." },
      },
      { path: ["statements", 0, "select", "where", 0], violation: { rule: "crosstag.condition" } },
    ]);
  });

  it("takes names, in whatever form, and each resource once", async () => {
    const { cloud, plan } = open();
    const all = Array.from({ length: 3 }, () => cloud.scene.create("key"));
    const [first, second] = all as [string, string];
    const alias = cloud.scene.createAlias(first);
    const made = await plan([
      { select: { references: [second, second.slice(second.lastIndexOf("/") + 1)] }, set: { named: "1" } },
      { select: {}, set: { listed: "1" } },
      { select: { aliases: [alias], references: [first] }, set: { aliased: "1" } },
      { select: { aliases: [alias] }, set: { again: "1" } },
    ]);
    expect(made.all.map((entry) => [entry.reference, "set" in entry ? Object.keys(entry.set) : entry])).toEqual([
      [first, ["again", "aliased", "listed"]],
      [second, ["listed", "named"]],
      [all[2], ["listed"]],
    ]);
    expect(made.header.summary).toMatchObject({ resources: 3, changes: 3, tagsAdded: 6 });
  });

  it("takes names that are not listed, and says which cannot be read", async () => {
    const { cloud, plan } = open();
    const key = cloud.scene.create("key");
    const missing = cloud.scene.unknownReference("key");
    const certificate = cloud.scene.create("certificate");
    const nowhere = "mem:kms:memory-1:1000:alias/nowhere";
    const made = await plan([
      { select: { references: [missing, certificate, key] }, set: { a: "1" } },
      { select: { aliases: [nowhere] }, set: { b: "1" } },
      { select: { aliases: [nowhere] }, set: { c: "1" } },
    ]);
    const found = new Map(made.all.map((entry) => [entry.reference, entry]));
    expect(found.get(missing)).toMatchObject({ action: "unreadable", error: { code: "not-found" } });
    expect(found.get(certificate)).toMatchObject({ action: "skip", reason: "unsupported" });
    expect(found.get(key)).toMatchObject({ action: "change", set: { a: "1" } });
    expect(found.get(nowhere)).toMatchObject({ action: "unreadable", error: { code: "not-found" } });
    expect(made.all).toHaveLength(4);
    expect(made.header.summary).toMatchObject({ resources: 4, changes: 1, unreadable: 2, skipped: { unsupported: 1 } });
  });

  it("takes a resource once that a cloud lists twice", async () => {
    const { cloud, selected } = open([{ ...BATCHED_SHAPE, resourcesPerPage: 2 }], [], listingTwice);
    const all = Array.from({ length: 5 }, () => cloud.scene.create("key"));
    expect(await selected({ kinds: ["key"] }, { references: [all[1] ?? ""] })).toEqual(all);
  });

  it("makes no plan if a cloud's list fails, early or late", async () => {
    for (const after of [0, 2]) {
      const { clouds, plan, crosstag } = open(
        [ONE_BY_ONE_SHAPE, { ...BATCHED_SHAPE, region: "memory-2", resourcesPerPage: 3 }],
        [{ kind: "throttle", operation: "listResources", after }],
      );
      for (const { scene } of clouds) for (let index = 0; index < 10; index += 1) scene.create("key");
      await expect(plan([{ select: {}, set: { a: "1" } }])).rejects.toMatchObject({ code: "throttled" });
      const draft = crosstag.planTags({ desired: { version: 1, statements: [{ select: {}, set: { a: "1" } }] } });
      expect(() => draft.complete()).toThrow(/not been read/);
    }
  });

  it("makes no plan if it is interrupted", async () => {
    const { cloud, crosstag } = open([ONE_BY_ONE_SHAPE]);
    for (let index = 0; index < 10; index += 1) cloud.scene.create("key");
    const stop = new AbortController();
    let seen = 0;
    const draft = crosstag.planTags(
      { desired: { version: 1, statements: [{ select: {}, set: { a: "1" } }] } },
      { signal: stop.signal, onEvent: () => ((seen += 1) === 9 ? stop.abort() : undefined) },
    );
    await expect(keepPlan(draft)).rejects.toMatchObject({ code: "canceled" });
    expect(() => draft.complete()).toThrow(/not been read/);
  });

  it("names what cannot be read, and continues", async () => {
    const { cloud, plan } = open(
      [BATCHED_SHAPE],
      [{ kind: "lose-request", operation: "readTags", resource: "secret-000002" }],
    );
    const key = cloud.scene.create("key");
    const secret = cloud.scene.create("secret");
    const made = await plan([{ select: {}, set: { a: "1" } }]);
    expect(made.all).toMatchObject([
      { reference: key, action: "change" },
      { reference: secret, action: "unreadable", error: { code: "unavailable" } },
    ]);
    expect(made.header.summary).toMatchObject({ resources: 2, changes: 1, unreadable: 1 });
  });
});

describe("what cannot be changed", () => {
  it("is skipped by name, if describing is cheap or requested", async () => {
    const { cloud, plan } = open([ONE_BY_ONE_SHAPE]);
    const [pending, managed, key] = [
      cloud.scene.create("key"),
      cloud.scene.createCloudManagedKey(),
      cloud.scene.create("key"),
    ];
    cloud.scene.scheduleDeletion(pending);
    const statements = [{ select: {}, set: { a: "1" } }];
    const made = await plan(statements);
    expect(made.all).toMatchObject([
      { reference: pending, action: "skip", reason: "pending-deletion" },
      { reference: managed, action: "skip", reason: "managed-by-cloud" },
      { reference: key, action: "change" },
    ]);
    expect(made.header.summary.skipped).toEqual({ "pending-deletion": 1, "managed-by-cloud": 1 });
    expect((await plan(statements, { describeStates: "never" })).header.summary.changes).toBe(3);
    const batched = open();
    batched.cloud.scene.scheduleDeletion(batched.cloud.scene.create("key"));
    expect((await batched.plan(statements)).header.summary.changes).toBe(1);
    expect((await batched.plan(statements, { describeStates: "always" })).header.summary.changes).toBe(0);
  });

  it("is refused before any call if the desired state is wrong", async () => {
    const { cloud, plan } = open();
    cloud.scene.create("key");
    const wrong: readonly (readonly DesiredStatement[])[] = [
      [],
      [{ select: {} }],
      [{ select: {}, set: { "mem:own": "1" } }],
      [{ select: {}, set: { "bad key": "1" } }],
      [{ select: {}, set: { a: "1" }, remove: ["a"] }],
      [{ select: {}, rename: { a: "a" } }],
      [{ select: {}, rename: { "mem:a": "b" } }],
      [{ select: { references: [] }, set: { a: "1" } }],
      [{ select: { references: ["mem:kms:memory-1:1000:alias/x"] }, set: { a: "1" } }],
      [{ select: { references: ["arn:aws:kms:us-east-1:1:key/x"] }, set: { a: "1" } }],
      [{ select: {}, set: { a: 5 as unknown as string } }],
    ];
    for (const statements of wrong) await expect(plan(statements)).rejects.toMatchObject({ code: "invalid-request" });
    await expect(
      plan([{ select: {}, set: { a: "1" } }], {
        desired: { version: 1, owns: ["b"], statements: [{ select: {}, set: { a: "1" } }] },
      }),
    ).rejects.toMatchObject({ code: "invalid-request" });
    expect(cloud.log.calls()).toBe(0);
  });

  it("is skipped if statements conflict on it, and the others are planned", async () => {
    const { cloud, plan } = open();
    const [one, other] = [cloud.scene.create("key", { tags: { x: "SECRET" } }), cloud.scene.create("key")];
    const made = await plan([
      { name: "first", select: {}, set: { a: "SECRET1" } },
      { name: "second", select: { tags: { x: true } }, set: { a: "SECRET2" } },
    ]);
    expect(made.all).toMatchObject([
      { reference: one, action: "skip", reason: "conflict", tagKeys: ["a"] },
      { reference: other, action: "change" },
    ]);
    expect(JSON.stringify(made.all[0])).not.toContain("SECRET");
    expect(JSON.stringify(made.all[0])).toContain("First and second");
  });

  it("is not what the cloud keeps for itself, nor what the state leaves alone", async () => {
    const { cloud, plan } = open();
    cloud.scene.create("key", { tags: { "mem:own": "m", theirs: "t", ours: "o" } });
    const statements = [{ select: {}, removeAllBut: [] }];
    const made = await plan(statements, { desired: { version: 1, leavesAlone: ["their*"], statements } });
    expect(made.all).toMatchObject([{ before: { theirs: "t", ours: "o" }, remove: ["ours"] }]);
  });
});

describe("an undo", () => {
  it("skips who has been changed since, and says so of who is gone", async () => {
    const { cloud, crosstag } = open();
    const [same, changed, gone] = Array.from({ length: 3 }, () =>
      cloud.scene.create("key", { tags: { a: "SECRET-2" } }),
    ) as [string, string, string];
    cloud.scene.setTags(changed, { a: "SECRET-3" });
    (cloud.driver.native as { resources: Map<string, unknown> }).resources.delete(
      `key/${gone.slice(gone.lastIndexOf("/") + 1)}`,
    );
    const changes = [same, changed, gone].map((reference) => ({
      reference,
      before: { a: "SECRET-1" },
      set: { a: "SECRET-2" },
      remove: [],
    }));
    const undo = await keepPlan(crosstag.planUndo({ run: "r", changes }));
    expect(undo.all).toMatchObject([
      { reference: same, action: "change", set: { a: "SECRET-1" }, remove: [] },
      { reference: changed, action: "skip", reason: "changed-since", tagKeys: ["a"] },
      { reference: gone, action: "unreadable", error: { code: "not-found" } },
    ]);
    expect(undo.header).toMatchObject({ origin: { type: "undo", run: "r" }, summary: { resources: 3, changes: 1 } });
    expect(JSON.stringify(undo.all.slice(1))).not.toContain("SECRET");
  });

  it("is refused if a cloud is missing, and empty if nothing was changed", async () => {
    const { cloud, crosstag } = open();
    const change = { reference: "mem:kms:elsewhere:1:key/key-1", before: {}, set: {}, remove: [] };
    await expect(keepPlan(crosstag.planUndo({ run: "r", changes: [change] }))).rejects.toMatchObject({
      code: "configuration",
    });
    expect((await keepPlan(crosstag.planUndo({ run: "r", changes: [] }))).header.summary).toMatchObject({
      resources: 0,
    });
    expect(cloud.log.calls()).toBe(0);
  });
});
