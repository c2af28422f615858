import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { PageBounds } from "../../src/reads/page-bounds.ts";
import type { KmsDriver, ResourcePage, TagPage } from "../../src/driver.ts";
import { BATCHED_SHAPE, createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keys } from "../run/run-helpers.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";

/** A cloud that answers reads as configured; everything else as the memory cloud does. */
function open(change: (driver: KmsDriver) => Partial<KmsDriver>, shape = BATCHED_SHAPE) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const crosstag = createCrosstag([decorateDriver(cloud.driver, change(cloud.driver))], { clock, pacing: "off" });
  return { cloud, crosstag, clock };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What came before the error, and the error. */
async function found(crosstag: ReturnType<typeof open>["crosstag"]) {
  const ids: string[] = [];
  try {
    for await (const { id } of crosstag.findResources({ kinds: ["key"] })) ids.push(id);
    return { ids };
  } catch (error) {
    return { ids, error };
  }
}

/** Pages of two, counted as Alibaba Cloud counts them, over a list that may change before a page is read. */
function counted(before: (page: number, list: string[], reading: number) => void, total?: (length: number) => number) {
  const list = ["a", "b", "c", "d", "e"];
  let calls = 0;
  let reading = 0;
  const opened = open((driver) => ({
    listResources: async ({ cursor = "1" }): Promise<ResourcePage> => {
      calls += 1;
      const page = Number(cursor);
      if (page === 1) reading += 1;
      before(page, list, reading);
      const ids = list.slice((page - 1) * 2, page * 2);
      const { scope, provider } = driver;
      return {
        resources: ids.map((id) => ({ provider, kind: "key", id, alias: false, ...scope, text: id })),
        total: total?.(list.length) ?? list.length,
        ...(page * 2 < list.length && { next: String(page + 1) }),
      };
    },
  }));
  return { ...opened, calls: () => calls };
}

describe("a list whose pages are counted", () => {
  it("is read once when nothing comes or goes", async () => {
    const { crosstag, calls } = counted(() => {});
    expect(await found(crosstag)).toEqual({ ids: ["a", "b", "c", "d", "e"] });
    expect(calls()).toBe(3);
  });

  it("is read again until two readings agree when resources vanish between pages", async () => {
    const { crosstag, calls } = counted((page, list, reading) => {
      if (page === 2 && reading === 1) list.splice(0, 1);
    });
    // The shift would have hidden "c".
    expect(await found(crosstag)).toEqual({ ids: ["b", "c", "d", "e"] });
    expect(calls()).toBe(6);
  });

  it("is read again when resources appear between pages", async () => {
    const { crosstag } = counted((page, list, reading) => {
      if (page === 2 && reading === 1) list.unshift("new");
    });
    expect(await found(crosstag)).toEqual({ ids: ["new", "a", "b", "c", "d", "e"] });
  });

  it("ends with a clear error when resources never stop coming and going", async () => {
    const { crosstag, clock } = counted((page, list, reading) => {
      if (page === 2) list.push(`new-${reading}`);
    });
    const { ids, error } = await found(crosstag);
    expect(ids.length).toBeGreaterThan(5);
    expect(error).toMatchObject({ code: "unavailable", message: expect.stringMatching(/incomplete/) });
    expect(clock.now()).toBeLessThan(60_000);
  });

  it.each([1, 4, 6, 300, 1e15])("says that it is incomplete when the cloud counts %d of 5", async (total) => {
    const { crosstag, calls } = counted(
      () => {},
      () => total,
    );
    expect((await found(crosstag)).error).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(new RegExp(`incomplete: the cloud counts ${total}\\b`)),
    });
    expect(calls()).toBeLessThanOrEqual(6);
  });
});

const endless = (index: number, ids: number, marker = `m-${index}`): ResourcePage => ({
  resources: Array.from({ length: ids }, (_, row) => {
    const id = `${index}-${row}`;
    return { provider: "memory", kind: "key", id, alias: false, text: id };
  }),
  next: marker,
});

describe("a list that would never end is given up", () => {
  it.each([
    ["the same marker", () => endless(0, 3, "m")],
    ["markers in a circle", (call: number) => endless(call, 3, `m-${call % 7}`)],
    ["empty pages", (call: number) => endless(call, 0)],
    ["pages of one entry", (call: number) => endless(call, 1)],
    ["huge markers", (call: number) => endless(call, 10, "x".repeat(7_000_000))],
  ])("%s", async (_what, answer) => {
    let calls = 0;
    const { crosstag } = open(() => ({ listResources: async () => answer((calls += 1)) }));
    const { error } = await found(crosstag);
    expect(error).toMatchObject({ code: "internal", message: expect.stringMatching(/would never end/) });
    expect(calls).toBeLessThan(1_300);
  });

  it("full pages", () => {
    const bounds = new PageBounds("memory", 100_000);
    const problems = Array.from({ length: 101 }, (_, page) => bounds.problemOf(1_000, `m-${page}`));
    expect(problems.findIndex((problem) => problem !== undefined)).toBe(100);
    expect(problems[100]).toMatchObject({ message: expect.stringMatching(/more than 100000 entries/) });
  });

  it.each([
    ["tags without end", (call: number) => Array.from({ length: 200 }, (_, row) => `${call}-${row}`)],
    ["empty pages of tags", () => []],
    ["one new tag a page", (call: number) => [`${call}`]],
  ])("%s are the failure of that resource", async (_what, keysOf) => {
    let calls = 0;
    const { crosstag, cloud } = open(
      () => ({
        readTags: async ({ resources: [resource] }): Promise<TagPage> => {
          calls += 1;
          const rows = keysOf(calls).map((key) => ({ id: resource?.id ?? "", key, value: "" }));
          return { rows, next: `m-${calls}` };
        },
      }),
      ONE_BY_ONE_SHAPE,
    );
    const listed = [];
    for await (const entry of crosstag.listTags({ resources: [cloud.scene.create("key")] })) listed.push(entry);
    expect(listed).toMatchObject([{ status: "failed", error: { code: "internal" } }]);
    expect(calls).toBeLessThan(1_100);
  });
});

describe("answers about something else", () => {
  it("tags of another resource are not read as no tags", async () => {
    const { crosstag, cloud } = open(() => ({
      readTags: async () => ({ rows: [{ id: "key-OTHER", key: "a", value: "b" }] }),
    }));
    for await (const entry of crosstag.listTags({ resources: [cloud.scene.create("key")] }))
      expect(entry).toMatchObject({ status: "failed", error: { message: expect.stringMatching(/another key/) } });
    expect.hasAssertions();
  });

  it("a value that is not text is the failure of that resource", async () => {
    const { crosstag, cloud } = open(
      (driver) => ({
        readTags: async (call, context) => {
          const { rows } = await driver.readTags(call, context);
          return { rows: rows.map((row) => (row.key === "bad" ? { ...row, value: 5 as unknown as string } : row)) };
        },
      }),
      ONE_BY_ONE_SHAPE,
    );
    const resources = [{ bad: "1" }, { good: "1" }].map((tags) => cloud.scene.create("key", { tags }));
    const statuses = [];
    for await (const { status } of crosstag.listTags({ resources })) statuses.push(status);
    expect(statuses).toEqual(["failed", "read"]);
  });

  it.each([{ id: "another" }, { region: "elsewhere-1" }, { account: "999" }])(
    "a description of %j is refused in every operation that reads it",
    async (other) => {
      const { crosstag, cloud } = open((driver) => ({
        describeResource: async (call, context) => {
          const description = await driverMethod(driver, "describeResource")(call, context);
          return { ...description, reference: { ...description.reference, ...other } };
        },
      }));
      const key = cloud.scene.create("key");
      const [looked] = await collect(crosstag.findResources({ resources: [key], describe: true }));
      expect(looked).toMatchObject({ reference: key, error: { code: "internal" } });
      expect(looked).not.toHaveProperty("description");
      await expect(crosstag.inspectKeyMaterial({ resource: key })).rejects.toMatchObject({
        code: "confirmation-required",
      });
    },
  );

  it("entries of other accounts and regions, and without a name, are reported as gaps", async () => {
    const { crosstag, cloud } = open((driver) => ({
      listResources: async (call, context) => {
        const page = await driverMethod(driver, "listResources")(call, context);
        const stranger = { ...page.resources[0], id: "stranger", account: "999" } as (typeof page.resources)[0];
        return { ...page, resources: [stranger, ...page.resources], unreadable: 2 };
      },
    }));
    cloud.scene.create("key");
    const { ids, error } = await found(crosstag);
    expect(ids).toHaveLength(1);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /incomplete: 1 entry belongs to another account or region, and 2 entries have no name that can be used/,
      ),
    });
  });
});

describe("a resource that is listed by a name that no request can use", () => {
  it("is its own failure: found, read, described and planned beside the others", async () => {
    const { crosstag, cloud } = open((driver) => ({
      listResources: async (call, context) => {
        const page = await driverMethod(driver, "listResources")(call, context);
        const odd = { ...page.resources[0], id: "odd id", text: "odd id" } as (typeof page.resources)[0];
        return { ...page, resources: [odd, ...page.resources] };
      },
    }));
    const key = cloud.scene.create("key", { tags: { a: "1" } });
    for (const isDescribed of [false, true]) {
      const all = await collect(crosstag.findResources({ kinds: ["key"], describe: isDescribed }));
      expect(all).toMatchObject([{ id: "odd id", error: { code: "unsupported" } }, { reference: key }]);
      expect(all[1]).not.toHaveProperty("error");
    }
    const resources = await collect(crosstag.findResources({ kinds: ["key"] }));
    expect(await collect(crosstag.listTags({ resources }))).toMatchObject([
      { status: "failed", error: { code: "unsupported" } },
      { status: "read", reference: key, tags: { a: "1" } },
    ]);
    const desired = keys({ set: { a: "2" } });
    const planned = await collect(crosstag.planTags({ desired }).entries);
    expect(planned).toMatchObject([
      { action: "unreadable", error: { code: "unsupported" } },
      { action: "change", reference: key },
    ]);
    // A typed name is refused as before.
    await expect(collect(crosstag.listTags({ resources: ["odd id", key] }))).rejects.toMatchObject({
      code: "invalid-request",
    });
  });
});

describe("denials", () => {
  it("name the permission that the operation needs, also of a listing", async () => {
    const denied = new Error("denied");
    const { crosstag, cloud } = open((driver) => ({
      listResources: async () => {
        throw denied;
      },
      readTags: async () => {
        throw denied;
      },
      classify: (error) =>
        error === denied
          ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Not allowed." }
          : driver.classify(error),
    }));
    const actionOf = (operation: string) =>
      cloud.driver.permissions.find((permission) => permission.operation === operation)?.actions[0];
    expect((await found(crosstag)).error).toMatchObject({
      message: `Not allowed. Needed: ${actionOf("listResources")}.`,
    });
    const [entry] = await collect(crosstag.listTags({ resources: [cloud.scene.create("key")] }));
    expect(entry).toMatchObject({ error: { message: `Not allowed. Needed: ${actionOf("readTags")}.` } });
  });
});
