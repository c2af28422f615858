import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { EarlierRun } from "../../src/run/apply-request.ts";
import type { OutcomeRecord, RunRecord } from "../../src/run/run-record.ts";
import { RUN_SCHEMA } from "../../src/run/run-record.ts";
import { RunStateFold } from "../../src/run/run-state.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, idOf, keys, openCloud, statuses } from "./run-helpers.ts";

const STOPPED = AbortSignal.abort();

async function open(count: number) {
  const faults: Fault[] = [];
  const { cloud, crosstag, clock } = openCloud(ONE_BY_ONE_SHAPE, { faults, engine: { maximumConcurrentCalls: 1 } });
  const all = Array.from({ length: count }, () => cloud.scene.create("key"));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const failOn = (resources: readonly string[]) => {
    for (const key of resources) faults.push({ kind: "throttle", operation: "writeTags", resource: idOf(key) });
  };
  return { cloud, crosstag, clock, all, plan, faults, failOn };
}

/** A run of which these outcomes are on record. */
function recorded(plan: Plan, outcomes: Readonly<Record<string, EarlierOutcome>>, more: Partial<EarlierRun> = {}) {
  const start = { run: "run-1", plan: plan.header.digest };
  return { start, outcomes: new Map(Object.entries(outcomes)), intents: new Map(), ...more };
}

type EarlierOutcome = Omit<OutcomeRecord, "type" | "scope" | "reference">;

const LOST: EarlierOutcome = {
  status: "unknown",
  code: "unavailable",
  message: "No answer came.",
  hint: "Read the tags.",
  providerCode: "Lost",
  partial: { done: { set: ["stage"], remove: [] }, left: { set: [], remove: ["tmp"] } },
};

describe("what a resumed run does not come to keeps the outcome that it had", () => {
  it("if it failed, in the result and in the journal, and nothing new is reported of it", async () => {
    const { crosstag, all, plan, faults, failOn } = await open(5);
    failOn(all.slice(0, 3));
    const journal = createMemoryJournal();
    const first = await applyAndCount(crosstag, { plan, journal });
    expect(first.result.counts).toMatchObject({ changed: 2, failed: 3 });
    faults.length = 0;
    const second = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records), limit: 1 });
    expect(second.result).toMatchObject({ ended: "limit", counts: { changed: 3, failed: 2, skipped: 0 }, skipped: {} });
    expect(statuses(second.outcomes, all)).toEqual(["changed", undefined, undefined, undefined, undefined]);
    expect(second.result.failures).toEqual([{ ...first.result.failures[0], resources: 2, examples: [all[1], all[2]] }]);
    expect(journal.records.at(-1)).toMatchObject({ type: "end", ended: "limit", counts: second.result.counts });
    const third = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(third.result).toMatchObject({ ended: "complete", counts: { changed: 5 }, failures: [] });
  });

  it("if it is unknown or was skipped for a reason; the rest is not started", async () => {
    const { crosstag, all, plan } = await open(6);
    const [unknown = "", skipped = "", failed = "", unstarted = "", strange = "", fresh = ""] = all;
    const resume = recorded(plan, {
      [unknown]: LOST,
      [skipped]: { status: "skipped", reason: "over-limit" },
      [failed]: { status: "failed" },
      [unstarted]: { status: "skipped", reason: "not-started" },
      [strange]: { status: "skipped", reason: "of-another-version" },
    });
    const told: string[] = [];
    const onOutcome = ({ resource }: { readonly resource: string }) => told.push(resource);
    const result = await crosstag.applyPlan({ plan, resume, onOutcome }, { signal: STOPPED });
    const { code, message, hint, providerCode, partial } = LOST;
    expect(result).toMatchObject({
      ended: "interrupted",
      counts: { changed: 0, unchanged: 0, skipped: 4, failed: 1, unknown: 1 },
      changedInPart: 1,
      skipped: { "over-limit": 1, "not-started": 3 },
    });
    expect(result.failures).toEqual([
      {
        status: "unknown",
        code,
        message,
        hint,
        providerCode,
        resources: 1,
        examples: [unknown],
        partial: [{ ...partial, resources: 1 }],
      },
      {
        status: "failed",
        message: "An earlier part of the run did not record the cause.",
        hint: "Resume the run to try again.",
        resources: 1,
        examples: [failed],
      },
    ]);
    expect(told).toEqual([unstarted, strange, fresh]);
    // The counts are the same without a listener.
    const { counts } = await crosstag.applyPlan({ plan, resume }, { signal: STOPPED });
    expect(counts).toEqual(result.counts);
  });

  it("if the run stops in the middle of what it has taken up; earlier failures are not those of this part", async () => {
    const { crosstag, all, plan, failOn } = await open(8);
    failOn(all);
    const journal = createMemoryJournal();
    await applyAndCount(crosstag, { plan, journal });
    const resume = earlierRun(journal.records);
    const { result, outcomes } = await applyAndCount(crosstag, { plan, journal, resume, maximumFailures: 1 });
    expect(result).toMatchObject({ ended: "too-many-failures", counts: { failed: 8, skipped: 0 } });
    expect(outcomes.size).toBe(2);
  });

  it("if no cloud is configured for it any more", async () => {
    const { crosstag, all, plan, clock, cloud, failOn } = await openTwo();
    failOn(all.slice(0, 1));
    const journal = createMemoryJournal();
    const first = await applyAndCount(crosstag, { plan, journal });
    expect(first.result.counts).toMatchObject({ changed: 1, failed: 1 });
    const one = createCrosstag([cloud.driver], { clock, pacing: "off", retry: "immediate" });
    const { result } = await applyAndCount(one, { plan, journal, resume: earlierRun(journal.records) });
    expect(result).toMatchObject({
      ended: "not-configured",
      counts: { changed: 1, failed: 1, skipped: 0 },
      failures: [{ code: "throttled", resources: 1, examples: [all[0]] }],
    });
  });

  it("and the plan is not read again for it if nothing is on record", async () => {
    const { crosstag, all, plan } = await open(4);
    const [first = ""] = all;
    let read = 0;
    const counted: Plan = {
      ...plan,
      entries: async function* (scope) {
        for await (const entry of plan.entries(scope)) {
          if (scope !== undefined) read += 1;
          yield entry;
        }
      },
    };
    const stop = { signal: STOPPED };
    const { counts } = await crosstag.applyPlan({ plan: counted, resume: recorded(plan, {}) }, stop);
    expect([counts.skipped, read]).toEqual([4, 0]);
    await crosstag.applyPlan({ plan: counted, resume: recorded(plan, { [first]: LOST }) }, stop);
    expect(read).toBe(4);
  });

  it("in a part of a shared run, whose records are added up with a beginning of their own", async () => {
    const { crosstag, all, plan, failOn } = await open(4);
    failOn(all.slice(1));
    const journal = createMemoryJournal();
    await applyAndCount(crosstag, { plan, journal });
    const fold = new RunStateFold();
    const begin: RunRecord = { type: "run", schema: RUN_SCHEMA, run: "shared", plan: plan.header.digest, changes: 4 };
    for (const record of [begin, ...journal.records])
      if (record === begin || !["run", "resume", "end"].includes(record.type)) fold.add(record, "");
    const result = await crosstag.applyPlan({ plan, resume: fold.state(false) }, { signal: STOPPED });
    expect(result).toMatchObject({ ended: "interrupted", counts: { changed: 1, failed: 3, skipped: 0 } });
  });
});

describe("doubts about what earlier parts of a run have changed", () => {
  const DONE: EarlierOutcome = { status: "changed" };

  it("are in the result of a resumed run, and stop no canary", async () => {
    const { crosstag, all, plan } = await open(5);
    const [hidden = "", shared = ""] = all;
    const about = { tagKeys: ["stage"] };
    const resume = recorded(
      plan,
      { [hidden]: DONE, [shared]: { ...DONE, otherChanges: ["team"] } },
      { notShown: new Map([[hidden, about]]) },
    );
    const { result } = await applyAndCount(crosstag, { plan, resume, canary: 1 });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 5 },
      notShown: { resources: 1, examples: [hidden] },
      otherChanges: { resources: 1, examples: [shared] },
    });
  });

  it("are over for what the resumed run changes itself", async () => {
    const { crosstag, all, plan } = await open(2);
    const [failed = "", other = ""] = all;
    const about = { tagKeys: ["stage"] };
    const resume = recorded(
      plan,
      {
        [failed]: { status: "failed", code: "throttled", message: "Throttled.", otherChanges: ["team"] },
        [other]: DONE,
      },
      { notShown: new Map([[failed, about]]) },
    );
    const { result } = await applyAndCount(crosstag, { plan, resume });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 2 }, failures: [] });
    expect([result.notShown, result.otherChanges]).toEqual([undefined, undefined]);
  });
});

/** Two clouds with a key each; the first is the one that leaves. */
async function openTwo() {
  const faults: Fault[] = [];
  const { cloud: gone, driver, clock } = openCloud({ ...ONE_BY_ONE_SHAPE, region: "memory-1" }, { faults });
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region: "memory-2", clock });
  const crosstag = createCrosstag([driver, cloud.driver], { clock, pacing: "off", retry: "immediate" });
  const all = [gone.scene.create("key"), cloud.scene.create("key")];
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const failOn = (resources: readonly string[]) => {
    for (const key of resources) faults.push({ kind: "throttle", operation: "writeTags", resource: idOf(key) });
  };
  return { crosstag, all, plan, clock, cloud, failOn };
}
