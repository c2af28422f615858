import { describe, expect, it } from "vitest";
import type { DesiredState } from "../../src/desired/desired-state.ts";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import type { RunJournal, RunRecord } from "../../src/run/run-record.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, idOf, openCloud } from "./run-helpers.ts";
import { newWatch, watchWrites } from "./watch-writes.ts";

const desired: DesiredState = {
  version: 1,
  statements: [
    {
      select: { kinds: ["key"] },
      rename: { Owner: "owner" },
      set: { stage: "live", ...Object.fromEntries(Array.from({ length: 2 }, (_, index) => [`extra${index}`, "e"])) },
      setIfAbsent: { reviewed: "no" },
      remove: ["tmp*"],
    },
  ],
};

type Tags = Readonly<Record<string, string>>;

const SMALL: MemoryCloudOptions = {
  ...BATCHED_SHAPE,
  limits: {
    writeTags: { key: { resources: 3, tags: 2 } },
    removeTags: { key: { resources: 3, tags: 2 } },
    readTags: { key: { resources: 4, tags: 50 } },
  },
  kinds: ["key"],
};

const SHAPES: readonly (readonly [string, MemoryCloudOptions])[] = [
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
  ["in small calls", SMALL],
];

/** A small world with every sort of change, and a watch over its writes. */
function createWorld(shape: MemoryCloudOptions, seed: number, faults: Fault[]) {
  const random = seededRandom(seed);
  const watch = newWatch();
  const { cloud, crosstag, clock } = openCloud(
    { latencyMs: 10, ...shape },
    {
      faults,
      random,
      change: (driver, inner) => watchWrites(driver, inner, watch),
      engine: { maximumConcurrentCalls: 3 },
    },
  );
  const limit = shape === ONE_BY_ONE_SHAPE ? 50 : 20;
  const before = new Map<string, Tags>();
  for (let index = 0; index < 6; index += 1) {
    const tags: Record<string, string> = {};
    if (random() < 0.7) tags["Owner"] = `team-${index % 3}`;
    if (random() < 0.5) tags["tmp1"] = "x";
    if (random() < 0.3) tags["tmp2"] = "y";
    if (random() < 0.5) tags["stage"] = random() < 0.5 ? "live" : "test";
    if (random() < 0.3) tags["reviewed"] = "yes";
    if (random() < 0.4) for (let extra = 0; extra < 2; extra += 1) tags[`extra${extra}`] = random() < 0.5 ? "e" : "old";
    if (index === 2) {
      Object.assign(tags, {
        Owner: "full",
        tmp1: "x",
        tmp2: "y",
        stage: "test",
        reviewed: "yes",
        extra0: "e",
        extra1: "e",
      });
      for (let more = Object.keys(tags).length; more < limit; more += 1) tags[`more${more}`] = "m";
    }
    before.set(cloud.scene.create("key", { tags }), tags);
  }
  return { cloud, crosstag, clock, before, watch };
}

/** Worlds of a shape and a seed are equal, so that one plan is right for all of them. */
const plans = new Map<string, ReturnType<typeof keepPlan>>();

function planOf(name: string, shape: MemoryCloudOptions, seed: number): ReturnType<typeof keepPlan> {
  const known = plans.get(`${name} ${seed}`);
  if (known !== undefined) return known;
  const made = keepPlan(createWorld(shape, seed, []).crosstag.planTags({ desired }));
  plans.set(`${name} ${seed}`, made);
  return made;
}

/** A world with its plan. */
async function open(name: string, shape: MemoryCloudOptions, seed: number, faults: Fault[] = []) {
  const { cloud, crosstag, clock, before, watch } = createWorld(shape, seed, faults);
  const plan = await planOf(name, shape, seed);
  // As planning does, it learns whose credentials it has.
  for await (const _ of crosstag.listTags({ resources: [...before.keys()] }));
  const entries = new Map(
    plan.all
      .filter((entry): entry is PlannedResourceChange => entry.action === "change")
      .map((entry) => [entry.reference, entry]),
  );
  watch.entries = entries;
  const wanted = (reference: string): Tags => {
    const entry = entries.get(reference);
    if (entry === undefined) return before.get(reference) ?? {};
    const tags = Object.entries({ ...entry.before, ...entry.set });
    return Object.fromEntries(tags.filter(([key]) => !entry.remove.includes(key)));
  };
  return { cloud, crosstag, clock, plan, before, entries, watch, wanted };
}

type World = Awaited<ReturnType<typeof open>>;

/** Records are on disk a while after they were handed over, in their order. */
function createSlowJournal({ clock }: World): RunJournal & { readonly records: readonly RunRecord[] } {
  const records: RunRecord[] = [];
  let last: Promise<void> = Promise.resolve();
  return {
    records,
    append: (record) => (last = last.then(() => clock.sleep(3)).then(() => void records.push(record))),
  };
}

/** What an outcome says of the tags; undefined: nothing. */
function tagsAccordingTo({ entries, wanted, before }: World, reference: string, outcome: Outcome): Tags | undefined {
  if (outcome.status === "unknown") return undefined;
  if (outcome.status === "changed" || outcome.status === "unchanged") return wanted(reference);
  const tags = new Map(Object.entries(before.get(reference) ?? {}));
  if (outcome.status === "skipped") return outcome.reason === "not-started" ? Object.fromEntries(tags) : {};
  const { set } = entries.get(reference) as PlannedResourceChange;
  for (const key of outcome.appliedKeys ?? []) {
    if (Object.hasOwn(set, key)) tags.set(key, set[key] as string);
    else tags.delete(key);
  }
  return Object.fromEntries(tags);
}

/** Every outcome says what is so in the cloud. */
function holdAgainstTruth(world: World, outcomes: ReadonlyMap<string, Outcome>): void {
  const said = [...outcomes].map(([reference, outcome]) => {
    const truth = world.cloud.truth.tagsOf(reference);
    return { reference, outcome, truth, said: tagsAccordingTo(world, reference, outcome) ?? truth };
  });
  for (const one of said) expect(one).toEqual({ ...one, truth: one.said });
}

/** Resumes from what is on disk, then takes all of it back. */
async function resumeAndUndo(world: World, records: readonly RunRecord[]): Promise<void> {
  const { cloud, crosstag, plan, before, watch, wanted, entries } = world;
  const journal = createMemoryJournal();
  watch.records = journal.records;
  const first = earlierRun(records);
  const done = [...first.outcomes].filter(([, { status }]) => status === "changed").map(([reference]) => reference);
  for (const reference of done) expect(cloud.truth.tagsOf(reference)).toEqual(wanted(reference));
  const writesBefore = cloud.log.requests.length;
  const { result } = await applyAndCount(crosstag, { plan, journal, resume: first });
  expect(result.ended).toBe("complete");
  expect(result.counts).toEqual({ changed: entries.size, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
  for (const reference of before.keys()) expect(cloud.truth.tagsOf(reference)).toEqual(wanted(reference));
  // What is done is not done again, nor read.
  const touched = cloud.log.requests.slice(writesBefore).flatMap(({ resources }) => resources);
  for (const reference of done) expect(touched).not.toContain(idOf(reference));

  const all = [...records, ...journal.records];
  const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: earlierRun(all).changes }));
  watch.entries = new Map(
    undo.all.flatMap((entry) => (entry.action === "change" ? [[entry.reference, entry] as const] : [])),
  );
  watch.records = undefined;
  expect(undo.header.summary).toMatchObject({ changes: entries.size, skipped: {}, unreadable: 0 });
  const undone = await applyAndCount(crosstag, { plan: undo });
  expect(undone.result.counts.changed).toBe(entries.size);
  for (const [reference, tags] of before) expect(cloud.truth.tagsOf(reference)).toEqual(tags);
  expect(watch.problems).toEqual([]);
}

async function applyUntilEvent(
  world: World,
  last: number,
  journal: RunJournal & { readonly records: readonly RunRecord[] },
) {
  const { crosstag, plan, watch } = world;
  watch.records = journal.records;
  const stop = new AbortController();
  let seen = 0;
  const onEvent = (_event: CrosstagEvent) => {
    seen += 1;
    if (seen === last) stop.abort();
  };
  if (last === 0) stop.abort();
  return { ...(await applyAndCount(crosstag, { plan, journal }, { onEvent, signal: stop.signal })), events: seen };
}

describe.each(SHAPES)("a run that is interrupted, %s", (name, shape) => {
  it("after any event: every outcome is true, a resume finishes exactly, an undo restores exactly", async () => {
    const whole = await applyUntilEvent(await open(name, shape, 1), -1, createMemoryJournal());
    expect(whole.result.ended).toBe("complete");
    for (let last = 0; last <= whole.events; last += 1) {
      const world = await open(name, shape, 1);
      const journal = createMemoryJournal();
      const { result, outcomes } = await applyUntilEvent(world, last, journal);
      const isCutShort = [...outcomes.values()].some(
        (outcome) =>
          (outcome.status === "skipped" && outcome.reason === "not-started") ||
          (outcome.status === "failed" && outcome.error.code === "canceled"),
      );
      expect(result.ended).toBe(isCutShort ? "interrupted" : "complete");
      holdAgainstTruth(world, outcomes);
      expect(world.watch.problems).toEqual([]);
      expect(journal.records.at(-1)).toEqual({ type: "end", ended: result.ended, counts: result.counts });
      await resumeAndUndo(world, journal.records);
    }
  });

  it.each([2, 3, 4])("with faults, seed %d", async (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 5; round += 1) {
      const faults: Fault[] = [];
      const world = await open(name, shape, seed * 100 + round, faults);
      const kinds = ["throttle", "lose-request", "lose-answer", "garble-answer", "delay"] as const;
      for (const kind of kinds) faults.push({ kind, probability: 0.15, times: 4, delayMs: 30 });
      const journal = createSlowJournal(world);
      const { outcomes } = await applyUntilEvent(world, Math.floor(random() * 100), journal);
      holdAgainstTruth(world, outcomes);
      expect(world.watch.problems).toEqual([]);
      faults.length = 0;
      await resumeAndUndo(world, journal.records);
    }
  });

  it("by a crash after any record: what is on disk is enough to finish, and to take it back", async () => {
    const recorded = createMemoryJournal();
    await applyUntilEvent(await open(name, shape, 1), -1, recorded);
    for (let last = 1; last <= recorded.records.length; last += 1) {
      const world = await open(name, shape, 1);
      const records: RunRecord[] = [];
      world.watch.records = records;
      const stop = new AbortController();
      // As a process that is killed: nothing that comes later is on disk, and no caller waits for it.
      const journal: RunJournal = {
        append: async (record) => {
          if (records.length < last) records.push(record);
          else {
            stop.abort();
            await new Promise(() => {});
          }
        },
      };
      const run = world.crosstag.applyPlan({ plan: world.plan, journal }, { signal: stop.signal });
      await Promise.race([run, world.clock.sleep(60_000)]);
      expect(world.watch.problems).toEqual([]);
      await resumeAndUndo(world, records);
    }
  });

  it("by a journal that fails at any record: nothing is written without its intent, and it says so", async () => {
    const recorded = createMemoryJournal();
    await applyUntilEvent(await open(name, shape, 1), -1, recorded);
    for (let last = 1; last < recorded.records.length; last += 1) {
      const world = await open(name, shape, 1);
      let count = 0;
      const journal = createMemoryJournal(() => ((count += 1) > last ? new Error("disk full of SECRET") : undefined));
      world.watch.records = journal.records;
      const { result, outcomes } = await applyAndCount(world.crosstag, { plan: world.plan, journal });
      expect(result.ended).toBe("journal-failed");
      expect(result.journalError).toMatchObject({ code: "configuration" });
      expect(JSON.stringify(result)).not.toContain("SECRET");
      holdAgainstTruth(world, outcomes);
      expect(world.watch.problems).toEqual([]);
      await resumeAndUndo(world, journal.records);
    }
  });

  it("by a journal that fails at once: nothing is sent", async () => {
    const { cloud, crosstag, plan } = await open(name, shape, 1);
    const requests = cloud.log.requests.length;
    const journal = createMemoryJournal(() => new Error("disk full"));
    await expect(crosstag.applyPlan({ plan, journal })).rejects.toMatchObject({
      name: "CrosstagError",
      code: "configuration",
    });
    expect(cloud.log.requests.length).toBe(requests);
  });
});
