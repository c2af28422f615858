import { driverMethod } from "../../src/driver.ts";
import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, idOf, keys, openCloud } from "./run-helpers.ts";

const live = keys({ set: { stage: "live" }, remove: ["tmp"] });

async function open(count: number, shape = ONE_BY_ONE_SHAPE, faults: Fault[] = []) {
  const { cloud, crosstag, clock } = openCloud(shape, { faults, engine: { maximumConcurrentCalls: 1 } });
  const all = Array.from({ length: count }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
  const plan = await keepPlan(crosstag.planTags({ desired: live }));
  const done = () => all.filter((key) => cloud.truth.tagsOf(key)["stage"] === "live").length;
  return { cloud, crosstag, clock, all, plan, done };
}

/** Two clouds of the memory kind under one object. */
async function openTwo(counts: readonly [number, number]) {
  const clock = createVirtualClock();
  const clouds = counts.map((_, index) =>
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region: `memory-${index + 1}`, clock }),
  );
  const all = counts.map((count, index) =>
    Array.from({ length: count }, () => clouds[index]?.scene.create("key", { tags: { tmp: "1" } }) ?? ""),
  );
  const crosstag = createCrosstag(
    clouds.map(({ driver }) => driver),
    { clock, pacing: "off", retry: "immediate", maximumConcurrentCalls: 2 },
  );
  const plan = await keepPlan(crosstag.planTags({ desired: live }));
  const done = () =>
    all.map((ofCloud, index) => ofCloud.filter((key) => clouds[index]?.truth.tagsOf(key)["stage"] === "live").length);
  return { clock, clouds, all, crosstag, plan, done };
}

describe("a run stops", () => {
  it.each([
    [2, 3],
    ["20%", 3],
    [0, 1],
  ] as const)("when more than %s have failed", async (maximumFailures, failed) => {
    const faults: Fault[] = [];
    const { crosstag, plan, all, done } = await open(10, ONE_BY_ONE_SHAPE, faults);
    for (const key of all.slice(2, 8)) faults.push({ kind: "throttle", operation: "writeTags", resource: idOf(key) });
    const journal = createMemoryJournal();
    const { result } = await applyAndCount(crosstag, { plan, journal, maximumFailures });
    expect(result.ended).toBe("too-many-failures");
    expect(result.counts.failed).toBe(failed);
    expect(result.counts.skipped).toBeGreaterThan(0);
    expect(journal.records.at(-1)).toMatchObject({ type: "end", ended: "too-many-failures", counts: result.counts });
    expect(done()).toBe(result.counts.changed);
    faults.length = 0;
    const resumed = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 10 } });
  });

  it("at its limit, and continues from there", async () => {
    const { crosstag, plan, done } = await open(7);
    const journal = createMemoryJournal();
    const ends: string[] = [];
    for (let part = 0; part < 3; part += 1) {
      const resume = part === 0 ? {} : { resume: earlierRun(journal.records) };
      const { result } = await applyAndCount(crosstag, { plan, journal, limit: 3, ...resume });
      ends.push(`${result.ended} ${done()}`);
    }
    expect(ends).toEqual(["limit 3", "limit 6", "complete 7"]);
    expect(journal.records.map(({ type }) => type).filter((type) => !["intent", "outcome"].includes(type))).toEqual([
      "run",
      "end",
      "resume",
      "end",
      "resume",
      "end",
    ]);
  });

  it("at no limit that is not reached", async () => {
    const { crosstag, plan } = await open(3);
    expect((await applyAndCount(crosstag, { plan, limit: 3 })).result.ended).toBe("complete");
  });

  it("after the first few if they fail", async () => {
    const faults: Fault[] = [];
    const { crosstag, plan, all, done } = await open(6, ONE_BY_ONE_SHAPE, faults);
    faults.push({ kind: "throttle", operation: "writeTags", resource: idOf(all[1] ?? "") });
    const { result } = await applyAndCount(crosstag, { plan, canary: 2 });
    expect(result).toMatchObject({ ended: "canary-failed", counts: { changed: 1, failed: 1, skipped: 4 } });
    expect(done()).toBe(1);
  });

  it("after the first few if reading does not show them", async () => {
    const { cloud, crosstag } = openCloud({ ...ONE_BY_ONE_SHAPE, propagationMs: 60_000 });
    for (let index = 0; index < 5; index += 1) cloud.scene.create("key");
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" } }) }));
    const { result } = await applyAndCount(crosstag, { plan, canary: 2 });
    expect(result).toMatchObject({
      ended: "canary-failed",
      counts: { changed: 2, skipped: 3 },
      notShown: { resources: 2 },
    });
  });

  it("after no canary that is well", async () => {
    const { crosstag, plan } = await open(5);
    const events: CrosstagEvent[] = [];
    const onEvent = (event: CrosstagEvent) => events.push(event);
    expect((await applyAndCount(crosstag, { plan, canary: 2 }, { onEvent })).result).toMatchObject({
      ended: "complete",
      counts: { changed: 5 },
    });
    expect(events.filter(({ type }) => type === "canaries-settled")).toMatchObject([
      { resources: 2, of: 5, counts: { changed: 2, unchanged: 0, skipped: 0, failed: 0, unknown: 0 }, passed: true },
    ]);
    const more = await open(2);
    expect((await applyAndCount(more.crosstag, { plan: more.plan, canary: 100 })).result.ended).toBe("complete");
  });

  it("when its time is up, and does not call that a limit", async () => {
    const { cloud, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, latencyMs: 100 },
      { engine: { maximumConcurrentCalls: 1 } },
    );
    for (let index = 0; index < 8; index += 1) cloud.scene.create("key");
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" } }) }));
    const { result } = await applyAndCount(crosstag, { plan, limit: 6 }, { timeoutMs: 450 });
    expect(result.ended).toBe("interrupted");
    expect(result.counts.changed).toBeGreaterThan(0);
    expect(result.counts.skipped).toBeGreaterThan(2);
  });

  it("before it begins if it was already interrupted", async () => {
    const { cloud, crosstag, plan } = await open(3);
    const requests = cloud.log.requests.length;
    const { result } = await applyAndCount(crosstag, { plan }, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ended: "interrupted", counts: { skipped: 3 } });
    expect(cloud.log.requests.length).toBe(requests);
  });

  it("without reading what it will not write", async () => {
    const { cloud, crosstag, plan } = await open(100);
    const stop = new AbortController();
    const reads = cloud.log.calls("readTags");
    const onEvent = ({ type }: CrosstagEvent) => (type === "resource-settled" ? stop.abort() : undefined);
    const { result } = await applyAndCount(crosstag, { plan }, { onEvent, signal: stop.signal });
    expect(result.ended).toBe("interrupted");
    expect(cloud.log.calls("readTags") - reads).toBeLessThan(20);
  });

  it("with the outcome of every resource that was read together with another, though its own call was never made", async () => {
    const limits = { writeTags: { key: { resources: 1, tags: 20 } }, removeTags: { key: { resources: 1, tags: 20 } } };
    const shape = { ...BATCHED_SHAPE, limits: { ...limits, readTags: { key: { resources: 50, tags: 200 } } } };
    const { cloud, crosstag } = openCloud({ ...shape, kinds: ["key"] }, { engine: { maximumConcurrentCalls: 1 } });
    const all = Array.from({ length: 20 }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: live }));
    for (const key of all.slice(15)) cloud.scene.setTags(key, { stage: "live" });
    cloud.scene.setTags(all[14] ?? "", { stage: "dead" });
    const stop = new AbortController();
    const onEvent = (event: CrosstagEvent) => {
      if (event.type === "call-started" && event.operation === "writeTags") stop.abort();
    };
    const { result, outcomes } = await applyAndCount(crosstag, { plan }, { onEvent, signal: stop.signal });
    expect(result.ended).toBe("interrupted");
    expect(result.counts.unchanged + result.counts.skipped).toBe(20);
    for (const key of all.slice(15)) expect(["unchanged", "skipped"]).toContain(outcomes.get(key)?.status);
  });
});

describe("two scopes", () => {
  it("are written at once, each by its own driver", async () => {
    const { clouds, plan, crosstag, done } = await openTwo([4, 6]);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 10 },
      calls: { writeTags: 10, removeTags: 10 },
    });
    expect(done()).toEqual([4, 6]);
    for (const { log } of clouds) expect(log.overlappingWrites).toBe(0);
  });

  it("share a limit in the order of the plan, and a canary evenly; both together never exceed the limit", async () => {
    const limited = await openTwo([4, 6]);
    await applyAndCount(limited.crosstag, { plan: limited.plan, limit: 5 });
    expect(limited.done()).toEqual([4, 1]);
    const both = await openTwo([10, 10]);
    const { result } = await applyAndCount(both.crosstag, { plan: both.plan, limit: 5, canary: 4 });
    expect(result).toMatchObject({ ended: "limit", counts: { changed: 5, skipped: 15 } });
    expect(both.done()).toEqual([3, 2]);
  });

  it("stop both if the rest of the plan cannot be read: nothing continues unseen", async () => {
    const { clouds, clock, plan, crosstag, done } = await openTwo([3, 40]);
    let passes = 0;
    const broken: Plan = {
      header: plan.header,
      entries: async function* (scope) {
        passes += 1;
        for await (const entry of plan.entries(scope)) {
          if (scope !== undefined && clouds[0] !== undefined && scope.endsWith("memory-1")) throw new Error("torn");
          yield entry;
        }
      },
    };
    const journal = createMemoryJournal();
    await expect(crosstag.applyPlan({ plan: broken, journal })).rejects.toThrow("torn");
    const requests = clouds.map(({ log }) => log.requests.length);
    await clock.sleep(1_000);
    expect(clouds.map(({ log }) => log.requests.length)).toEqual(requests);
    expect(passes).toBe(3);
    expect(done()[1]).toBeLessThan(40);
  });

  it("let go of the plan however they end", async () => {
    const { plan, crosstag } = await openTwo([3, 3]);
    let readers = 0;
    const counted: Plan = {
      header: plan.header,
      entries: async function* (scope) {
        readers += 1;
        try {
          yield* plan.entries(scope);
        } finally {
          readers -= 1;
        }
      },
    };
    await crosstag.applyPlan({ plan: counted, limit: 1 });
    expect(readers).toBe(0);
    const stop = new AbortController();
    await crosstag.applyPlan(
      { plan: counted },
      { signal: stop.signal, onEvent: ({ type }) => (type === "call-started" ? stop.abort() : undefined) },
    );
    expect(readers).toBe(0);
  });

  it.each(["account", "region"])(
    "are refused before anything is sent if no %s of the plan is configured",
    async (name) => {
      const { plan } = await openTwo([1, 1]);
      const { cloud, crosstag } = openCloud({ ...ONE_BY_ONE_SHAPE, [name]: "2000" });
      await expect(crosstag.applyPlan({ plan })).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringMatching(/^The plan changes resources of .* Nothing was sent\.$/),
      });
      expect(cloud.log.calls()).toBe(0);
    },
  );

  it("that no cloud is configured for are left out and named, have no share of a limit, and are resumed later", async () => {
    const { plan, clouds, clock, crosstag, done, all } = await openTwo([2, 3]);
    const [, second] = clouds;
    const one = createCrosstag(second === undefined ? [] : [second.driver], {
      clock,
      pacing: "off",
      retry: "immediate",
    });
    const journal = createMemoryJournal();
    const limited = await applyAndCount(one, { plan, journal, limit: 2, canary: 1 });
    expect(done()).toEqual([0, 2]);
    expect(limited.result.ended).toBe("limit");
    const rest = await applyAndCount(one, { plan, journal, resume: earlierRun(journal.records) });
    const scope = "memory/1000/memory-1";
    expect(rest.result).toMatchObject({
      ended: "not-configured",
      counts: { changed: 3, skipped: 2 },
      skipped: { "not-started": 2 },
      stopped: [{ scope, code: "configuration", message: expect.stringContaining(scope) }],
    });
    expect(
      [...rest.outcomes.values()].filter(({ status }) => status === "skipped").map(({ reference }) => reference),
    ).toEqual(all[0]);
    const end = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(end.result).toMatchObject({ ended: "complete", counts: { changed: 5 } });
    expect(done()).toEqual([2, 3]);
  });

  it("of two runs of one plan at once change every resource once or find it done", async () => {
    const { cloud, crosstag, plan, done } = await open(12, BATCHED_SHAPE);
    const results = await Promise.all([crosstag.applyPlan({ plan }), crosstag.applyPlan({ plan })]);
    for (const { counts, ended } of results) {
      expect(ended).toBe("complete");
      expect(counts.changed + counts.unchanged).toBe(12);
    }
    expect(done()).toBe(12);
    expect(cloud.log.overlappingWrites).toBe(0);
  });
});

function fail(): never {
  throw new Error("watching");
}

describe("what a run reports", () => {
  it("is how far each scope has come, in counts that only grow", async () => {
    const { crosstag, plan } = await open(30, BATCHED_SHAPE);
    const events: (CrosstagEvent & { type: "run-progress" })[] = [];
    const onEvent = (event: CrosstagEvent) => void (event.type === "run-progress" && events.push(event));
    await crosstag.applyPlan({ plan }, { onEvent });
    expect(events.at(-1)).toMatchObject({
      scope: "memory/1000/memory-1",
      resources: 30,
      settled: 30,
      failed: 0,
      unknown: 0,
      plannedCalls: 2,
      calls: 2,
      throttled: 0,
      requestsPerSecond: Number.POSITIVE_INFINITY,
    });
    for (const [index, event] of events.entries()) {
      const earlier = events[index - 1];
      if (earlier === undefined) continue;
      expect(event.settled).toBeGreaterThanOrEqual(earlier.settled);
      expect(event.calls).toBeGreaterThanOrEqual(earlier.calls);
    }
  });

  it("breaks nothing if a listener throws", async () => {
    const { crosstag, plan } = await open(3);
    const result = await crosstag.applyPlan({ plan, onOutcome: fail }, { onEvent: fail });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 3 } });
  });

  it("holds no tag value but in intents", async () => {
    const faults: Fault[] = [];
    const { cloud, crosstag } = openCloud(BATCHED_SHAPE, { faults });
    const all = Array.from({ length: 4 }, () => cloud.scene.create("key", { tags: { old: "SECRET-old" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "SECRET-new" }, remove: ["old"] }) }));
    faults.push({ kind: "lose-request", operation: "writeTags", times: 6 });
    cloud.scene.setTags(all[3] ?? "", { old: "SECRET-other" });
    const journal = createMemoryJournal();
    const events: CrosstagEvent[] = [];
    const { result, outcomes } = await applyAndCount(
      crosstag,
      { plan, journal },
      { onEvent: (event) => events.push(event) },
    );
    expect(result.counts.changed).toBeLessThan(4);
    const told = [result, [...outcomes.values()], events, journal.records.filter(({ type }) => type !== "intent")];
    expect(JSON.stringify(told)).not.toContain("SECRET");
  });
});

describe("a request to apply", () => {
  it.each([
    { limit: 0 },
    { limit: 1.5 },
    { canary: -1 },
    { canary: Number.NaN },
    { maximumFailures: -1 },
    { maximumFailures: "5" as "5%" },
    { maximumFailures: "-5%" as const },
    { maximumFailures: Number.POSITIVE_INFINITY },
  ])("is refused before anything is sent: %j", async (request) => {
    const { cloud, crosstag, plan } = await open(1);
    const requests = cloud.log.requests.length;
    await expect(crosstag.applyPlan({ plan, ...request })).rejects.toMatchObject({ code: "invalid-request" });
    expect(cloud.log.requests.length).toBe(requests);
  });

  it("is refused for a plan of another version", async () => {
    const { crosstag, plan } = await open(1);
    const header = { ...plan.header, schema: "crosstag-plan/9" as "crosstag-plan/2" };
    await expect(crosstag.applyPlan({ plan: { ...plan, header } })).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("does nothing for a plan that changes nothing", async () => {
    const { crosstag } = openCloud(ONE_BY_ONE_SHAPE);
    const plan = await keepPlan(crosstag.planTags({ desired: live }));
    const journal = createMemoryJournal();
    const { result } = await applyAndCount(crosstag, { plan, journal, canary: 1, limit: 1 });
    expect(result).toMatchObject({ ended: "complete", calls: {}, failures: [] });
    expect(journal.records.map(({ type }) => type)).toEqual(["run", "end"]);
  });
});

describe("a resource whose tags take several calls", () => {
  it("has its outcome when all of them are over, and what was changed is named", async () => {
    const { cloud, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, tagsPerCall: 1, latencyMs: 10 },
      {
        change: (driver) =>
          decorateDriver(driver, {
            writeTags: (call, context) =>
              call.tags.has("b")
                ? Promise.reject(new Error("refused"))
                : driverMethod(driver, "writeTags")(call, context),
            classify: (error) =>
              error instanceof Error && error.message === "refused"
                ? {
                    code: "tag-refused",
                    retry: "no",
                    applied: "no",
                    scope: "call",
                    message: "The cloud refused a tag.",
                  }
                : driver.classify(error),
          }),
      },
    );
    const key = cloud.scene.create("key", { tags: { tmp: "1" } });
    const plan = await keepPlan(
      crosstag.planTags({ desired: keys({ set: { a: "1", b: "1", c: "1" }, remove: ["tmp"] }) }),
    );
    const { outcomes } = await applyAndCount(crosstag, { plan });
    const outcome = outcomes.get(key);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "tag-refused" } });
    const { tmp, ...written } = cloud.truth.tagsOf(key);
    expect(tmp).toBe("1");
    expect(outcome).toMatchObject(Object.keys(written).length > 0 ? { appliedKeys: Object.keys(written) } : {});
  });
});
