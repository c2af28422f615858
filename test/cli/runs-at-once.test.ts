import { readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectExit, resultOf } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let arns: readonly string[];

beforeEach(async () => {
  scene = await openScene();
  arns = scene.clouds.aws.keys.addMany(30, { tags: { team: "a" } }).map(({ arn }) => arn);
  await writeFile(
    join(scene.directory, "crosstag-tags.yaml"),
    "version: 1\nstatements: [{ select: {}, set: { team: b } }]\n",
  );
  expectExit(await scene.run(["plan", "--out", "plan.json"]), 0);
});
afterEach(() => scene.close());

const teams = () => new Set(arns.map((arn) => scene.clouds.aws.keys.tagsOf(arn)["team"]));

test("a run that is still running is not undone, and its plan is not applied a second time unless asked for", async () => {
  const apply = scene.start(["apply", "plan.json"]);
  const child = await apply.nodeChildProcess;
  while (scene.clouds.aws.requests.count("TagResource") < 8) await sleep(5);
  child.kill("SIGSTOP");
  const names = await readdir(join(scene.directory, ".local/state/crosstag/runs"));
  const run = names.find((name) => name.startsWith("2")) ?? "";
  expect((await scene.run(["runs"])).stdout).toContain("running");
  const before = scene.requests();
  for (const options of [["--yes"], ["--dry-run"], ["--out", "back.json"]]) {
    const undone = await scene.run(["undo", "latest", ...options]);
    expectExit(undone, 1);
    expect(undone.stderr).toContain(`(process ${child.pid} on `);
    expect(undone.stderr).toContain(`the run ${run} is still running`);
  }
  const resumed = await scene.run(["resume", "latest"]);
  expectExit(resumed, 1);
  expect(resumed.stderr).toContain("another process is writing to it");
  const second = await scene.run(["apply", "plan.json"]);
  expectExit(second, 1);
  expect(second.stderr).toContain(`The run ${run} is applying this plan (process ${child.pid} on `);
  expect(second.stderr).toContain("--allow-concurrent");
  expect(scene.requests()).toBe(before);
  expect((await scene.run(["runs"])).stdout.match(/ running /g)).toHaveLength(1);

  expectExit(await scene.run(["apply", "plan.json", "--allow-concurrent"]), 0);
  expect(teams()).toEqual(new Set(["b"]));
  child.kill("SIGCONT");
  const { exitCode } = await resultOf(apply);
  // What the other run has done first is, for this one, changed since the plan or as desired.
  expect([0, 3]).toContain(exitCode);
  expectExit(await scene.run(["undo", run, "--yes", "--out", "back.json"]), 0);
});

test("a run that was killed before its first record was on disk is begun by resume", async () => {
  expectExit(await scene.run(["apply", "plan.json", "--limit", "1"]), 0);
  const root = join(scene.directory, ".local/state/crosstag/runs");
  const [run = ""] = await readdir(root);
  scene.clouds.aws.keys.setTags(arns[0] ?? "", { team: "a" });
  await truncate(join(root, run, "journal.jsonl"), 0);
  const resumed = await scene.run(["resume", "latest"]);
  expectExit(resumed, 0);
  expect(resumed.stderr).toContain("0 of 30 resources are done already.");
  expect(teams()).toEqual(new Set(["b"]));
});
