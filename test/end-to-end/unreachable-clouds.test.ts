import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type DesiredState, type Outcome } from "@crosstag/core";
import { resumeRun, runPlan, undoRun } from "@crosstag/core/node";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openGate, type Gate } from "../network/gate.ts";

/** More than three times as many as can be in flight when a cloud is lost. */
const KEYS = 100;
/** So many are done by then. */
const DONE = 20;

const DESIRED: DesiredState = {
  version: 1,
  statements: [{ select: { kinds: ["key"] }, set: { stage: "live" } }],
};

let clouds: LocalClouds;
let gates: { readonly aws: Gate; readonly alibaba: Gate };
let root: string;
let crosstag: Crosstag;
let keys: { readonly aws: readonly string[]; readonly alibaba: readonly string[] };

beforeEach(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  gates = { aws: await openGate(clouds.aws.endpoint), alibaba: await openGate(clouds.alibaba.endpoint) };
  root = await mkdtemp(join(tmpdir(), "crosstag-unreachable-"));
  for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
  // The question whose credentials these are goes the same way.
  vi.stubEnv("AWS_ENDPOINT_URL_STS", gates.aws.endpoint);
  keys = {
    aws: clouds.aws.keys.addMany(KEYS).map(({ arn }) => arn),
    alibaba: clouds.alibaba.keys.addMany(KEYS).map(({ arn }) => arn),
  };
  crosstag = await open();
});

afterEach(async () => {
  await crosstag.close();
  await gates.aws.shut();
  await gates.alibaba.shut();
  await clouds.close();
  await rm(root, { recursive: true });
  vi.unstubAllEnvs();
});

async function open(): Promise<Crosstag> {
  const aws = await createAwsKmsDriver({ region: "us-east-1", endpoint: gates.aws.endpoint });
  // One resource a call, so that there are calls enough.
  const assumptions = { tagOperations: "single" } as const;
  const alibaba = await createAlibabaKmsDriver({
    region: "cn-hangzhou",
    endpoint: gates.alibaba.endpoint,
    assumptions,
  });
  return createCrosstag([aws, alibaba], { pacing: "off", retry: "immediate", maximumConcurrentCalls: 8 });
}

const countLive = (name: "aws" | "alibaba") =>
  keys[name].filter((key) => clouds[name].keys.tagsOf(key)["stage"] === "live").length;

describe.each([
  ["aws", "alibaba"],
  ["alibaba", "aws"],
] as const)("%s cannot be reached", (broken, other) => {
  test("in the middle of a run: it stops there, the other cloud continues, and a resumed run does the rest", async () => {
    let settled = 0;
    const shutMidway = ({ provider }: Outcome) => {
      if (provider !== broken) return;
      settled += 1;
      if (settled === DONE) void gates[broken].shut();
    };
    const run = await runPlan(crosstag, crosstag.planTags({ desired: DESIRED }), { root, onOutcome: shutMidway });
    expect(run.result).toMatchObject({ ended: "unreachable", stopped: [{ code: "unavailable" }] });
    expect(run.result.stopped?.[0]?.scope).toContain(broken);
    expect(countLive(other)).toBe(KEYS);
    // Those in flight at that moment, and not one for each of the others.
    expect(run.result.counts.failed + run.result.counts.unknown).toBeLessThanOrEqual(32);
    expect(run.result.skipped["not-started"]).toBeGreaterThan(KEYS - DONE - 40);

    await gates[broken].open();
    const resumed = await resumeRun(crosstag, run.id, { root });
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 2 * KEYS } });
    expect(countLive(broken)).toBe(KEYS);
  });

  test("when a run begins: nothing is sent to it, the other cloud continues, and a resumed run does the rest", async () => {
    const first = await runPlan(crosstag, crosstag.planTags({ desired: DESIRED }), { root, limit: 1 });
    await gates[broken].shut();
    const fresh = await open();
    const resumed = await resumeRun(fresh, first.id, { root });
    expect(resumed.result).toMatchObject({ ended: "unreachable", stopped: [{ code: "unavailable" }] });
    expect(countLive(other)).toBe(KEYS);
    await gates[broken].open();
    const rest = await resumeRun(fresh, first.id, { root });
    expect(rest.result).toMatchObject({ ended: "complete", counts: { changed: 2 * KEYS } });

    await gates[broken].shut();
    await fresh.close();
    const undoing = await open();
    const undone = await undoRun(undoing, first.id, { root });
    expect(undone.run?.result).toMatchObject({ ended: "complete", counts: { changed: KEYS } });
    expect([countLive(other), countLive(broken)]).toEqual([0, KEYS]);
    await undoing.close();
  });

  test("in the middle of a request: the rest is not started, and the next request asks again", async () => {
    const resources = keys[broken];
    await crosstag.tagResource({ resources: resources.slice(0, 1), tags: { a: "0" } });
    await gates[broken].shut();
    const { outcomes, counts } = await crosstag.tagResource({ resources, tags: { a: "1" } });
    expect(counts.failed).toBeGreaterThanOrEqual(5);
    expect(counts.failed).toBeLessThanOrEqual(5 + 8);
    const rest = outcomes.filter((outcome) => outcome.status === "skipped" && outcome.reason === "not-started");
    expect(rest).toHaveLength(KEYS - counts.failed);
    await gates[broken].open();
    const again = await crosstag.tagResource({ resources, tags: { a: "1" } });
    expect(again.counts.changed).toBe(KEYS);
  });
});
