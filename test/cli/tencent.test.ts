import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalClouds, startLocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit, runCrosstag } from "./run-crosstag.ts";

let clouds: LocalClouds;
let directory: string;

beforeEach(async () => {
  // A key that is scheduled for deletion refuses tags, which no call shows before.
  const tencent = { quotas: "off", settings: { tagsInPendingDelete: "refuse" } } as const;
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false, tencent });
  directory = await mkdtemp(join(tmpdir(), "crosstag-tencent-"));
});
afterEach(async () => {
  await clouds.close();
  await rm(directory, { recursive: true, force: true });
});

const write = (name: string, content: string) => writeFile(join(directory, name), content);

function run(...commandLine: readonly string[]) {
  return runCrosstag(commandLine, { directory, environment: { ...clouds.environment(), HOME: directory } });
}

async function succeed(...commandLine: readonly string[]) {
  const result = await run(...commandLine);
  expectExit(result, 0);
  return result;
}

/** Runs a command that prints JSON lines. */
async function linesOf(...commandLine: readonly string[]) {
  const { stdout } = await run(...commandLine, "--output", "jsonl");
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(
      (line) => JSON.parse(line) as { readonly reference?: string; readonly status?: string; readonly tags?: object },
    );
}

test("list, tag and untag, plan, apply, resume and undo", async () => {
  const { keys, requests } = clouds.tencent;
  const [first] = keys.addMany(30, { tags: { owner: "ops" }, creatorUin: "100000000009" });
  const asymmetric = keys.createKey({ keyUsage: "ASYMMETRIC_DECRYPT_RSA_2048" });
  if (first === undefined) throw new Error("a key");
  const listed = await linesOf("list", "--cloud", "tencent");
  expect(listed).toHaveLength(31);
  expect(listed.map(({ reference }) => reference)).toEqual(expect.arrayContaining([first.name, asymmetric.name]));

  // By its id alone, whose creator is asked for.
  await succeed("tag", first.keyId, "team=payments", "stage=test", "--cloud", "tencent");
  expect(keys.tagsOf(first.name)).toEqual({ owner: "ops", team: "payments", stage: "test" });
  await succeed("untag", first.name, "stage-", "absent-");
  expect(keys.tagsOf(first.name)).toEqual({ owner: "ops", team: "payments" });

  await write(
    "crosstag-tags.yaml",
    "version: 1\nstatements:\n  - select: { clouds: [tencent] }\n    set: { team: core }\n    remove: [owner]\n",
  );
  await succeed("plan", "--out", "plan.json");
  const before = requests.count();
  const limited = await run("apply", "plan.json", "--limit", "7");
  expect(limited.stderr).toContain("crosstag resume ");
  await succeed("resume", "latest");
  expect(keys.list().map(({ name }) => keys.tagsOf(name))).toEqual(
    Array.from({ length: 31 }, () => ({ team: "core" })),
  );
  expect(requests.count() - before).toBeLessThan(31);
  await succeed("undo", "latest", "--yes");
  expect(keys.tagsOf(first.name)).toEqual({ owner: "ops", team: "payments" });
  expect(keys.tagsOf(asymmetric.name)).toEqual({});
});

test("7 of 50 keys that a success names as failed are 7 outcomes, and 43 keys are changed", async () => {
  const { keys, requests } = clouds.tencent;
  const made = keys.addMany(50);
  const refused = made.filter((_, index) => index % 7 === 3).slice(0, 7);
  for (const { name } of refused) keys.setState(name, "PendingDelete");
  await write("keys.txt", made.map(({ name }) => name).join("\n"));
  // With six tags, five calls of ten keys are fewer than six of fifty.
  const tags = ["a=1", "b=2", "c=3", "d=4", "e=5", "f=6"];
  const outcomes = await linesOf("tag", "--resources", "keys.txt", ...tags);
  const failed = outcomes.filter(({ status }) => status === "failed").map(({ reference }) => reference);
  expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(43);
  expect(new Set(failed)).toEqual(new Set(refused.map(({ name }) => name)));
  expect(requests.count("TagResources")).toBe(5);
});

test("check, enforce, export, migrate and delete-key-material", async () => {
  const { aws, tencent } = clouds;
  const key = tencent.keys.createKey({ tags: { Team: "a" } });
  await write(
    "crosstag-policy.yaml",
    "version: 1\nrules:\n  - id: team\n    scope: { clouds: [tencent] }\n    spelling: [team]\n    required: [team]\n",
  );
  expectExit(await run("check", "--cloud", "tencent"), 2);
  await succeed("enforce", "--cloud", "tencent", "--out", "fix.json");
  await succeed("apply", "fix.json");
  expect(tencent.keys.tagsOf(key.name)).toEqual({ team: "a" });
  await succeed("check", "--cloud", "tencent");

  await succeed("export", "--cloud", "tencent", "--out", "tencent.jsonl");
  const source = aws.keys.createKey({ tags: { owner: "Zoë K.", note: "", env: "prod" } });
  await write("map.yaml", `version: 1\nmatch: { pairs: [{ from: "${source.arn}", to: "${key.name}" }] }\n`);
  const sides = ["--from", "aws", "--to", "tencent", "--map", "map.yaml"];
  const refused = await run("migrate", ...sides, "--out", "copy.json");
  expectExit(refused, 2);
  // The Tag service refuses an empty value, which AWS has.
  expect(refused.stderr).toContain('The tag "note" would be lost');
  await succeed("migrate", ...sides, "--allow-loss", "--out", "copy.json");
  await succeed("apply", "copy.json");
  expect(tencent.keys.tagsOf(key.name)).toEqual({ team: "a", owner: "Zoë K.", env: "prod" });
  const { stdout } = await run("diff", "tencent.jsonl", "tencent");
  expect(stdout).toContain("owner");

  const external = tencent.keys.createKey({ origin: "EXTERNAL" });
  const remove = ["delete-key-material", external.keyId, "--cloud", "tencent"];
  const materialId = await run(...remove, "--material-id", "abc", "--dry-run");
  expectExit(materialId, 2);
  expect(materialId.stderr).toContain("materials have no ids");
  const unconfirmed = await run(...remove, "--confirm", key.keyId);
  expect(unconfirmed.exitCode).not.toBe(0);
  expect(unconfirmed.stderr).toContain(`confirm with "${external.keyId}"`);
  expect(tencent.keys.describe(external.name).hasMaterial).toBe(true);
  await succeed(...remove, "--confirm", external.keyId);
  expect(tencent.keys.describe(external.name)).toMatchObject({ hasMaterial: false, state: "PendingImport" });
});
