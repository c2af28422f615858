import type { CallOptions, Crosstag, ResourceKind, TagRecord, WriteResult } from "@crosstag/core";
import { toTagRecord } from "@crosstag/core";
import { seededRandom, withFaults } from "@crosstag/core/testing";
import type { Fault } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import { within } from "../case-context.ts";
import type { CaseContext } from "../case-context.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { SilentCalls } from "../silent-calls.ts";
import type { WriteOperation } from "../styled-writes.ts";
import type { TagSamples } from "../tag-samples.ts";
import { externalKey } from "./external-key.ts";
import { effectOf } from "./material-deletion-cases.ts";
import { collect } from "./read-cases.ts";
import { tagsOf } from "./tag-cases.ts";

/** Only a request that does not end takes this long, milliseconds. */
const ENDS_WITHIN_MS = 120_000;

/** For what took effect: it ends as soon as the effect is read, and a busy machine may read it late. */
const PATIENT = { settleTimeoutMs: 60_000 };

/** The engine survives faults of the network and the cloud with this driver. */
export const faultCases: ConformanceGroup = {
  title: "faults",
  cases: (profile) => {
    const kinds = kindsThatCan(profile, "writeTags", "removeTags", "readTags");
    const [kind] = kinds;
    return [
      ...(kind === undefined
        ? []
        : [
            ...(["writeTags", "removeTags"] as const).flatMap((write) => [
              ...overcome.map((fault) => overcomeCase(write, kind, fault)),
              silenceOnceCase(write, kind),
              silenceCase(write, kind),
            ]),
            ...(["throttle", "lose-request", "lose-answer"] as const).map((fault) => readCase(kind, fault)),
            chanceCase(kind),
          ]),
      ...(can(profile, "deleteKeyMaterial", "key")
        ? (["lose-request", "lose-answer", "garble-answer"] as const).map(materialCase)
        : []),
    ];
  },
};

/** Temporary faults: the request still succeeds. */
const overcome: readonly Fault[] = [
  { kind: "throttle", times: 2 },
  { kind: "lose-request", times: 1 },
  { kind: "lose-answer", times: 1 },
  { kind: "garble-answer", times: 1 },
];

/** What a case does and expects, in the spelling of the rules. */
interface Change {
  /** The tags of the resources before. */
  readonly before: TagRecord;
  /** The tags afterwards. */
  readonly after: TagRecord;
  /** Sends the request. */
  readonly send: (crosstag: Crosstag, resources: readonly string[], options?: CallOptions) => Promise<WriteResult>;
}

function changeOf(write: WriteOperation, { tags }: TagSamples): Change {
  const [kept, changed] = [tags({ kept: "1" }), tags({ team: "payments" })];
  const both = { ...kept, ...changed };
  return write === "writeTags"
    ? {
        before: kept,
        after: both,
        send: (crosstag, resources, options) =>
          crosstag.tagResource({ resources, tags: changed, readFirst: false }, options),
      }
    : {
        before: both,
        after: kept,
        send: (crosstag, resources, options) =>
          crosstag.untagResource({ resources, tagKeys: Object.keys(changed), readFirst: false }, options),
      };
}

const overcomeCase = (write: WriteOperation, kind: ResourceKind, fault: Fault): ConformanceCase => ({
  title: `${write}: ${fault.kind}, ${fault.times === 1 ? "once" : "twice"}, does not fail the request`,
  run: async ({ driverWith, crosstagWith, create, truth, methodOf, samplesFor }) => {
    const { before, after, send } = changeOf(write, samplesFor(kind));
    const texts = await create(kind, 2, before);
    const driver = await driverWith({ ...fault, operation: methodOf(write) });
    assertOvercome((await send(crosstagWith(PATIENT, driver), texts)).counts);
    for (const text of texts) assert.deepEqual(await tagsOf(truth, text), after);
  },
});

const silenceOnceCase = (write: WriteOperation, kind: ResourceKind): ConformanceCase => ({
  title: `${write}: hang, once, does not fail the request`,
  run: async (context) => {
    const { crosstagWith, create, truth } = context;
    const { before, after, send } = changeOf(write, context.samplesFor(kind));
    const texts = await create(kind, 2, before);
    const { driver, clock, callOptions } = await silentCalls(context, write, 1);
    const request = send(crosstagWith({ clock }, driver), texts, callOptions);
    assertOvercome((await within(ENDS_WITHIN_MS, "the request", request)).counts);
    for (const text of texts) assert.deepEqual(await tagsOf(truth, text), after);
  },
});

function assertOvercome(counts: WriteResult["counts"]): void {
  assert.deepEqual(counts, { changed: 2, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
}

const silenceCase = (write: WriteOperation, kind: ResourceKind): ConformanceCase => ({
  title: `${write}: a request to a cloud that never answers ends at the deadline, without success`,
  run: async (context) => {
    const { crosstagWith, create, truth } = context;
    const { before, send } = changeOf(write, context.samplesFor(kind));
    const texts = await create(kind, 2, before);
    const { driver, clock, callOptions } = await silentCalls(context, write, Number.POSITIVE_INFINITY);
    const retry = { transientAttempts: 2, throttledAttempts: 2, baseDelayMs: 0, maximumDelayMs: 0 };
    const request = send(crosstagWith({ retry, clock }, driver), texts, callOptions);
    const { outcomes } = await within(ENDS_WITHIN_MS, "the request", request);
    for (const outcome of outcomes) {
      assert.ok(outcome.status === "unknown" && outcome.error.code === "deadline-exceeded", outcome.status);
      assert.deepEqual(await tagsOf(truth, outcome.resource), before);
    }
  },
});

async function silentCalls(context: CaseContext, write: WriteOperation, times: number): Promise<SilentCalls> {
  const { driverWith, faults, log } = context;
  const method = context.methodOf(write);
  const earlier = await log.calls(method);
  const driver = await driverWith({
    kind: "hang",
    operation: method,
    ...(times < Number.POSITIVE_INFINITY && { times }),
  });
  const byCloud = faults?.kinds.includes("hang") === true;
  return new SilentCalls(driver, {
    method,
    times,
    ...(byCloud && { reached: async () => (await log.calls(method)) - earlier }),
  });
}

const readCase = (kind: ResourceKind, fault: Fault["kind"]): ConformanceCase => ({
  title: `readTags: ${fault} between pages leaves nothing out`,
  run: async ({ driverWith, crosstagWith, create, samplesFor }) => {
    const samples = samplesFor(kind);
    const full = toTagRecord(samples.plain(samples.maximumTags ?? 50));
    const texts = await create(kind, 5, full);
    const driver = await driverWith({ kind: fault, operation: "readTags", after: 1, times: 1 });
    const entries = await collect(crosstagWith({}, driver).listTags({ resources: texts }));
    assert.deepEqual(
      entries.map((entry) => (entry.status === "read" ? entry.tags : entry.error.code)),
      texts.map(() => full),
    );
  },
});

const chanceCase = (kind: ResourceKind): ConformanceCase => ({
  title: "with random faults, every outcome is true",
  run: async ({ driver, crosstagWith, create, truth, samplesFor }) => {
    const tags = samplesFor(kind).tags({ team: "payments" });
    const random = seededRandom(7);
    const faults = (["throttle", "lose-request", "lose-answer", "garble-answer"] as const).map((fault): Fault => ({
      kind: fault,
      probability: 0.15,
    }));
    const texts = await create(kind, 40);
    const crosstag = crosstagWith({ random }, withFaults(driver, faults, { random }));
    const { outcomes } = await crosstag.tagResource({ resources: texts, tags });
    assert.equal(outcomes.length, texts.length);
    for (const { resource, status } of outcomes) {
      if (status === "changed") assert.deepEqual(await tagsOf(truth, resource), tags);
      else assert.ok(status === "failed" || status === "unknown", status);
    }
  },
});

const materialCase = (fault: "lose-request" | "lose-answer" | "garble-answer"): ConformanceCase => ({
  title: `deleteKeyMaterial: ${fault} is settled by reading and never repeated blindly`,
  run: async (context) => {
    const { driverWith, crosstagWith, truth, log, reference } = context;
    const key = await externalKey(context);
    const driver = await driverWith({ kind: fault, operation: "deleteKeyMaterial", times: 1 });
    const crosstag = crosstagWith(fault === "lose-request" ? {} : PATIENT, driver);
    const { outcome } = await crosstag.deleteKeyMaterial({ resource: key, confirm: reference(key).id });
    const done = effectOf(driver) === "scheduled" ? "scheduled" : "changed";
    const { scheduledFor } = await context.crosstag.inspectKeyMaterial({ resource: key });
    const isDone = scheduledFor !== undefined || !(await truth.hasMaterial(key));
    assert.equal(outcome.status, isDone ? done : "unknown");
    assert.ok((await log.calls("deleteKeyMaterial")) <= 1);
  },
});
