import { describe, expect, it } from "vitest";
import { createCrosstag } from "../src/create-crosstag.ts";
import type { Crosstag } from "../src/crosstag.ts";
import { createPlan } from "../src/node.ts";
import type { RunRecord } from "../src/run/run-record.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../src/testing.ts";
import { keepPlan } from "./run/plan-in-memory.ts";

const KEYS = 200;

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, latencyMs: 20, enforceQuotas: true });
  const resources = Array.from({ length: KEYS }, () => cloud.scene.create("key"));
  let closes = 0;
  const driver = {
    ...cloud.driver,
    close: async () => {
      closes += 1;
    },
  };
  const crosstag = createCrosstag([driver], { clock });
  return { clock, cloud, crosstag, resources, closes: () => closes };
}

function first<Item>(items: AsyncIterable<Item>): Promise<unknown> {
  return items[Symbol.asyncIterator]().next();
}

const REQUESTS: Readonly<Record<string, (crosstag: Crosstag) => Promise<unknown>>> = {
  tagResource: (crosstag) => crosstag.tagResource({ resources: ["key-1"], tags: { a: "1" } }),
  untagResource: (crosstag) => crosstag.untagResource({ resources: ["key-1"], tagKeys: ["a"] }),
  inspectKeyMaterial: (crosstag) => crosstag.inspectKeyMaterial({ resource: "key-1" }),
  deleteKeyMaterial: (crosstag) => crosstag.deleteKeyMaterial({ resource: "key-1", confirm: "key-1" }),
  listTags: (crosstag) => first(crosstag.listTags({ resources: ["key-1"] })),
  findResources: (crosstag) => first(crosstag.findResources()),
  planTags: async (crosstag) => crosstag.planTags({ desired: { version: 1, statements: [] } }),
  planTagSets: async (crosstag) => crosstag.planTagSets({ by: "test", resources: [] }),
  planUndo: async (crosstag) => crosstag.planUndo({ run: "r", changes: [] }),
  applyPlan: (crosstag) =>
    crosstag.applyPlan({
      plan: createPlan([], crosstagPlanParts),
    }),
};

const crosstagPlanParts = {
  origin: { type: "desired-state" },
  summary: { changes: 0 },
} as unknown as Parameters<typeof createPlan>[1];

describe("a closed object", () => {
  it.each(Object.keys(REQUESTS))("refuses %s, and sends nothing", async (operation) => {
    const { cloud, crosstag } = open();
    await crosstag.close();
    await expect(REQUESTS[operation]?.(crosstag)).rejects.toMatchObject({
      code: "invalid-request",
      operation,
      message: "This Crosstag object is closed. Nothing was sent.",
    });
    expect(cloud.log.calls("readTags") + cloud.log.calls("writeTags") + cloud.log.calls("listResources")).toBe(0);
  });

  it("closes its drivers once, however often it is closed", async () => {
    const { crosstag, closes } = open();
    await Promise.all([crosstag.close(), crosstag.close({ drain: 5 }), crosstag[Symbol.asyncDispose]()]);
    expect(closes()).toBe(1);
  });
});

describe("closing while requests are under way", () => {
  it("stops at once: no call is made for the rest, and the drivers close after the last outcome", async () => {
    const { clock, cloud, crosstag, resources, closes } = open();
    const tagging = crosstag.tagResource({ resources, tags: { a: "1" }, readFirst: false });
    await clock.sleep(2_000);
    const closing = crosstag.close();
    const { outcomes, counts } = await tagging;
    await closing;
    expect(closes()).toBe(1);
    const calls = cloud.log.calls("writeTags");
    expect(calls).toBeLessThan(KEYS / 2);
    expect(counts.skipped).toBeGreaterThan(KEYS / 2);
    const tagged = outcomes.filter(({ resource }) => cloud.truth.tagsOf(resource)["a"] === "1");
    expect(tagged.map(({ status }) => status).filter((status) => status === "skipped")).toEqual([]);
    await clock.sleep(60_000);
    expect(cloud.log.calls("writeTags")).toBe(calls);
  });

  it("waits for them for the given time, and refuses others meanwhile", async () => {
    const { clock, crosstag, resources, closes } = open();
    const tagging = crosstag.tagResource({ resources, tags: { a: "1" }, readFirst: false });
    await clock.sleep(2_000);
    const closing = crosstag.close({ drain: 60_000 });
    await expect(crosstag.tagResource({ resources, tags: { b: "1" } })).rejects.toMatchObject({
      code: "invalid-request",
    });
    expect(closes()).toBe(0);
    const { counts } = await tagging;
    expect(counts).toMatchObject({ changed: KEYS, skipped: 0 });
    await closing;
    expect(closes()).toBe(1);
  });

  it("stops what is not done within that time; a second close can stop it earlier", async () => {
    const { clock, crosstag, resources } = open();
    const tagging = crosstag.tagResource({ resources, tags: { a: "1" }, readFirst: false });
    await clock.sleep(2_000);
    await crosstag.close({ drain: 5_000 });
    const { counts } = await tagging;
    expect(counts.changed).toBeGreaterThan(50);
    expect(counts.skipped).toBeGreaterThan(50);

    const other = open();
    const long = other.crosstag.tagResource({ resources: other.resources, tags: { a: "1" }, readFirst: false });
    await other.clock.sleep(1_000);
    const slowly = other.crosstag.close({ drain: 60_000 });
    await other.crosstag.close();
    await slowly;
    expect((await long).counts.skipped).toBeGreaterThan(KEYS / 2);
  });

  it("can be awaited by the evidence of a deletion, which then sends nothing", async () => {
    const { cloud, crosstag, closes } = open();
    const key = cloud.scene.createExternalKey();
    const { confirmation } = await crosstag.inspectKeyMaterial({ resource: key });
    const deletion = crosstag.deleteKeyMaterial({
      resource: key,
      confirm: confirmation,
      evidence: () => crosstag.close(),
    });
    const outcome = await deletion.then(
      (result) => result.outcome.status,
      (error: unknown) => (error as { code: string }).code,
    );
    expect(outcome).not.toBe("changed");
    expect(closes()).toBe(1);
    expect(cloud.log.calls("deleteKeyMaterial")).toBe(0);
  });

  it("can be begun by the journal of a run, which then writes nothing, and waits for the end of the run", async () => {
    const { cloud, crosstag, closes } = open();
    const desired = { version: 1, statements: [{ select: {}, set: { a: "1" } }] } as const;
    const plan = await keepPlan(crosstag.planTags({ desired }));
    const records: string[] = [];
    let closing: Promise<string> | undefined;
    const append = async ({ type }: RunRecord) => {
      closing ??= crosstag.close().then(() => records.at(-1) ?? "");
      await Promise.resolve();
      records.push(type);
    };
    const { ended, counts } = await crosstag.applyPlan({ plan, journal: { append } });
    expect(await closing).toBe("end");
    expect([ended, counts.skipped, records]).toEqual(["interrupted", KEYS, ["run", "end"]]);
    expect([cloud.log.calls("writeTags"), closes()]).toEqual([0, 1]);
  });

  it("is not kept waiting by a reader who has left a stream, and ends the stream", async () => {
    const { crosstag, resources, closes } = open();
    const entries = crosstag.listTags({ resources })[Symbol.asyncIterator]();
    await entries.next();
    await crosstag.close({ drain: 60_000 });
    expect(closes()).toBe(1);
    const rest: unknown[] = [];
    for (let next = await entries.next(); next.done !== true; next = await entries.next()) rest.push(next.value);
    expect(rest).toContainEqual(
      expect.objectContaining({ status: "failed", error: expect.objectContaining({ code: "canceled" }) as unknown }),
    );
  });

  it.each([-1, Number.NaN])("refuses %d as a time", async (drain) => {
    const { crosstag } = open();
    await expect(crosstag.close({ drain })).rejects.toMatchObject({ code: "invalid-request", operation: "close" });
  });
});
