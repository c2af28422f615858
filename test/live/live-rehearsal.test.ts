import { AssertionError } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACMClient } from "@aws-sdk/client-acm";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { adapter } from "@crosstag/aws";
import { startLocalClouds } from "@crosstag/local-clouds";
import type { LocalCloudsOptions } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { listOf } from "./answer-fields.ts";
import type { Finding } from "./ask-probes.ts";
import { keySubject as alibabaKeySubject } from "./alibaba/key-subject.ts";
import { openClient as openAlibabaClient } from "./alibaba/open-client.ts";
import { secretSubject as alibabaSecretSubject } from "./alibaba/secret-subject.ts";
import { certificateSubject } from "./aws/certificate-subject.ts";
import { keySubject } from "./aws/key-subject.ts";
import { secretSubject } from "./aws/secret-subject.ts";
import { liveHarness } from "./conformance/live-harness.ts";
import type { LiveSubject } from "./conformance/live-harness.ts";
import { conformanceGroups, runConformance } from "./conformance/run-conformance.ts";
import { parseLiveOptions } from "./live-options.ts";
import type { LiveOptions } from "./live-options.ts";
import { conformanceLines, failedCaseLines } from "./live-report.ts";
import type { LiveReport } from "./live-report.ts";
import { openLiveCloud } from "./open-live-cloud.ts";
import type { Sleep } from "./retry-throttled.ts";
import { mostCalls, runLiveTest } from "./run-live-test.ts";
import { keySubject as tencentKeySubject } from "./tencent/key-subject.ts";
import { openClient } from "./tencent/open-client.ts";
import { secretSubject as tencentSecretSubject } from "./tencent/secret-subject.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crosstag-live-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const noWait = () => Promise.resolve();

type Given = Pick<LiveOptions, "cloud" | "region" | "endpoint"> & Partial<LiveOptions>;

const KINDS = { aws: ["key", "secret", "certificate"], alibaba: ["key", "secret"], tencent: ["key", "secret"] };

/** Runs the command in this process; the user types `typed`. */
async function run(given: Given, typed = "", wait?: Sleep) {
  const kinds = KINDS[given.cloud];
  const options: LiveOptions = { folder, kinds, yes: false, clean: false, probesOnly: true, ...given };
  const cloud = openLiveCloud(options, wait);
  const lines: string[] = [];
  const code = await runLiveTest(cloud, options, {
    tell: (line) => lines.push(line),
    ask: () => Promise.resolve(typed),
    now: () => Date.UTC(2026, 10, 29),
    settle: () => Promise.resolve(),
    run: "rehearsal",
  });
  cloud.close();
  const report = readdirSync(folder).includes("rehearsal.json")
    ? (JSON.parse(readFileSync(join(folder, "rehearsal.json"), "utf8")) as LiveReport)
    : undefined;
  return { code, lines, report, calls: cloud.calls(), most: mostCalls(cloud) };
}

async function start(options: LocalCloudsOptions) {
  const clouds = await startLocalClouds({ aws: false, alibaba: false, ...options });
  onTestFinished(() => clouds.close());
  Object.assign(process.env, clouds.environment());
  return clouds;
}

const not = (report: LiveReport | undefined, verdict: Finding["verdict"]) =>
  report?.findings.filter((finding) => finding.verdict !== verdict).map(({ id, answer }) => `${id}: ${answer}`);

const refuted = (report: LiveReport | undefined) =>
  Object.fromEntries(
    report?.findings.filter(({ verdict }) => verdict === "refuted").map(({ id, answer }) => [id, answer]) ?? [],
  );

describe("a live test of AWS, rehearsed", () => {
  it("confirms what Crosstag assumes, changes nothing else, and removes what it created", async () => {
    const { aws } = await start({ aws: { quotas: "off" } });
    const { endpoint, region, account } = aws;
    const bystander = aws.keys.createKey({ tags: { team: "payments" } }).arn;
    const { code, report, lines, calls, most } = await run({ cloud: "aws", region, endpoint }, account);
    expect(not(report, "confirmed")).toEqual([]);
    expect(code).toBe(0);
    expect(report?.assumptions).toEqual({
      tagCharacters: "general",
      tagLengthUnit: "code-points",
      reservedValuePrefix: "allow",
    });
    expect(lines[0]).toBe(`Account ${account} of aws, region ${region}. The run creates:`);
    expect(calls).toBeLessThanOrEqual(most + 1);
    expect(aws.keys.tagsOf(bystander)).toEqual({ team: "payments" });
    expect(aws.keys.describe(bystander).state).toBe("Enabled");
    expect(readdirSync(folder)).toEqual(["rehearsal.json"]);
    const before = aws.requests.count();
    expect(await run({ cloud: "aws", region, endpoint, clean: true })).toMatchObject({ code: 0 });
    expect(aws.requests.count("ScheduleKeyDeletion") + aws.requests.count("secretsmanager:DeleteSecret")).toBe(5);
    expect(aws.certificates.list()).toEqual([]);
    expect(aws.requests.count()).toBeGreaterThan(before);
  });

  it("finds the opposite of each assumption, and says what to set", async () => {
    const { aws } = await start({
      aws: {
        quotas: "off",
        settings: {
          tagCharacters: "any",
          tagLengthUnit: "utf-16-units",
          reservedValuePrefix: true,
          tagLimitCounts: "sum",
          emptyListError: "none",
          untagReservedError: "none",
          tagOrder: "insertion",
          rotationsOfPendingDeletion: "accept",
          unknownMaterialError: "none",
          tooManyTagsError: "TooManyTagsException",
          secretTagCharactersError: "none",
          secretEmptyListError: "none",
          secretDuplicateKeysError: "none",
          secretReservedKeys: "lower-case",
          secretAbsentTagValue: "absent",
          certificateTagLengths: { key: 127, value: 255 },
          certificateReservedValues: "accept",
          certificateReservedKeys: "lower-case",
          certificateDuplicateKeysError: "none",
          certificateTagLimitCounts: "request",
          certificateAbsentTagValue: "absent",
          certificateAbsentTag: "InvalidTagException",
        },
      },
    });
    const { endpoint, region, account } = aws;
    const { code, report } = await run({ cloud: "aws", region, endpoint, account, yes: true });
    expect(code).toBe(1);
    expect(refuted(report)).toEqual({
      "key-tag-characters": "accepted",
      "key-tag-length-unit": "ValidationException",
      "key-reserved-value-prefix": "TagException",
      "key-more-than-50-tags": "TooManyTagsException",
      "key-overwrite-at-50-tags": "TooManyTagsException",
      "key-empty-tags": "accepted",
      "key-empty-tag-keys": "accepted",
      "key-untag-reserved-key": "accepted",
      "key-tag-order": "another order",
      "key-delete-unknown-material": "accepted",
      "key-rotations-in-pending-deletion": "accepted",
      "secret-tag-characters": "accepted",
      "secret-tag-length-unit": "ValidationException",
      "secret-empty-tags": "accepted",
      "secret-duplicate-tag-keys": "accepted",
      "secret-reserved-key-in-capitals": "accepted",
      "secret-absent-value": "absent",
      "certificate-tag-lengths": "ValidationException",
      "certificate-tag-length-unit": "ValidationException",
      "certificate-reserved-value-prefix": "accepted",
      "certificate-reserved-key-in-capitals": "accepted",
      "certificate-duplicate-tag-keys": "accepted",
      "certificate-more-than-50-tags": "accepted",
      "certificate-absent-value": "absent",
      "certificate-untag-absent-key": "InvalidTagException",
    });
    expect(report?.assumptions).toEqual({
      tagCharacters: "any",
      tagLengthUnit: "utf16-units",
      reservedValuePrefix: "refuse",
    });
  });

  it("creates nothing in another account, or if it is not confirmed", async () => {
    const { aws } = await start({ aws: {} });
    const { endpoint, region } = aws;
    expect(await run({ cloud: "aws", region, endpoint, account: "999999999999", yes: true })).toMatchObject({
      code: 2,
    });
    expect(await run({ cloud: "aws", region, endpoint }, "yes")).toMatchObject({ code: 2 });
    expect(aws.requests.count()).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Runs the groups in which the state, the material or the tags of resources change. Tests of the adapters run the others. */
async function rehearse(subject: LiveSubject, groups: readonly string[]) {
  const harness = liveHarness(subject, noWait);
  const all = conformanceGroups(harness).filter((group) => !groups.includes(group));
  const skipped = { ...subject.skipped, ...Object.fromEntries(all.map((group) => [group, "not rehearsed"])) };
  const lines: string[] = [];
  const results = await runConformance(
    harness,
    skipped,
    () => {},
    (done, cases) => lines.push(`${done} of ${cases}`),
  );
  await harness.finish({ "crosstag-live": "rehearsal" });
  expect(results.filter(({ result }) => result === "failed")).toEqual([]);
  expect(lines.at(-1)).toBe(`${results.length} of ${results.length}`);
  return results.filter(({ result }) => result === "passed").length;
}

describe("the conformance suite on a live account, rehearsed", () => {
  const at = { run: "rehearsal", assumptions: {} };

  it("uses few keys, secrets and certificates of AWS again and again, and gives them back as they were", async () => {
    const { aws } = await start({ aws: { quotas: "off" } });
    const { endpoint, region, account } = aws;
    const created: string[] = [];
    const kms = new KMSClient({ region, endpoint });
    const secrets = new SecretsManagerClient({ region, endpoint });
    const place = { ...at, region, endpoint, account, created: (id: string) => created.push(id) };
    const passed = await rehearse(await keySubject(kms, place, noWait), ["key material", "errors"]);
    expect(passed).toBeGreaterThan(20);
    expect(created.length).toBeLessThan(passed);
    for (const id of created) {
      expect(aws.keys.tagsOf(id)).toEqual({ "crosstag-live": "rehearsal" });
      expect(aws.keys.describe(id).state).toBe("Enabled");
    }
    const keys = created.length;
    expect(await rehearse(await secretSubject(secrets, place, noWait), ["errors"])).toBeGreaterThan(5);
    for (const id of created.slice(keys)) {
      expect(aws.secrets.tagsOf(id)).toEqual({ "crosstag-live": "rehearsal" });
      expect(aws.secrets.describe(id).deletedAt).toBeUndefined();
    }
    const both = created.length;
    const acm = new ACMClient({ region, endpoint });
    expect(await rehearse(await certificateSubject(acm, place, noWait), ["reading tags"])).toBeGreaterThan(2);
    expect(created.length).toBeGreaterThan(both);
    for (const id of created.slice(both)) expect(aws.certificates.tagsOf(id)).toEqual({ "crosstag-live": "rehearsal" });
    for (const client of [kms, secrets, acm]) client.destroy();
    // What the suite creates is removed as any other.
    expect(await run({ cloud: "aws", region, endpoint, account, clean: true })).toMatchObject({ code: 0 });
    expect(aws.certificates.list()).toEqual([]);
  });

  it("uses keys and secrets of Alibaba Cloud in the same way", async () => {
    const { alibaba } = await start({ alibaba: { quotas: "off" } });
    const { endpoint, region, account } = alibaba;
    const created: string[] = [];
    const kms = openAlibabaClient({ region, endpoint, version: "2016-01-20" });
    const place = { ...at, endpoint, account, created: (id: string) => created.push(id) };
    expect(await rehearse(await alibabaKeySubject(kms, place, noWait), ["key material", "errors"])).toBeGreaterThan(20);
    for (const id of created) {
      expect(alibaba.keys.tagsOf(id)).toEqual({ "crosstag-live": "rehearsal" });
      expect(alibaba.keys.describe(id).state).toBe("Enabled");
    }
    const keys = created.length;
    expect(await rehearse(await alibabaSecretSubject(kms, place, noWait), ["untagging"])).toBeGreaterThan(5);
    expect(created.length).toBeGreaterThan(keys);
    for (const name of created.slice(keys)) {
      const { tags, deleteAt } = alibaba.secrets.describe(name);
      expect({ tags, deleteAt }).toEqual({ tags: { "crosstag-live": "rehearsal" }, deleteAt: undefined });
    }
    // What the suite creates is removed as any other.
    const cleaned = await run({ cloud: "alibaba", region, endpoint, account, clean: true });
    expect(cleaned.lines.filter((line) => line.startsWith("removed"))).toHaveLength(created.length);
    for (const name of created.slice(keys)) expect(alibaba.secrets.describe(name).deleteAt).toBeDefined();
  });

  it("uses keys and secrets of Tencent Cloud in the same way, and deletes its tags from the account", async () => {
    const { tencent } = await start({ tencent: { quotas: "off", settings: { attachUnknownTag: "create" } } });
    const { endpoint, region, account } = tencent;
    const created: string[] = [];
    const client = openClient(region, endpoint);
    const place = { ...at, endpoint, account, created: (id: string) => created.push(id) };
    const keys = await tencentKeySubject(client, place, noWait);
    expect(await rehearse(keys, ["key material", "errors"])).toBeGreaterThan(20);
    for (const id of created) {
      expect(tencent.keys.tagsOf(id)).toEqual({ "crosstag-live": "rehearsal" });
      expect(tencent.keys.describe(id).state).toBe("Enabled");
    }
    expect(await rehearse(await tencentSecretSubject(client, place, noWait), ["reading tags"])).toBeGreaterThan(2);
    expect(listOf(await client.call("tag", "GetTagKeys", {}), "TagKeys")).toEqual(["crosstag-live"]);
    client.close();
    // What the suite creates is removed as any other.
    const cleaned = await run({ cloud: "tencent", region, endpoint, account, clean: true });
    expect(cleaned.lines.filter((line) => line.startsWith("removed"))).toHaveLength(created.length);
  });

  it("paces the driver below the quotas, and repeats a call that is throttled all the same", async () => {
    const { aws } = await start({ aws: { quotas: "off" } });
    const { endpoint, region, account } = aws;
    const kms = new KMSClient({ region, endpoint });
    const waits: number[] = [];
    const wait = async (milliseconds: number) => waits.push(milliseconds);
    const subject = await keySubject(kms, { ...at, region, endpoint, account, created: () => {} }, wait);
    const harness = liveHarness(subject, wait);
    const cloud = await harness.create();
    const key = subject.profile.references.parse(await cloud.scene.create("key"), cloud.driver.scope);
    if (!("reference" in key)) throw new Error("not a key");
    waits.length = 0;
    aws.faults.add({ kind: "throttle", operation: "UntagResource", times: 1 });
    const call = { kind: "key", resources: [key.reference], tagKeys: ["a"] } as const;
    const context = { signal: AbortSignal.timeout(10_000), timeoutMs: 10_000 };
    await cloud.driver.removeTags?.(call, context);
    await cloud.driver.removeTags?.(call, context);
    expect(harness.takeAnswers?.()).toEqual(["removeTags: accepted (2 times)"]);
    // The throttled request does not count. Of 5 calls in a second 4 are used.
    expect(await cloud.log.calls("removeTags")).toBe(2);
    expect(waits.filter((milliseconds) => milliseconds > 500)).toEqual([1_000]);
    expect(waits.findLast((milliseconds) => milliseconds <= 500)).toBeGreaterThan(200);
    await cloud.close();
    kms.destroy();
  });

  it("says what does not meet a demand, what the cloud answered, and which page makes the demand", async () => {
    const profile = adapter.profile();
    const answers = ["writeTags: accepted"];
    const failure = new AssertionError({ actual: 3, expected: 2, operator: "strictEqual" });
    const harness = { profile, create: () => Promise.reject(failure), takeAnswers: () => answers };
    const results = await runConformance(harness, {}, () => {});
    const ofRule = results.find(({ title }) => title.includes("aws.key-length"));
    expect(ofRule === undefined ? [] : failedCaseLines(ofRule)).toEqual([
      "not met     tag rules: key: aws.key-length: the cloud refuses a violation (too long), and so does the engine before any call",
      "              expected 2, found 3",
      "              answers: writeTags: accepted",
      "              page: https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html",
    ]);
    expect(conformanceLines(results)[0]).toMatch(/^The conformance suite: 0 demands met, \d+ not met, 0 not tried\.$/);
    expect(conformanceLines([{ title: "one", result: "passed" }])).toHaveLength(1);
  });
});

describe("a live test of Alibaba Cloud, rehearsed", () => {
  it("confirms what Crosstag assumes, also if calls are throttled", async () => {
    const { alibaba } = await start({ alibaba: { quotas: "off" } });
    const waits: number[] = [];
    alibaba.faults.add({ kind: "throttle", operation: "SetDeletionProtection", times: 2 });
    alibaba.faults.add({ kind: "throttle", operation: "ScheduleKeyDeletion", times: 1 });
    const { endpoint, region, account } = alibaba;
    const { code, report, calls, most } = await run(
      { cloud: "alibaba", region, endpoint, account, yes: true },
      "",
      async (milliseconds) => waits.push(milliseconds),
    );
    expect(not(report, "confirmed")).toEqual([]);
    expect(code).toBe(0);
    expect(waits).toEqual([1_000, 1_000, 2_000]);
    expect(report?.assumptions).toEqual({
      tagOperations: "batch",
      tagsPerResource: 20,
      emptyValues: true,
      refusedBatchIsUnchanged: true,
    });
    expect(calls).toBeLessThanOrEqual(most + 1);
    expect(alibaba.requests.count("ScheduleKeyDeletion") + alibaba.requests.count("DeleteSecret")).toBe(7);
  });

  it("finds the opposite of each assumption, and says what to set", async () => {
    const { alibaba } = await start({
      alibaba: {
        quotas: "off",
        settings: {
          tagsPerResource: 10,
          emptyValueInBatch: "refuse",
          untagAbsentKeySingle: "error",
          untagAbsentKeysBatch: "error",
          batchAtomicity: "applies-preceding",
          batchOnPendingDeletion: "accept",
          tagsInDeleteWindow: "accept",
          tagKeyCase: "insensitive",
          duplicateTagKeys: "last-wins",
          emptyUntagList: "accept",
          tagFilters: "any",
          deletionProtectionGuardsMaterial: true,
        },
      },
    });
    const { endpoint, region, account } = alibaba;
    const { report } = await run({ cloud: "alibaba", region, endpoint, account, yes: true });
    expect(Object.keys(refuted(report)).toSorted()).toEqual(
      [
        "batch-in-pending-deletion",
        "deletion-protection-and-material",
        "duplicate-tag-keys",
        "empty-untag-list",
        "empty-value-in-batch",
        "refused-tag-batch",
        "refused-untag-batch",
        "secret-empty-value-in-batch",
        "secret-untag-absent-key",
        "secret-untag-absent-keys-in-batch",
        "several-tag-filters",
        "tag-key-case",
        "tags-per-resource",
        "tags-per-secret",
        "untag-absent-key",
        "untag-absent-keys-in-batch",
      ].toSorted(),
    );
    expect(report?.assumptions).toEqual({
      tagOperations: "batch",
      tagsPerResource: 10,
      emptyValues: false,
      refusedBatchIsUnchanged: false,
    });
  });
});

describe("a live test of Tencent Cloud, rehearsed", () => {
  it("confirms what Crosstag assumes, and leaves only its mark among the tags of the account", async () => {
    const { tencent } = await start({ tencent: { quotas: "off" } });
    const { endpoint, region, account } = tencent;
    const { code, report, calls, most } = await run({ cloud: "tencent", region, endpoint, account, yes: true });
    expect(not(report, "confirmed")).toEqual([]);
    expect(code).toBe(0);
    expect(report?.assumptions).toEqual({
      absentTagKeys: "refused",
      attachOperations: true,
      refusedBatchIsUnchanged: true,
      tagRowsPerPage: 100,
    });
    expect(calls).toBeLessThanOrEqual(most + 1);
    expect([tencent.requests.count("ScheduleKeyDeletion"), tencent.requests.count("DeleteSecret")]).toEqual([3, 2]);
    const client = openClient(region, endpoint);
    expect(listOf(await client.call("tag", "GetTagKeys", {}), "TagKeys")).toEqual(["crosstag-live"]);
    client.close();
  });

  it("finds the opposite of each assumption, and says what to set", async () => {
    const { tencent } = await start({
      tencent: {
        quotas: "off",
        settings: {
          detachAbsentKey: "success",
          attachUnknownTag: "create",
          attachOverOtherValue: "replace",
          batchAtomicity: "applies-preceding",
          mostTagRows: 50,
          emptyTagValue: "accept",
          tagLengthUnit: "utf-16-units",
          tagsInPendingDelete: "refuse",
          deleteMaterialIn: ["Enabled", "Disabled", "PendingImport"],
        },
      },
    });
    const { endpoint, region, account } = tencent;
    const { report } = await run({ cloud: "tencent", region, endpoint, account, yes: true });
    expect(Object.keys(refuted(report)).toSorted()).toEqual([
      "attach-over-another-value",
      "attach-unknown-tag",
      "delete-absent-material",
      "empty-value",
      "refused-attach-batch",
      "secret-tag-in-pending-deletion",
      "tag-in-pending-deletion",
      "tag-rows-per-page",
      "untag-absent-key",
      "value-length-unit",
    ]);
    expect(report?.assumptions).toEqual({
      absentTagKeys: "ignored",
      attachOperations: true,
      refusedBatchIsUnchanged: false,
      tagRowsPerPage: 50,
    });
  });
});

describe("a live test that is killed", () => {
  it("is cleaned up from its file, and by the marks if the file is lost; nothing else is touched", async () => {
    const clouds = await start({ aws: { quotas: "off" } });
    const { aws } = clouds;
    const { endpoint, region, account } = aws;
    // Has one of the two marks only.
    const bystander = aws.keys.createKey({ tags: { "crosstag-live": "another" } }).arn;
    // The first probe never gets its answer.
    aws.faults.add({ kind: "delay", operation: "TagResource", delayMs: 600_000 });
    const args = [
      "--cloud",
      "aws",
      "--region",
      region,
      "--endpoint",
      endpoint,
      "--account",
      account,
      "--yes",
      "--probes-only",
      "--folder",
      folder,
    ];
    const program = join(import.meta.dirname, "run-live.ts");
    const child = spawn(process.execPath, ["--import", "tsx", "--conditions=@crosstag/source", program, ...args], {
      cwd: join(import.meta.dirname, "../.."),
      env: { ...process.env, ...clouds.environment() },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    await expect.poll(() => aws.requests.count("TagResource")).toBe(1);
    child.kill("SIGKILL");
    await ended;
    expect(readdirSync(folder)).toHaveLength(1);
    // As if the file were lost. The two resources whose deletion is scheduled already are left out.
    const lost = await run({ cloud: "aws", region, endpoint, account, clean: true, folder: join(folder, "elsewhere") });
    expect(lost.lines.filter((line) => line.startsWith("removed"))).toHaveLength(4);
    expect(await run({ cloud: "aws", region, endpoint, account, clean: true })).toMatchObject({ code: 0 });
    expect(readdirSync(folder)).toEqual([]);
    expect(aws.keys.describe(bystander).state).toBe("Enabled");
  });
});

describe("the options of a live test", () => {
  it.each([
    [["--region", "r"], "--cloud is required: aws, alibaba, tencent."],
    [["--cloud", "aws"], "--region is required."],
    [
      ["--cloud", "aws", "--region", "r", "--yes"],
      "--yes requires --account: nothing is created in an account that was not named.",
    ],
    [["--cloud", "aws", "--region", "r", "--endpoint", "here"], "--endpoint is not a URL."],
    [
      ["--cloud", "alibaba", "--region", "r", "--kinds", "key,certificate"],
      '--kinds: alibaba has key, secret, not "certificate".',
    ],
  ])("refuses %j", (args, problem) => {
    expect(parseLiveOptions(args)).toEqual({ problem });
  });
});
