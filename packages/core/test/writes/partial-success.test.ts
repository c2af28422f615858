import { driverMethod } from "../../src/driver.ts";
import { expect, test } from "vitest";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { ResourceFailure } from "../../src/driver/driver-receipts.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { BATCHED_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "../run/plan-in-memory.ts";
import { applyAndCount, idOf, keys, openCloud } from "../run/run-helpers.ts";

const SHAPE = { ...BATCHED_SHAPE, badResourceInBatch: "name-refused" } as const;

const BUSY: Failure = { code: "throttled", retry: "throttled", applied: "no", scope: "resource", message: "Too fast." };
const DOWN: Failure = { code: "unavailable", retry: "transient", applied: "no", scope: "resource", message: "Down." };
const DENIED: Failure = { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." };

/** A driver whose successes name further resources as refused; it does not change those. */
function openRefusing(refuse: (ids: readonly string[], call: number) => readonly ResourceFailure[]) {
  const calls: (readonly string[])[] = [];
  const events: CrosstagEvent[] = [];
  const opened = openCloud(SHAPE, {
    engine: { onEvent: (event) => events.push(event) },
    change: (driver: KmsDriver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          const ids = call.resources.map(({ id }) => id);
          calls.push(ids);
          const failed = refuse(ids, calls.length);
          const resources = call.resources.filter(({ id }) => !failed.some((one) => one.id === id));
          const receipt =
            resources.length === 0 ? {} : await driverMethod(driver, "writeTags")({ ...call, resources }, context);
          return { ...receipt, failed: [...(receipt.failed ?? []), ...failed] };
        },
      }),
  });
  const create = (count: number) => Array.from({ length: count }, () => opened.cloud.scene.create("key"));
  return { ...opened, calls, events, create };
}

const refusing = (ids: readonly string[], failure: Failure) => ids.map((id) => ({ id, failure }));

test("7 of 50 refused in a success: 43 changed in one call, and 7 fail with their own reasons", async () => {
  const { cloud, crosstag, create, calls, events } = openRefusing(() => []);
  const all = create(50);
  for (const key of all.slice(0, 4)) cloud.scene.scheduleDeletion(key);
  const unknown = Array.from({ length: 3 }, () => cloud.scene.unknownReference("key"));
  const result = await crosstag.tagResource({
    resources: [...unknown, ...all.slice(0, 47)],
    tags: { a: "1" },
    readFirst: false,
  });
  expect(result.counts).toMatchObject({ changed: 43, failed: 7 });
  expect(result.outcomes.slice(0, 8)).toMatchObject([
    ...unknown.map((resource) => ({ resource, status: "failed", attempts: 1, error: { code: "not-found" } })),
    ...all.slice(0, 4).map((resource) => ({ resource, status: "failed", error: { code: "invalid-state" } })),
    { status: "changed", attempts: 1 },
  ]);
  expect(calls.length).toBe(1);
  expect(events.filter(({ type }) => type === "batch-halved")).toEqual([]);
  // The call of the write; what the states of refused resources explain is read after it.
  const settled = events.filter((event) => event.type === "call-settled" && event.operation === "writeTags");
  expect(settled).toMatchObject([{ refused: 7 }]);
});

test("resources that were throttled or not served inside a success are sent again, together and alone", async () => {
  const { crosstag, create, calls, events, cloud } = openRefusing((ids, call) => {
    if (call === 1) return [...refusing(ids.slice(0, 2), BUSY), ...refusing(ids.slice(2, 3), DOWN)];
    return call === 2 ? refusing(ids.slice(0, 1), BUSY) : [];
  });
  const all = create(10);
  const { outcomes, counts } = await crosstag.tagResource({ resources: all, tags: { a: "1" }, readFirst: false });
  expect(counts).toMatchObject({ changed: 10 });
  expect(calls.map((ids) => ids.length)).toEqual([10, 3, 1]);
  expect(outcomes.map(({ attempts, requestIds }) => [attempts, requestIds.length])).toEqual([
    [3, 3],
    [2, 2],
    [2, 2],
    ...all.slice(3).map(() => [1, 1]),
  ]);
  expect(events.filter(({ type }) => type === "call-throttled").length).toBe(2);
  expect(events.filter(({ type }) => type === "call-retried")).toMatchObject([
    { attempt: 1, resources: 3, code: "throttled" },
    { attempt: 2, resources: 1, code: "throttled" },
  ]);
  for (const key of all) expect(cloud.truth.tagsOf(key)).toEqual({ a: "1" });
});

test("a resource that stays throttled fails as such, and the others are changed", async () => {
  const { crosstag, create, calls } = openRefusing((ids) => refusing(ids.slice(0, 1), BUSY));
  const { outcomes } = await crosstag.tagResource({ resources: create(3), tags: { a: "1" }, readFirst: false });
  expect(outcomes).toMatchObject([
    { status: "failed", error: { code: "throttled" }, attempts: calls.length },
    { status: "changed", attempts: 1 },
    { status: "changed", attempts: 1 },
  ]);
});

test("a refusal after an attempt that may have been applied is settled by reading", async () => {
  const { crosstag, create, calls, cloud } = openRefusing((ids, call) => {
    if (call === 1) return refusing(ids, DOWN).map((one) => ({ ...one, failure: { ...DOWN, applied: "maybe" } }));
    return refusing(ids, DENIED);
  });
  const [written, refused] = create(2) as [string, string];
  cloud.scene.setTags(written, { a: "1" });
  const { outcomes } = await crosstag.tagResource({
    resources: [written, refused],
    tags: { a: "1" },
    readFirst: false,
  });
  expect(calls.length).toBe(2);
  expect(outcomes).toMatchObject([{ status: "changed" }, { status: "failed", error: { code: "access-denied" } }]);
});

test.each([
  [
    "a resource that was not in the call",
    (ids: readonly string[]) => refusing(["key-999999", ...ids.slice(2)], DENIED),
  ],
  ["a resource twice", (ids: readonly string[]) => refusing([...ids.slice(2), ...ids.slice(2)], DENIED)],
])("a success that names %s as refused is not believed, and read instead", async (_, refuse) => {
  const { crosstag, create, calls } = openRefusing(refuse);
  const { outcomes } = await crosstag.tagResource({ resources: create(3), tags: { a: "1" }, readFirst: false });
  expect(calls.length).toBe(1);
  expect(outcomes).toMatchObject([
    { status: "changed" },
    { status: "changed" },
    { status: "failed", error: { code: "access-denied" } },
  ]);
});

test("a driver that names another resource than the one that it refused makes no outcome untrue", async () => {
  const { cloud, driver, crosstag } = openCloud(SHAPE, {
    change: (inner) =>
      decorateDriver(inner, {
        writeTags: async (call, context) => {
          const receipt = await driverMethod(inner, "writeTags")(call, context);
          return { ...receipt, failed: refusing(receipt.failed === undefined ? [] : ["key-999999"], DENIED) };
        },
      }),
  });
  const [good, doomed] = [cloud.scene.create("key"), cloud.scene.create("key")];
  cloud.scene.scheduleDeletion(doomed);
  const { outcomes } = await crosstag.tagResource({ resources: [good, doomed], tags: { a: "1" }, readFirst: false });
  expect(outcomes).toMatchObject([
    { status: "changed" },
    { status: "failed", error: { code: "internal", message: expect.stringContaining(driver.title) } },
  ]);
});

test("a run records what became of each resource of a success, with what was done before", async () => {
  const denied = new Set<string>();
  const { cloud, crosstag, create, calls } = openRefusing((ids) =>
    refusing(
      ids.filter((id) => denied.has(id)),
      DENIED,
    ),
  );
  const all = create(5);
  for (const key of all) cloud.scene.setTags(key, { env: "prod" });
  const [unlucky] = all as [string];
  denied.add(idOf(unlucky));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" }, remove: ["env"] }) }));
  const journal = createMemoryJournal();
  const { result, outcomes } = await applyAndCount(crosstag, { plan, journal });
  expect(calls.length).toBe(1);
  expect(result.counts).toMatchObject({ changed: 4, failed: 1 });
  expect(outcomes.get(unlucky)).toMatchObject({ status: "failed", error: { code: "access-denied" } });
  // Tag first, untag after: what could not be tagged keeps what it has.
  expect(cloud.truth.tagsOf(unlucky)).toEqual({ env: "prod" });
  for (const key of all.slice(1)) expect(cloud.truth.tagsOf(key)).toEqual({ a: "1" });
  const ofUnlucky = journal.records.filter((record) => "reference" in record && record.reference === unlucky);
  expect(ofUnlucky).toMatchObject([{ type: "intent" }, { type: "outcome", status: "failed", code: "access-denied" }]);
  expect(journal.records.filter(({ type }) => type === "outcome").length).toBe(5);
});
