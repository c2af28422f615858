import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  appliedRun,
  check,
  checkReport,
  errorDocument,
  keyMaterialResult,
  planEntry,
  resourceEntry,
  resourceList,
  shownPlan,
  shownRun,
  shownRuns,
  validate,
  writeResult,
} from "@crosstag/operations";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let key: string;
let secret: string;

beforeAll(async () => {
  scene = await openScene();
  key = scene.clouds.aws.keys.createKey({ origin: "EXTERNAL", tags: { team: "payments" } }).arn;
  secret = scene.clouds.alibaba.secrets.createSecret("database").arn;
});
afterAll(() => scene.close());

/** Runs the command and parses its document strictly: a field that the schema does not have is a fault. */
async function documentOf<Value>(
  schema: { parse(value: unknown): Value },
  commandLine: readonly string[],
  exitCode = 0,
): Promise<Value> {
  const result = await scene.run([...commandLine, "--output", "json", "--quiet"]);
  expectExit(result, exitCode);
  expect(result.stdout).toMatch(/^\{\n {2}"formatVersion": 1,\n/);
  return schema.parse(JSON.parse(result.stdout));
}

test("reading and writing print what the schemas of the operations say", async () => {
  const missing = `${key.slice(0, -4)}ffff`;
  const list = await documentOf(resourceList, ["list", key, secret, missing, "--describe"], 3);
  expect(list.resources).toMatchObject([
    { status: "read", id: key.split("/")[1], account: key.split(":")[4], region: key.split(":")[3] },
    { status: "read", id: "database", account: secret.split(":")[3], region: secret.split(":")[2] },
    { status: "failed", id: missing.split("/")[1] },
  ]);
  const lines = await scene.run(["list", "--output", "jsonl", "--quiet"]);
  for (const line of lines.stdout.split("\n")) expect(resourceEntry.parse(JSON.parse(line)).account).toBeDefined();
  const everything = await documentOf(resourceList, ["list", "--describe"]);
  expect(everything.resources).toHaveLength(2);

  const tagged = await documentOf(writeResult, ["tag", key, secret, missing, "--set", "stage=test"], 3);
  expect(tagged.counts).toEqual({ changed: 2, unchanged: 0, skipped: 0, failed: 1, unknown: 0 });
  const dry = await documentOf(writeResult, ["untag", key, "--key", "stage", "--dry-run"]);
  expect(dry.outcomes).toMatchObject([{ status: "skipped", change: { set: [], remove: ["stage"] } }]);
  const untagged = await documentOf(writeResult, ["untag", key, "--key", "stage"]);
  expect(untagged.counts.changed).toBe(1);

  const refused = await documentOf(errorDocument, ["tag", key, "--set", "aws:a=b"], 2);
  expect(refused.error).toMatchObject({ code: "invalid-request", violations: [{ key: "aws:a" }] });
  const verdict = await documentOf(validate.output, ["validate", "owner=Zoë", "--for", "aws,alibaba"], 2);
  expect(verdict.clouds.map(({ fits }) => fits)).toEqual([true, false]);
});

test("what list printed is read again", async () => {
  const { stdout } = await scene.run(["list", "--quiet", "--output", "json"]);
  await writeFile(join(scene.directory, "list.json"), stdout);
  const result = await documentOf(writeResult, ["tag", "--resources", "list.json", "--set", "seen=yes", "--dry-run"]);
  expect(result.outcomes.map(({ reference }) => reference).toSorted()).toEqual([secret, key].toSorted());
});

test("a deletion of key material prints what the schema of its operation says", async () => {
  const { arn, keyId } = scene.clouds.aws.keys.createKey({ origin: "EXTERNAL", tags: { team: "x" } });
  const dry = await documentOf(keyMaterialResult, ["delete-key-material", arn, "--dry-run"]);
  expect(dry.outcome).toMatchObject({ status: "skipped", reason: "dry-run" });
  const deleted = await documentOf(keyMaterialResult, ["delete-key-material", arn, "--confirm", keyId]);
  expect(deleted).toMatchObject({ outcome: { status: "changed" }, after: { state: "pending-import" } });
});

test("plans, runs and checks print what their schemas say", async () => {
  const desired = "version: 1\nowns: [owner]\nstatements:\n  - select: { kinds: [key] }\n    set: { owner: zoe }\n";
  await writeFile(join(scene.directory, "crosstag-tags.yaml"), desired);
  const plan = await documentOf(shownPlan, ["plan", "-f", "crosstag-tags.yaml", "--out", "plan.jsonl"]);
  expect(plan.entries.length).toBeGreaterThan(0);
  const lines = await scene.run(["plan", "-f", "crosstag-tags.yaml", "--quiet", "--output", "jsonl"]);
  const [, ...entries] = lines.stdout.split("\n").map((line): unknown => JSON.parse(line));
  expect(entries.map((entry) => planEntry.parse(entry))).toEqual(plan.entries);

  const applied = await documentOf(appliedRun, ["apply", "plan.jsonl", "--yes"]);
  expect(applied).toMatchObject({ ended: "complete", counts: { changed: plan.header.summary.changes } });
  const { runs } = await documentOf(shownRuns, ["runs"]);
  expect(runs).toMatchObject([{ run: applied.run, plan: applied.plan, state: "ended", counts: applied.counts }]);
  const shown = await documentOf(shownRun, ["runs", "show", applied.run ?? ""]);
  expect(shown.outcomes).toHaveLength(plan.header.summary.changes);
  const undone = await documentOf(appliedRun, ["undo", "latest", "--yes"]);
  expect(undone.counts).toEqual(applied.counts);

  const policy = "version: 1\nname: owners\nrules:\n  - id: owner\n    tags: { owner: { required: true } }\n";
  await writeFile(join(scene.directory, "crosstag-policy.yaml"), policy);
  const report = await documentOf(checkReport, ["check", "--policy", "crosstag-policy.yaml"], 2);
  expect(report.summary).toMatchObject({ policy: "owners" });
  expect(report.resources.map(({ result }) => result)).toContain("violating");
  const checked = await scene.run(["check", "--policy", "crosstag-policy.yaml", "--quiet", "--output", "jsonl"]);
  for (const line of checked.stdout.split("\n")) check.output.parse(JSON.parse(line));
});
