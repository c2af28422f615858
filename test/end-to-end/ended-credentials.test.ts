import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type DesiredState } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { createRun, loadRunState, openRunJournal, writePlanFile } from "@crosstag/core/node";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const KEYS = 300;
const CALLS = 120;

let clouds: LocalClouds;
let home: string;
let driver: KmsDriver | undefined;

beforeEach(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  home = await mkdtemp(join(tmpdir(), "crosstag-ended-"));
  for (const name of Object.keys(process.env)) if (/^(?:AWS|ALIBABA_CLOUD)_/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "credentials"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
});

afterEach(async () => {
  await driver?.close();
  await clouds.close();
  await rm(home, { recursive: true });
  vi.unstubAllEnvs();
});

/** Both clouds, as these tests see them. */
const CLOUDS = {
  aws: {
    addSession: (id: string, expiresAfterCalls?: number) =>
      clouds.aws.addCredentials({
        accessKeyId: id,
        secretAccessKey: "s",
        sessionToken: `token-${id}`,
        ...(expiresAfterCalls !== undefined && { expiresAfterCalls }),
      }),
    writeSession: (id: string) =>
      writeFile(
        join(home, "credentials"),
        `[default]\naws_access_key_id = ${id}\naws_secret_access_key = s\naws_session_token = token-${id}\n`,
      ),
    open: () => createAwsKmsDriver({ region: "us-east-1", endpoint: clouds.aws.endpoint }),
    keys: (count: number) => clouds.aws.keys.addMany(count).map(({ arn }) => arn),
    refused: () => clouds.aws.requests.entries.filter(({ errorCode }) => errorCode === "ExpiredTokenException").length,
  },
  alibaba: {
    addSession: (id: string, expiresAfterCalls?: number) =>
      clouds.alibaba.addCredentials({
        accessKeyId: id,
        accessKeySecret: "s",
        securityToken: `token-${id}`,
        ...(expiresAfterCalls !== undefined && { expiresAfterCalls }),
      }),
    writeSession: async (id: string) => {
      await mkdir(join(home, ".aliyun"), { recursive: true });
      const profile = {
        name: "default",
        mode: "StsToken",
        access_key_id: id,
        access_key_secret: "s",
        sts_token: `token-${id}`,
      };
      await writeFile(
        join(home, ".aliyun", "config.json"),
        JSON.stringify({ current: "default", profiles: [profile] }),
      );
    },
    open: () =>
      createAlibabaKmsDriver({
        region: "cn-hangzhou",
        endpoint: clouds.alibaba.endpoint,
        // One resource a call, so that there are calls to speak of.
        assumptions: { tagOperations: "single" },
      }),
    keys: (count: number) => clouds.alibaba.keys.addMany(count).map(({ arn }) => arn),
    refused: () =>
      clouds.alibaba.requests.entries.filter(({ errorCode }) => errorCode === "InvalidSecurityToken.Expired").length,
  },
} as const;

describe.each(["aws", "alibaba"] as const)("a session of %s that ends", (name) => {
  const cloud = CLOUDS[name];

  async function open(): Promise<Crosstag> {
    driver = await cloud.open();
    return createCrosstag([driver], { pacing: "off", maximumConcurrentCalls: 16 });
  }

  test("stops a run; when it is renewed, the run is resumed and does the rest", async () => {
    cloud.keys(KEYS);
    cloud.addSession("planner");
    await cloud.writeSession("planner");
    const planner = await open();
    const desired: DesiredState = {
      version: 1,
      statements: [{ select: { kinds: ["key"] }, set: { stage: "live" } }],
    };
    const draft = planner.planTags({ desired });
    const plan = await writePlanFile(join(home, "plan.json"), draft.entries, () => draft.complete());
    await planner.close();
    const run = await createRun(join(home, "runs"), plan);
    cloud.addSession("first", CALLS);
    await cloud.writeSession("first");
    const crosstag = await open();
    const journal = await openRunJournal(run.journalPath);
    const result = await crosstag.applyPlan({ plan: run.plan, run: run.id, journal });
    await journal.close();
    expect(result.ended).toBe("credentials");
    expect(result.stopped?.[0]).toMatchObject({
      code: "unauthenticated",
      message: "The session has expired.",
      hint: expect.stringMatching(/^Renew it: /) as string,
    });
    expect(cloud.refused()).toBeLessThanOrEqual(32);
    expect(result.counts.changed).toBeGreaterThan(20);
    cloud.addSession("second");
    await cloud.writeSession("second");
    const again = await openRunJournal(run.journalPath);
    const resume = await loadRunState(run.journalPath);
    expect(resume.ends).toMatchObject({ ended: "credentials", stopped: result.stopped });
    const resumed = await crosstag.applyPlan({ plan: run.plan, run: run.id, journal: again, resume });
    await again.close();
    expect(resumed).toMatchObject({ ended: "complete", counts: { changed: KEYS } });
  });

  test("is not noticed where its file was rewritten meanwhile", async () => {
    const keys = cloud.keys(KEYS);
    cloud.addSession("first", CALLS);
    cloud.addSession("second");
    await cloud.writeSession("first");
    const crosstag = await open();
    await crosstag.tagResource({ resources: keys.slice(0, 1), tags: { a: "0" } });
    await cloud.writeSession("second");
    const { counts } = await crosstag.tagResource({ resources: keys, tags: { a: "1" } });
    expect(counts).toMatchObject({ changed: KEYS, failed: 0 });
    expect(cloud.refused()).toBeLessThanOrEqual(16);
  });

  test("leaves the rest of a request not started", async () => {
    const keys = cloud.keys(KEYS);
    cloud.addSession("first", CALLS);
    await cloud.writeSession("first");
    const crosstag = await open();
    const { outcomes, counts } = await crosstag.untagResource({ resources: keys, tagKeys: ["a"], readFirst: false });
    expect(cloud.refused()).toBeLessThanOrEqual(16);
    expect(counts.failed).toBe(cloud.refused());
    expect(outcomes.filter((outcome) => outcome.status === "skipped" && outcome.reason === "not-started")).toHaveLength(
      counts.skipped,
    );
    expect(counts.skipped).toBeGreaterThanOrEqual(KEYS - CALLS - 16);
  });
});
