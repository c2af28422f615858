import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { runMain } from "./run-main.ts";

let clouds: LocalClouds;
let workingDirectory: string;

beforeEach(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-apply-"));
  // The SDKs read credentials from the environment of the process.
  for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
  await desire({ stage: "production" });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await clouds.close();
  await rm(workingDirectory, { recursive: true, force: true });
});

const desire = (set: Readonly<Record<string, string>>, file = "crosstag-tags.yaml") =>
  writeFile(
    join(workingDirectory, file),
    JSON.stringify({ version: 1, statements: [{ select: { kinds: ["key"] }, set }] }),
  );

const run = (commandLine: readonly string[], world: Partial<CommandContext> = {}) =>
  runMain(commandLine, { workingDirectory, environment: process.env, ...world });
const apply = (options: readonly string[], world: Partial<CommandContext> = {}) =>
  run(["apply", "--cloud", "aws", "--progress", "off", "--journal", "runs", ...options], world);

const written = () => clouds.aws.requests.count("TagResource");

test("apply without a plan file plans, shows, asks, and applies; a plan that is only shown says how to keep it", async () => {
  const keys = clouds.aws.keys.addMany(5);
  expect((await run(["plan", "--cloud", "aws"])).stderr).toContain(
    "To keep it for `crosstag apply`: add --out plan.json",
  );
  await run(["plan", "--cloud", "aws", "--out", "plan.json"]);
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return "yes";
  };
  const { exitCode, stdout, stderr } = await apply([], { ask });
  expect({ exitCode, questions }).toEqual({
    exitCode: 0,
    questions: ["Change the tags of 5 resources as shown? (yes/no)"],
  });
  expect(stdout).toMatch(/^Same changes: 5 resources\n {2}\+ stage = production\n/);
  expect(stdout).toContain("5 resources: 5 changed, 0 unchanged, 0 skipped, 0 failed, 0 unknown.");
  expect(stderr).toContain("To undo it: crosstag undo ");
  for (const { arn } of keys) expect(clouds.aws.keys.tagsOf(arn)).toEqual({ stage: "production" });

  // Only a plan with changes is worth keeping.
  expect((await run(["plan", "--cloud", "aws"])).stderr).not.toContain("--out");
  const again = await apply([], { ask });
  expect(again).toMatchObject({
    exitCode: 0,
    stdout: "Nothing to change: all 5 resources already have the desired tags.\n",
  });
  expect(questions).toHaveLength(1);

  // A run that finds everything as planned; its undo says the same with and without --dry-run.
  await apply(["plan.json"]);
  for (const dry of [[], ["--dry-run"]]) {
    const { stdout: shown, stderr: said } = await run(["undo", "latest", "--journal", "runs", ...dry]);
    expect(shown).toBe("");
    expect(said).toMatch(/^Run \S+ has changed nothing: there is nothing to undo\./);
  }
});

test.each(["no", "", undefined])("the answer %j changes nothing", async (answer) => {
  clouds.aws.keys.addMany(2);
  const { exitCode, stderr } = await apply([], { ask: async () => answer });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("The changes were not confirmed. Nothing was changed.");
  expect(written()).toBe(0);
});

test.each([
  [[], "Cannot ask for confirmation: not a terminal. Nothing was changed."],
  [["--no-input"], "Cannot ask for confirmation: --no-input is set. Nothing was changed."],
])("without a question (%j) it refuses and says what to type", async (options, message) => {
  clouds.aws.keys.addMany(1);
  const { exitCode, stdout, stderr } = await apply(options, options.length > 0 ? { ask: async () => "yes" } : {});
  expect(exitCode).toBe(4);
  expect(stdout).toContain("Plan: 1 resource to change");
  expect(stderr).toContain(message);
  expect(stderr).toContain(
    "  Add --yes, or review the plan first: crosstag plan --out plan.json; then: crosstag apply plan.json\n",
  );
  expect(written()).toBe(0);
});

test("a plan that changes more than it may is refused before the question, and its accounts are shown before it", async () => {
  for (const id of ["222233334444", "333344445555"]) clouds.aws.accounts.add({ id });
  for (const id of ["222233334444", "333344445555", "333344445555"]) clouds.aws.in(id).createKey();
  await writeFile(
    join(workingDirectory, "crosstag.yaml"),
    `clouds: { aws: { provider: aws, endpoint: "${clouds.aws.endpoint}", regions: [us-east-1], accounts: ["222233334444", "333344445555"], assumeRole: { name: OrganizationAccountAccessRole } } }`,
  );
  const questions: string[] = [];
  const ask = async (question: string) => (questions.push(question), "no");
  for (const [flag, value, what] of [
    ["--max-changes", "2", "The plan changes 3 resources, and at most 2 are allowed (--max-changes)."],
    ["--max-accounts", "1", "The plan changes resources in 2 accounts (most in aws/333344445555), and at most 1"],
  ] as const) {
    const { exitCode, stderr } = await apply([flag, value], { ask });
    expect(stderr).toContain(what);
    expect({ exitCode, questions }).toEqual({ exitCode: 4, questions: [] });
  }
  const { stderr } = await apply(["--max-changes", "3", "--max-accounts", "2"], { ask });
  expect(stderr).toContain("Resources to change in 2 accounts: 2 in aws/333344445555, 1 in aws/222233334444.");
  expect(questions).toHaveLength(1);
  expect(written()).toBe(0);
});

test("--yes applies without a question, -f names the file, and JSON has the outcomes alone", async () => {
  const [key] = clouds.aws.keys.addMany(1);
  await desire({ team: "payments" }, "other.yaml");
  const { exitCode, stdout } = await apply(["-f", "other.yaml", "--yes", "--output", "jsonl"]);
  expect(exitCode).toBe(0);
  const [outcome] = stdout.split("\n").map((line) => (line === "" ? undefined : (JSON.parse(line) as object)));
  expect(outcome).toMatchObject({ status: "changed", reference: key?.arn });
  expect(stdout).not.toContain("before");
  expect(clouds.aws.keys.tagsOf(key?.arn ?? "")).toEqual({ team: "payments" });
});

test("a dry run shows the plan and changes nothing", async () => {
  clouds.aws.keys.addMany(1);
  const { exitCode, stdout, stderr } = await apply(["--dry-run", "--yes"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Plan: 1 resource to change");
  expect(stderr).toContain("Dry run: nothing was changed.\n");
  expect(written()).toBe(0);
});

test("what could not be read is not applied, and the exit code says so", async () => {
  const arn = clouds.aws.keys.createKey().arn;
  const unknown = arn.replace(/key.*$/, "key/0987dcba-09fe-87dc-65ba-ab0987654321");
  const statements = [{ select: { references: [arn, unknown] }, set: { stage: "test" } }];
  await writeFile(join(workingDirectory, "crosstag-tags.yaml"), JSON.stringify({ version: 1, statements }));
  const { exitCode, stdout } = await apply(["--yes"]);
  expect(exitCode).toBe(3);
  expect(stdout).toContain("Unreadable, not-found: 1 resource");
  expect(clouds.aws.keys.tagsOf(arn)).toEqual({ stage: "test" });
});

test("options of planning with a plan file, and of plan files without one, are refused", async () => {
  for (const [option, ...rest] of [
    ["--file", "a.yaml"],
    ["--change-software-tags"],
    ["--access-policy", "a.json"],
    ["--read-access-policies"],
    ["--describe-states", "never"],
  ]) {
    const { exitCode, stderr } = await apply(["plan.json", option ?? "", ...rest]);
    expect(exitCode).toBe(64);
    expect(stderr).toBe(
      `error: ${option} is for making a plan, and "plan.json" is a plan already.\n  Omit ${option}, or omit the plan file to make a new plan.\n`,
    );
  }
  const { exitCode, stderr } = await apply(["--digest", `sha256:${"0".repeat(64)}`]);
  expect(exitCode).toBe(64);
  expect(stderr).toContain("Write: crosstag apply PLAN --digest HASH");
});
