import { execFileSync } from "node:child_process";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { writePlanFile } from "@crosstag/core/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test("a plan of another program that breaks a rule is refused as a whole: exit 2, nothing sent, no run left", async () => {
  const { aws } = scene.clouds;
  const { account, endpoint, region } = aws;
  const arns = ["one", "two"].map(() => aws.keys.createKey().arn);
  const entries = [{ stage: "live" }, { "aws:x": "1" }].map((set, index) => ({
    scope: `aws/${account}/${region}`,
    endpoint,
    reference: arns[index] ?? "",
    kind: "key" as const,
    action: "change" as const,
    before: {},
    set,
    remove: [],
  }));
  const summary = {
    resources: 2,
    changes: 2,
    unchanged: 0,
    skipped: {},
    unreadable: 0,
    tagsAdded: 2,
    tagsChanged: 0,
    tagsRemoved: 0,
    costs: [],
    warnings: [],
  };
  const path = join(scene.directory, "foreign.json");
  async function* each() {
    yield* entries;
  }
  await writePlanFile(path, each(), () => ({ origin: { type: "tag-sets", by: "another program" }, summary }));
  const before = aws.requests.count("TagResource") + aws.requests.count("ListResourceTags");
  const result = await scene.run(["apply", path, "--journal", "runs-of-foreign-plans", "--cloud", "aws"], {
    environment: { CROSSTAG_AWS_ACCOUNT: account },
  });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain(`Entry 2, ${arns[1] ?? ""}`);
  expect(result.stderr).toContain('"aws:x"');
  expect(aws.requests.count("TagResource") + aws.requests.count("ListResourceTags")).toBe(before);
  expect(await readdir(join(scene.directory, "runs-of-foreign-plans"))).toEqual([]);
});

test("a pipe as plan, to read or to write, is refused and not waited for", async () => {
  const pipe = join(scene.directory, "pipe");
  execFileSync("mkfifo", [pipe]);
  const input = "version: 1\nstatements:\n  - select: {}\n    set: { stage: live }\n";
  for (const commandLine of [
    ["apply", pipe],
    ["plan", "-f", "-", "--out", pipe],
  ]) {
    const result = await scene.run(commandLine, { input });
    expect(result.exitCode).toBe(64);
    expect(result.stderr).toContain("it is not a file");
  }
});

test("a run whose folder was renamed is still that run", async () => {
  const { aws } = scene.clouds;
  const arns = Array.from({ length: 3 }, () => aws.keys.createKey({ tags: { moved: "no" } }).arn);
  const state = { version: 1, statements: [{ select: { clouds: ["aws"], kinds: ["key"] }, set: { moved: "yes" } }] };
  expectExit(await scene.run(["plan", "-f", "-", "--out", "moved.json"], { input: JSON.stringify(state) }), 0);
  const started = await scene.run(["apply", "moved.json", "--limit", "1", "--journal", "moved-runs"]);
  expectExit(started, 0);
  const root = join(scene.directory, "moved-runs");
  const [id = ""] = await readdir(root);
  await rename(join(root, id), join(root, "kept"));
  expectExit(await scene.run(["resume", join(root, "kept")]), 0);
  expect(arns.map((arn) => aws.keys.tagsOf(arn)["moved"])).toEqual(["yes", "yes", "yes"]);
});
