import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { CallerIdentity } from "../../src/driver/driver-receipts.ts";
import type { IntentRecord } from "../../src/run/run-record.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, keys, openCloud } from "./run-helpers.ts";

const expired: Failure = {
  code: "unauthenticated",
  retry: "no",
  applied: "no",
  scope: "call",
  message: "The session has expired.",
  hint: "Renew it.",
  providerCode: "ExpiredToken",
};

class Expired extends Error {}

/** A cloud whose credentials were refused before a run began. */
function withEndedSession(driver: KmsDriver): KmsDriver {
  return decorateDriver(driver, {
    scope: { region: driver.scope.region },
    identify: () => Promise.reject(new Expired()),
    classify: (error) => (error instanceof Expired ? expired : driver.classify(error)),
  });
}

/** A session that ends after so many calls; `renew`, if given, is what asking for another one does. */
function withSession(
  driver: KmsDriver,
  callsLeft: number,
  renew?: (session: Session) => Promise<boolean>,
  identify?: () => Promise<CallerIdentity>,
) {
  const session: Session = { callsLeft, dead: 0, served: 0, renewals: 0 };
  const call =
    <Call, Context, Answer>(method: (call: Call, context: Context) => Promise<Answer>) =>
    async (request: Call, context: Context): Promise<Answer> => {
      // Signed at once, answered later.
      const isDead = session.callsLeft <= 0;
      session.callsLeft -= 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (isDead) {
        session.dead += 1;
        throw new Expired();
      }
      session.served += 1;
      return method(request, context);
    };
  const decorated = decorateDriver(driver, {
    writeTags: call((request, context) => driverMethod(driver, "writeTags")(request, context)),
    removeTags: call((request, context) => driverMethod(driver, "removeTags")(request, context)),
    readTags: call((request, context) => driver.readTags(request, context)),
    describeResource: call((request, context) => driverMethod(driver, "describeResource")(request, context)),
    classify: (error) => (error instanceof Expired ? expired : driver.classify(error)),
    // Whose the first credentials are is asked before they end.
    identify: async (context) => (session.dead > 0 && identify !== undefined ? identify() : driver.identify(context)),
    ...(renew !== undefined && {
      renewCredentials: async () => {
        session.renewals += 1;
        return renew(session);
      },
    }),
  });
  return { driver: decorated, session };
}

type Session = { callsLeft: number; dead: number; served: number; renewals: number };

function open(
  count: number,
  callsLeft: number,
  renew?: (session: Session) => Promise<boolean>,
  identify?: () => Promise<CallerIdentity>,
) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  const all = Array.from({ length: count }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
  const { driver, session } = withSession(cloud.driver, Number.POSITIVE_INFINITY, renew, identify);
  const expireAfter = (calls: number) => {
    session.callsLeft = calls;
  };
  const crosstag = createCrosstag([driver], {
    clock,
    pacing: "off",
    retry: "immediate",
    maximumConcurrentCalls: 4,
  });
  const done = () => all.filter((key) => cloud.truth.tagsOf(key)["stage"] === "live").length;
  return { clock, cloud, all, crosstag, session, done, expireAfter, callsLeft };
}

describe("a session that ends in the middle of a run", () => {
  it("stops the run of its cloud after the calls under way; a resumed run does the rest", async () => {
    const { crosstag, session, all, done, expireAfter } = open(300, 120);
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    expireAfter(120);
    const journal = createMemoryJournal();
    const { result } = await applyAndCount(crosstag, { plan, journal, maximumFailures: 0 });
    // Four reads and four writes can be under way.
    expect(session.dead).toBeLessThanOrEqual(8);
    expect(result.ended).toBe("credentials");
    expect(result.stopped).toEqual([
      {
        scope: expect.stringContaining("memory-1") as string,
        code: "unauthenticated",
        message: "The session has expired.",
        hint: "Renew it.",
        providerCode: "ExpiredToken",
      },
    ]);
    expect(result.counts.changed).toBe(done());
    expect(result.counts.failed).toBeLessThanOrEqual(4);
    expect(result.skipped["not-started"]).toBe(300 - done() - result.counts.failed);
    expect(journal.records.at(-1)).toMatchObject({ type: "end", ended: "credentials", stopped: result.stopped });
    expireAfter(Number.POSITIVE_INFINITY);
    const resumed = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 300 } });
    expect(resumed.result.stopped).toBeUndefined();
    expect(done()).toBe(all.length);
  });

  it("is renewed once, and the run does not notice", async () => {
    const { crosstag, session, done, expireAfter } = open(50, 0, async (own) => {
      own.callsLeft = Number.POSITIVE_INFINITY;
      return true;
    });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    expireAfter(30);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 50 } });
    expect(session.renewals).toBe(1);
    expect(done()).toBe(50);
  });

  it("is renewed as often as it ends", async () => {
    const { crosstag, session, expireAfter } = open(50, 0, async (own) => {
      own.callsLeft = 20;
      return true;
    });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    expireAfter(20);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 50 } });
    expect(session.renewals).toBeGreaterThan(3);
  });

  it("is not renewed again and again for credentials that never work", async () => {
    const { crosstag, session, expireAfter } = open(50, 0, async () => true);
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    expireAfter(20);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.ended).toBe("credentials");
    expect(session.renewals).toBe(1);
    expect(session.dead).toBeLessThanOrEqual(8);
  });

  it("says what the source of the credentials said when it was asked again", async () => {
    const { crosstag, expireAfter } = open(5, 0, async () => {
      throw new Expired();
    });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    expireAfter(0);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({ ended: "credentials", counts: { failed: 0, skipped: 5 } });
    expect(result.stopped?.[0]?.hint).toBe("The session has expired. Renew it.");
  });

  it("does not stop the other clouds, nor count as their failing canary", async () => {
    const clock = createVirtualClock();
    const clouds = ["memory-1", "memory-2"].map((region) => createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, clock }));
    for (const { scene } of clouds) for (let index = 0; index < 20; index += 1) scene.create("key");
    const [first, second] = clouds as [(typeof clouds)[0], (typeof clouds)[0]];
    const { driver, session } = withSession(first.driver, Number.POSITIVE_INFINITY);
    const crosstag = createCrosstag([driver, second.driver], { clock, pacing: "off", retry: "immediate" });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    session.callsLeft = 3;
    const { result } = await applyAndCount(crosstag, { plan, canary: 4 });
    expect(result.ended).toBe("credentials");
    expect(result.stopped).toHaveLength(1);
    expect(result.counts.changed).toBeGreaterThanOrEqual(20);
  });
});

describe("credentials of an entry that end in the middle of a run", () => {
  it("stop all clouds of the entry that have work left, and no others", async () => {
    const clock = createVirtualClock();
    const made = ["first", "second", "done", "other"].map((region) => {
      const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, clock });
      const count = region === "done" ? 1 : 60;
      const all = Array.from({ length: count }, () => cloud.scene.create("key"));
      return { region, cloud, all, ...withSession(cloud.driver, Number.POSITIVE_INFINITY) };
    });
    const drivers = made.map(({ driver }) => ({
      ...driver,
      classify: (error: unknown) => ({ ...driver.classify(error), entry: error instanceof Expired }),
    }));
    const cloudNames = new Map(
      drivers.map((driver) => [driver, { entry: driver.scope.region === "other" ? "other" : "fleet" }]),
    );
    const crosstag = createCrosstag(drivers, {
      clock,
      pacing: "off",
      retry: "immediate",
      maximumConcurrentCalls: 4,
      cloudNames,
    });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    const [first] = made as [(typeof made)[0]];
    first.session.callsLeft = 8;
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.ended).toBe("credentials");
    const stopped = result.stopped ?? [];
    expect(stopped.map(({ scope }) => scope.split("/")[2])).toEqual(["first", "second"]);
    expect(new Set(stopped.map(({ message }) => message))).toEqual(new Set(["The session has expired."]));
    // One cloud was refused; nothing was sent to the others of the entry.
    expect(made.map(({ session }) => session.dead > 0)).toEqual([true, false, false, false]);
    const live = ({ cloud, all }: (typeof made)[0]) =>
      all.filter((key) => cloud.truth.tagsOf(key)["stage"] === "live").length;
    expect(made.slice(2).map(live)).toEqual([1, 60]);
  });
});

describe("a session that ends in the middle of a request", () => {
  it.each(["tag", "untag", "tag unread"] as const)("leaves the rest of %s not started", async (how) => {
    const { crosstag, session, all, expireAfter } = open(300, 120);
    expireAfter(120);
    const { outcomes, counts } =
      how === "untag"
        ? await crosstag.untagResource({ resources: all, tagKeys: ["tmp"] })
        : await crosstag.tagResource({ resources: all, tags: { a: "1" }, readFirst: how === "tag" });
    expect(session.dead).toBeLessThanOrEqual(4);
    const failed = outcomes.filter(({ status }) => status === "failed");
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThanOrEqual(4);
    expect(failed[0]).toMatchObject({ error: { code: "unauthenticated", message: "The session has expired." } });
    const rest = outcomes.filter((outcome) => outcome.status === "skipped" && outcome.reason === "not-started");
    expect(rest.length + failed.length + counts.changed).toBe(300);
    expect(rest.length).toBeGreaterThanOrEqual(170);
  });

  it("says of every resource of a list that it was not read, without asking", async () => {
    const { crosstag, session, all, expireAfter } = open(300, 120);
    expireAfter(120);
    const read = [];
    for await (const tags of crosstag.listTags({ resources: all })) read.push(tags);
    expect(session.dead).toBeLessThanOrEqual(4);
    expect(read).toHaveLength(300);
    expect(read.filter(({ status }) => status === "read")).toHaveLength(120);
    const errors = read.flatMap((tags) => (tags.status === "failed" ? [tags.error] : []));
    expect(errors.every(({ code, hint }) => code === "unauthenticated" && hint === "Renew it.")).toBe(true);
  });

  it("does not continue in another account", async () => {
    let identity: CallerIdentity | undefined = { account: "2000" };
    const { crosstag, session, all, cloud, expireAfter } = open(
      20,
      0,
      async (own) => {
        own.callsLeft = Number.POSITIVE_INFINITY;
        return true;
      },
      async () => identity ?? Promise.reject(new Expired()),
    );
    expireAfter(5);
    const { outcomes } = await crosstag.untagResource({ resources: all, tagKeys: ["tmp"], readFirst: false });
    const untouched = () => all.filter((key) => cloud.truth.tagsOf(key)["tmp"] === "1").length;
    expect(untouched()).toBe(15);
    expect(session.served).toBe(5);
    expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(5);
    // Nor by the next request, as long as it is so, or as the cloud, which could tell before, does not say whose they are.
    for (const now of [{ account: "2000" }, undefined, {}]) {
      identity = now;
      const next = await crosstag.untagResource({ resources: all, tagKeys: ["tmp"], readFirst: false });
      expect(next.counts.skipped).toBe(20);
    }
    expect(session.served).toBe(5);
    identity = { account: "1000" };
    const last = await crosstag.untagResource({ resources: all, tagKeys: ["tmp"], readFirst: false });
    expect(last.counts.changed).toBe(20);
  });

  it("does not stop the next request", async () => {
    const { crosstag, all, expireAfter } = open(10, 0);
    expireAfter(0);
    await crosstag.untagResource({ resources: all, tagKeys: ["tmp"] });
    expireAfter(Number.POSITIVE_INFINITY);
    const { counts } = await crosstag.untagResource({ resources: all, tagKeys: ["tmp"] });
    expect(counts.changed).toBe(10);
  });
});

async function openTwo() {
  const clock = createVirtualClock();
  const clouds = ["good", "bad"].map((region) => createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, clock }));
  const [good, bad] = clouds as [(typeof clouds)[0], (typeof clouds)[0]];
  for (const cloud of clouds) for (let count = 0; count < 3; count += 1) cloud.scene.create("key");
  const options = { clock, pacing: "off", retry: "immediate" } as const;
  const whole = createCrosstag([good.driver, bad.driver], options);
  const plan = await keepPlan(whole.planTags({ desired: keys({ set: { stage: "live" } }) }));
  return { plan, whole, bad, one: createCrosstag([good.driver, withEndedSession(bad.driver)], options), options };
}

describe("credentials that are refused before a run begins", () => {
  it("stop their cloud, which a resume takes up; the other cloud continues", async () => {
    const { plan, whole, one, bad } = await openTwo();
    const before = bad.log.calls();
    const journal = createMemoryJournal();
    const { result } = await applyAndCount(one, { plan, journal });
    expect(result).toMatchObject({
      ended: "credentials",
      counts: { changed: 3, failed: 0, skipped: 3 },
      stopped: [{ scope: "memory/1000/bad", code: "unauthenticated" }],
    });
    expect(bad.log.calls()).toBe(before);
    const resumed = await applyAndCount(whole, { plan, journal, resume: earlierRun(journal.records) });
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 6 } });
  });

  it("make the resources of their cloud unreadable for an undo, which is continued by the same undo later", async () => {
    const { plan, whole, one, bad } = await openTwo();
    const journal = createMemoryJournal();
    await applyAndCount(whole, { plan, journal });
    const changes = journal.records.filter(({ type }) => type === "intent") as readonly IntentRecord[];
    const before = bad.log.calls();
    const first = await keepPlan(one.planUndo({ run: "r", changes }));
    expect(bad.log.calls()).toBe(before);
    expect(first.header.summary).toMatchObject({ resources: 6, changes: 3, unreadable: 3 });
    const unreadable = first.all.filter(({ action }) => action === "unreadable");
    expect(unreadable).toMatchObject(
      Array.from({ length: 3 }, () => ({
        scope: "memory/1000/bad",
        error: { code: "unauthenticated", hint: "Renew it." },
      })),
    );
    const undone = await applyAndCount(one, { plan: first, journal: createMemoryJournal() });
    expect(undone.result).toMatchObject({ ended: "complete", counts: { changed: 3 } });
    const rest = await keepPlan(whole.planUndo({ run: "r", changes }));
    expect(rest.header.summary).toMatchObject({ changes: 3, unchanged: 3, unreadable: 0 });
    expect(rest.all.map(({ scope }) => scope)).toEqual(Array.from({ length: 3 }, () => "memory/1000/bad"));
  });

  it("refuse the undo when no other cloud is left", async () => {
    const { plan, whole, bad, options } = await openTwo();
    const journal = createMemoryJournal();
    await applyAndCount(whole, { plan, journal });
    const intents = journal.records.filter(({ type }) => type === "intent") as readonly IntentRecord[];
    const changes = intents.filter(({ scope }) => scope.endsWith("/bad"));
    const onlyBad = createCrosstag([withEndedSession(bad.driver)], options);
    await expect(keepPlan(onlyBad.planUndo({ run: "r", changes }))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("refuse the run when no other cloud is left", async () => {
    const { plan, bad, options } = await openTwo();
    const entries = [...plan.all].filter(({ scope }) => scope === "memory/1000/bad");
    const onlyBad = createCrosstag([withEndedSession(bad.driver)], options);
    const journal = createMemoryJournal();
    const summary = { ...plan.header.summary, resources: 3, changes: 3 };
    const { header } = plan;
    const part = {
      header: { ...header, summary },
      async *entries() {
        yield* entries;
      },
    };
    await expect(onlyBad.applyPlan({ plan: part, journal })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(journal.records).toEqual([]);
  });
});

it("an early reading that lags is not said to show no change when the run stops before the next", async () => {
  const { cloud, crosstag } = openCloud({ ...ONE_BY_ONE_SHAPE, propagationMs: 60_000 });
  cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const journal = createMemoryJournal();
  const controller = new AbortController();
  const result = await crosstag.applyPlan(
    { plan, journal, onOutcome: () => controller.abort() },
    { signal: controller.signal },
  );
  expect([result.counts.changed, result.notShown]).toEqual([1, undefined]);
  expect(journal.records.map(({ type }) => type)).toContain("not-read");
});
