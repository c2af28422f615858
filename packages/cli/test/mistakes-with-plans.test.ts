import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan, createRun } from "@crosstag/core/node";
import { EMPTY_SUMMARY } from "./plan-of.ts";
import { runMain } from "./run-main.ts";

let workingDirectory: string;

beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-mistakes-"));
});
afterAll(() => rm(workingDirectory, { recursive: true, force: true }));

async function run(...commandLine: readonly string[]) {
  return runMain(commandLine, { workingDirectory, environment: { AWS_REGION: "eu-central-1" } });
}

test("a plan in place of a desired state is recognized", async () => {
  await writeFile(join(workingDirectory, "plan.json"), `{"schema":"crosstag-plan/2","createdAt":"x"}\n`);
  expect(await run("plan", "-f", "plan.json")).toEqual({
    exitCode: 64,
    stdout: "",
    stderr: 'error: "plan.json" is a plan already.\n  To show it: crosstag plan plan.json\n',
  });
});

test("a plan is not read from standard input, where it could be read once only", async () => {
  for (const command of ["plan", "apply"]) {
    const { exitCode, stderr } = await run(command, "-");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("A plan cannot be read from standard input.");
  }
});

test("a file that is not YAML is not reported line by line", async () => {
  await writeFile(join(workingDirectory, "notes.txt"), "- a: }\n".repeat(100));
  const { exitCode, stderr } = await run("plan", "-f", "notes.txt");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: The desired state has \d{2,} problems:/);
  expect(stderr).toMatch(/and \d+ more/);
  expect(stderr.split("\n").length).toBeLessThan(25);
});

test("a selection of a cloud that there is not is refused, since it would select nothing", async () => {
  await writeFile(
    join(workingDirectory, "clouds.yaml"),
    "version: 1\nstatements:\n  - select: { clouds: [aws, alibab, production] }\n    set: { a: b }\n",
  );
  const { exitCode, stderr } = await run("plan", "-f", "clouds.yaml");
  expect(exitCode).toBe(2);
  expect(stderr).toContain('clouds.yaml:3:29: There is no cloud named "alibab".\n  Did you mean alibaba?');
  expect(stderr).toContain(
    'clouds.yaml:3:37: There is no cloud named "production".\n  Write one of: aws, alibaba, tencent.',
  );
});

test("a percentage above 100 is refused", async () => {
  const { exitCode, stderr } = await run("apply", "none.json", "--max-failures", "101%");
  expect(exitCode).toBe(64);
  expect(stderr).toContain("--max-failures 101% is neither a number nor a percentage.");
});

test("a limit that would refuse every plan is refused", async () => {
  for (const commandLine of [
    ["apply", "none.json", "--max-changes", "0"],
    ["enforce", "--max-changes", "0"],
  ]) {
    const { exitCode, stderr } = await run(...commandLine);
    expect(exitCode).toBe(64);
    expect(stderr).toContain("--max-changes 0 would refuse every plan.");
  }
});

test("undo of a run that has written nothing down says so", async () => {
  const plan = createPlan([], { origin: { type: "tag-sets", by: "test" }, summary: EMPTY_SUMMARY });
  const created = await createRun(join(workingDirectory, "runs"), plan);
  const { exitCode, stderr } = await run("undo", created.id, "--journal", "runs");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("it has no records: nothing was sent.");
});
