import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { EarlierRun } from "../../src/run/apply-request.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { RunStateFold, type RunState } from "../../src/run/run-state.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE, REPLACED_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, idOf, keys, openCloud, type OpenOptions } from "./run-helpers.ts";

type Refusal = Pick<Failure, "code" | "retry"> & Partial<Pick<Failure, "scope">>;

class Refused extends Error {}

/** A cloud of which a test can refuse reads. */
async function open(shape: MemoryCloudOptions, count: number, { actions, ...options }: OpenChoices = {}) {
  const refusal: { of: ReadonlySet<string>; with?: Refusal; read: () => void } = { of: new Set(), read: () => {} };
  const { cloud, crosstag, driver, clock } = openCloud(shape, {
    ...options,
    change: (inner) => refusing(inner, refusal),
  });
  const all = Array.from({ length: count }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
  const plan = await keepPlan(crosstag.planTags({ desired: keys(actions ?? { set: { stage: "live" } }) }));
  const journal = createMemoryJournal();
  const resume = (more: Partial<Parameters<typeof applyAndCount>[1]> = {}, signal?: AbortSignal) =>
    applyAndCount(crosstag, { plan, journal, resume: stateOf(journal.records), ...more }, signal && { signal });
  const writes = () => cloud.log.calls("writeTags") + cloud.log.calls("removeTags");
  /** Ids of the resources that each call from now on reads. */
  const watchReads = () => {
    const from = cloud.log.requests.length;
    return () =>
      cloud.log.requests
        .slice(from)
        .filter(({ operation }) => operation === "readTags")
        .map(({ resources }) => [...resources]);
  };
  return { cloud, crosstag, driver, clock, all, plan, journal, refusal, resume, writes, watchReads };
}

interface OpenChoices extends Omit<OpenOptions, "change"> {
  readonly actions?: Parameters<typeof keys>[0];
}

function refusing(
  driver: KmsDriver,
  refusal: { readonly of: ReadonlySet<string>; readonly with?: Refusal; read: () => void },
): KmsDriver {
  return decorateDriver(driver, {
    readTags: async (call, context) => {
      refusal.read();
      if (refusal.with !== undefined && call.resources.some(({ id }) => refusal.of.has(id))) throw new Refused();
      return driver.readTags(call, context);
    },
    classify: (error) =>
      error instanceof Refused && refusal.with !== undefined
        ? { scope: "resource", ...refusal.with, applied: "no", message: "Not read." }
        : driver.classify(error),
  });
}

function stateOf(records: readonly RunRecord[]): RunState {
  const fold = new RunStateFold();
  for (const record of records) fold.add(record, "");
  return fold.state(false);
}

const DENIED: Refusal = { code: "access-denied", retry: "no" };

/** The first part of a run, of which two of four keys could not be read back. */
async function openUnread(shape: MemoryCloudOptions, choices?: OpenChoices) {
  const opened = await open(shape, 4, choices);
  const { crosstag, plan, journal, all, refusal, cloud } = opened;
  const [first = "", second = ""] = all;
  refusal.of = new Set([idOf(first), idOf(second)]);
  refusal.read = () => {
    if (cloud.log.calls("writeTags") + cloud.log.calls("removeTags") === (shape === ONE_BY_ONE_SHAPE ? 4 : 1))
      refusal.with = DENIED;
  };
  const { result } = await applyAndCount(crosstag, { plan, journal });
  refusal.read = () => {};
  return { ...opened, first, second, result };
}

describe.each([
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
])("a resumed run reads back what an earlier part could not, %s", (_name, shape) => {
  it("and says so once it shows the change; nothing is written, and nothing else is read", async () => {
    const { first, second, all, journal, refusal, resume, writes, watchReads, result } = await openUnread(shape, {
      engine: { maximumConcurrentCalls: 4 },
    });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 4 }, notRead: { resources: 2 } });
    const written = writes();
    delete refusal.with;
    const reads = watchReads();
    const resumed = await resume();
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 4 }, notShown: undefined });
    expect(resumed.result.notRead).toBeUndefined();
    expect(writes()).toBe(written);
    expect(reads().flat().toSorted()).toEqual([idOf(first), idOf(second)].toSorted());
    expect(resumed.outcomes.size).toBe(0);
    const about = { type: "shown", scope: "memory/1000/memory-1", tagKeys: ["stage"] };
    expect(journal.records.filter(({ type }) => type === "shown")).toEqual([
      { ...about, reference: first },
      { ...about, reference: second },
    ]);
    const state = stateOf(journal.records);
    expect([state.notRead.size, state.notShown.size, state.outcomes.size]).toEqual([0, 0, all.length]);
    const again = watchReads();
    await resume();
    expect(again()).toEqual([]);
  });

  it("and says that the change is not shown if another program has undone it since", async () => {
    const { cloud, first, second, journal, refusal, resume, writes } = await openUnread(shape);
    const written = writes();
    delete refusal.with;
    cloud.scene.setTags(first, { stage: "dead" });
    cloud.scene.setTags(second, { ...cloud.truth.tagsOf(second), theirs: "x", tmp: "2" });
    const { result } = await resume();
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 4 },
      notShown: { resources: 1, examples: [first] },
    });
    expect([result.notRead, writes()]).toEqual([undefined, written]);
    const state = stateOf(journal.records);
    expect([[...state.notShown.keys()], state.notRead.size]).toEqual([[first], 0]);
    expect(cloud.truth.tagsOf(first)).toEqual({ stage: "dead" });
  });

  it("and keeps saying so, and why, while it still cannot be read", async () => {
    const { second, journal, refusal, resume } = await openUnread(shape);
    refusal.of = new Set([idOf(second)]);
    refusal.with = { code: "unavailable", retry: "transient" };
    const { result } = await resume();
    expect(result).toMatchObject({
      ended: "complete",
      notShown: undefined,
      notRead: { code: "unavailable", resources: 1, examples: [second] },
    });
    expect([...stateOf(journal.records).notRead.values()]).toMatchObject([{ reference: second, code: "unavailable" }]);
  });

  it("also after a reading that lagged too long", async () => {
    const { crosstag, plan, journal, clock, resume, watchReads } = await open({ ...shape, propagationMs: 60_000 }, 3);
    const { result } = await applyAndCount(crosstag, { plan, journal });
    expect(result.notShown?.resources).toBe(3);
    // It waits as long as the first part did.
    await clock.sleep(45_000);
    expect((await resume()).result.notShown).toBeUndefined();
    expect(stateOf(journal.records).notShown.size).toBe(0);
    const reads = watchReads();
    await resume();
    expect(reads()).toEqual([]);
  });

  it("unless it is not to verify: then what was said before stands", async () => {
    const { first, second, journal, resume, watchReads } = await openUnread(shape);
    const reads = watchReads();
    const { result } = await resume({ verify: false });
    expect([result.notRead?.examples, reads()]).toEqual([[first, second], []]);
    expect(stateOf(journal.records).notRead.size).toBe(2);
  });

  it("unless it was stopped: then what was said before stands", async () => {
    const { journal, refusal, resume, watchReads } = await openUnread(shape);
    delete refusal.with;
    const reads = watchReads();
    const { result } = await resume({}, AbortSignal.abort());
    expect(result).toMatchObject({ ended: "complete", notRead: { code: "access-denied", resources: 2 } });
    expect(reads()).toEqual([]);
    const stop = new AbortController();
    const before = journal.records.length;
    // In the middle of its first reading.
    refusal.read = () => stop.abort();
    refusal.with = { code: "unavailable", retry: "transient" };
    const stopped = await resume({}, stop.signal);
    expect(stopped.result).toMatchObject({ ended: "complete", notRead: { code: "access-denied", resources: 2 } });
    expect(journal.records.slice(before).map(({ type }) => type)).toEqual(["resume", "end"]);
  });

  it("and does not call a key that is gone changed because it has no tags", async () => {
    const { cloud, first, second, refusal, resume } = await openUnread(shape, { actions: { remove: ["tmp"] } });
    delete refusal.with;
    (cloud.driver.native as { resources: Map<string, unknown> }).resources.delete(`key/${idOf(first)}`);
    const { result } = await resume();
    expect(result).toMatchObject({ notShown: { resources: 1, examples: [first] } });
    expect(cloud.truth.tagsOf(second)).toEqual({});
  });
});

describe("what a resumed run reads back", () => {
  it("was stopped by a person before it was read", async () => {
    const { crosstag, plan, journal, cloud, refusal, resume } = await open(ONE_BY_ONE_SHAPE, 6);
    const stop = new AbortController();
    refusal.of = new Set(cloud.log.requests.flatMap(({ resources }) => resources));
    refusal.read = () => {
      if (cloud.log.calls("writeTags") > 2) {
        stop.abort();
        refusal.with = { code: "unavailable", retry: "transient" };
      }
    };
    await applyAndCount(crosstag, { plan, journal }, { signal: stop.signal });
    const unread = stateOf(journal.records).notRead.size;
    expect(unread).toBeGreaterThan(0);
    refusal.read = () => {};
    delete refusal.with;
    const { result } = await resume();
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 6 }, notShown: undefined });
    expect(result.notRead).toBeUndefined();
  });

  it("does not count for a limit, and fails no canary", async () => {
    const { crosstag, plan, journal, refusal, all, resume } = await open(ONE_BY_ONE_SHAPE, 6);
    const [first = ""] = all;
    refusal.of = new Set([idOf(first)]);
    await applyAndCount(crosstag, { plan, journal, limit: 1 });
    await journal.append({ type: "not-read", scope: "memory/1000/memory-1", reference: first, tagKeys: ["stage"] });
    refusal.with = DENIED;
    const limited = await resume({ limit: 2, canary: 1 });
    expect(limited.result).toMatchObject({
      ended: "limit",
      counts: { changed: 3, skipped: 3 },
      notRead: { code: "access-denied", resources: 1, examples: [first] },
    });
    delete refusal.with;
    const { result } = await resume({ canary: 1 });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 6 } });
    expect(result.notRead).toBeUndefined();
  });

  it("waits for its turn, however slow the quota is", async () => {
    const quotas = ONE_BY_ONE_SHAPE.quotas?.map((quota) =>
      quota.id === "read" ? { ...quota, requestsPerSecond: 2 } : quota,
    );
    const shape = { ...ONE_BY_ONE_SHAPE, ...(quotas && { quotas }), enforceQuotas: true };
    const { crosstag, plan, journal, all, clock, resume } = await open(shape, 60, { engine: { pacing: "quota" } });
    await applyAndCount(crosstag, { plan, journal, verify: false });
    for (const reference of all)
      await journal.append({ type: "not-read", scope: "memory/1000/memory-1", reference, tagKeys: ["stage"] });
    const before = clock.now();
    const { result } = await resume();
    expect([result.notRead, result.notShown]).toEqual([undefined, undefined]);
    expect(clock.now() - before).toBeGreaterThan(25_000);
  });

  it("is what the run wrote itself: another program may set the rest as it likes", async () => {
    const { cloud, crosstag, plan, journal, all, resume } = await open(ONE_BY_ONE_SHAPE, 1, {
      actions: { set: { stage: "live", team: "a" } },
    });
    const [only = ""] = all;
    // Another program has set it before the run came to it.
    cloud.scene.setTags(only, { team: "a" });
    await applyAndCount(crosstag, { plan, journal, verify: false });
    await journal.append({
      type: "not-read",
      scope: "memory/1000/memory-1",
      reference: only,
      tagKeys: ["stage", "team"],
    });
    cloud.scene.setTags(only, { stage: "live", team: "b" });
    const { result } = await resume();
    expect([result.notRead, result.notShown]).toEqual([undefined, undefined]);
  });

  it("stops the run if it cannot be written down", async () => {
    const { crosstag, plan, journal, resume, refusal } = await openUnread(ONE_BY_ONE_SHAPE);
    delete refusal.with;
    const failing = createMemoryJournal(({ type }) => (type === "shown" ? new Error("full") : undefined));
    const { result } = await resume({ journal: failing });
    expect(result.ended).toBe("journal-failed");
    // What a caller keeps of a run need not have the doubts of it.
    const { notShown: _, notRead: __, ...state } = stateOf(journal.records);
    const kept: EarlierRun = state;
    expect((await applyAndCount(crosstag, { plan, resume: kept })).result.notRead).toBeUndefined();
  });

  it("is named as unread while no cloud is configured for it", async () => {
    const clock = openCloud(ONE_BY_ONE_SHAPE).clock;
    const made = ["memory-1", "memory-2"].map((region) => openCloud({ ...ONE_BY_ONE_SHAPE, region, clock }));
    const all = made.map(({ cloud }) => cloud.scene.create("key"));
    const [gone = ""] = all;
    const drivers = made.map(({ driver }) => driver);
    const both = createCrosstag(drivers, { clock, pacing: "off", retry: "immediate" });
    const plan = await keepPlan(both.planTags({ desired: keys({ set: { stage: "live" } }) }));
    const journal = createMemoryJournal();
    await applyAndCount(both, { plan, journal });
    const scope = "memory/1000/memory-1";
    await journal.append({ type: "not-read", scope, reference: gone, tagKeys: ["stage"], code: "canceled" });
    const one = createCrosstag(drivers.slice(1), { clock, pacing: "off", retry: "immediate" });
    const { result } = await applyAndCount(one, { plan, journal, resume: stateOf(journal.records) });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 2 },
      notRead: { code: "canceled", resources: 1, examples: [gone] },
      stopped: [{ scope, code: "configuration" }],
    });
    const { result: found } = await applyAndCount(both, { plan, journal, resume: stateOf(journal.records) });
    expect([found.notRead, found.stopped]).toEqual([undefined, undefined]);
  });

  it("is named with the account while its credentials are refused", async () => {
    const { first, refusal, resume } = await openUnread(ONE_BY_ONE_SHAPE);
    refusal.with = { code: "unauthenticated", retry: "no", scope: "account" };
    const { result } = await resume();
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 4 },
      notRead: { code: "access-denied", resources: 2 },
      stopped: [{ scope: "memory/1000/memory-1", code: "unauthenticated" }],
    });
    expect(result.notRead?.examples).toContain(first);
  });

  it("can be a change that a cloud makes by replacing all tags, whatever is to be verified", async () => {
    const { crosstag, plan, journal, refusal, all, cloud, resume } = await open(REPLACED_SHAPE, 2);
    refusal.of = new Set(all.map(idOf));
    refusal.read = () => {
      if (cloud.log.calls("replaceTags") > 0) refusal.with = DENIED;
    };
    const { result } = await applyAndCount(crosstag, { plan, journal }, { retry: "immediate" });
    expect(result.notRead?.resources).toBe(result.counts.changed);
    refusal.read = () => {};
    delete refusal.with;
    const resumed = await resume();
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 2 }, notShown: undefined });
    expect(resumed.result.notRead).toBeUndefined();
  });
});
