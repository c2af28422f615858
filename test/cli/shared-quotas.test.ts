import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit, resultOf, runCrosstag, startCrosstag } from "./run-crosstag.ts";

const QUOTA = 5;
const KEYS = 15;

let clouds: LocalClouds;
let directory: string;
let options: { readonly directory: string; readonly environment: Readonly<Record<string, string>> };

beforeEach(async () => {
  clouds = await startLocalClouds({ alibaba: false, aws: { quotas: { TagResource: QUOTA } } });
  directory = await mkdtemp(join(tmpdir(), "crosstag-quotas-"));
  const cloud = { provider: "aws", region: clouds.aws.region, endpoint: clouds.aws.endpoint };
  const configuration = { clouds: { aws: { ...cloud, quotas: { TagResource: QUOTA } } } };
  await writeFile(join(directory, "crosstag.yaml"), JSON.stringify(configuration));
  options = { directory, environment: { ...clouds.environment(), HOME: directory } };
});
afterEach(async () => {
  await clouds.close();
  await rm(directory, { recursive: true, force: true });
});

/** Makes plans for so many teams, each for keys of its own. Gives the files. */
async function planFor(teams: number): Promise<readonly string[]> {
  const files: string[] = [];
  for (let team = 0; team < teams; team += 1) {
    clouds.aws.keys.addMany(KEYS, { tags: { team: `team-${team}` } });
    const desired = `version: 1\nstatements: [{ select: { tags: { team: team-${team} } }, set: { stage: test } }]\n`;
    await writeFile(join(directory, "crosstag-tags.yaml"), desired);
    expectExit(await runCrosstag(["plan", "--out", `plan-${team}.json`], options), 0);
    files.push(`plan-${team}.json`);
  }
  return files;
}

const writes = () => clouds.aws.requests.entries.filter(({ operation }) => operation === "TagResource");

/**
 * Counted over three seconds: a busy machine delays calls by some tenths of a second. Single seconds are tested in
 * simulated time (`packages/core/test/node/budget`).
 */
function mostInThreeSeconds(): number {
  const times = writes().map(({ at }) => at);
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 3_000).length));
}
const MOST_IN_THREE_SECONDS = 3 * QUOTA + 3;

test("four processes that start at once spend one quota together, exactly", async () => {
  const plans = await planFor(4);
  const results = await Promise.all(
    plans.map((plan) => runCrosstag(["apply", plan, "--no-input", "--progress", "off"], options)),
  );
  for (const result of results) {
    expectExit(result, 0);
    expect(result.stderr).not.toContain("warning");
  }
  expect(writes().length).toBeLessThanOrEqual(4 * KEYS * 1.02);
  expect(mostInThreeSeconds()).toBeLessThanOrEqual(MOST_IN_THREE_SECONDS);
  expect(writes().filter(({ applied }) => !applied)).toEqual([]);
});

test("when one of them is killed, the others continue within the quota", async () => {
  const plans = await planFor(3);
  const runs = plans.map((plan) => startCrosstag(["apply", plan, "--no-input", "--progress", "off"], options));
  const results = runs.map((run) => resultOf(run));
  while (writes().length < 10) await sleep(20);
  const lock = JSON.parse(await readFile(join(directory, ".local/state/crosstag/pace/quotas-1.lock"), "utf8")) as {
    readonly pid: number;
  };
  process.kill(lock.pid, "SIGKILL");
  const ended = await Promise.all(results);
  expect(ended.filter(({ exitCode }) => exitCode === 0)).toHaveLength(2);
  const listed = await runCrosstag(["runs", "--output", "jsonl"], options);
  const runsLeft = listed.stdout.split("\n").map((line) => JSON.parse(line) as { run: string; ended?: string });
  const cutOff = runsLeft.find((left) => left.ended === undefined)?.run ?? "";
  expectExit(await runCrosstag(["resume", cutOff, "--no-input", "--progress", "off"], options), 0);
  expect(mostInThreeSeconds()).toBeLessThanOrEqual(MOST_IN_THREE_SECONDS);
  const tagged = clouds.aws.keys.list().filter(({ arn }) => clouds.aws.keys.tagsOf(arn)["stage"] === "test");
  expect(tagged).toHaveLength(3 * KEYS);
});

test("a folder that cannot be used is one warning, and --no-shared-quotas none", async () => {
  const [plan = ""] = await planFor(1);
  await rm(join(directory, ".local/state/crosstag/pace"), { recursive: true });
  await writeFile(join(directory, ".local/state/crosstag/pace"), "");
  const shared = await runCrosstag(["apply", plan, "--limit", "5", "--no-input"], options);
  expectExit(shared, 0);
  const warnings = shared.stderr.split("\n").filter((line) => line.startsWith("warning:"));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("Quotas are not shared with other processes of this machine");
  expect(warnings[0]).toContain("--no-shared-quotas");
  const alone = await runCrosstag(["list", "--no-shared-quotas"], options);
  expectExit(alone, 0);
  expect(alone.stderr).not.toContain("warning");
});
