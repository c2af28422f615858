import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import spawn from "nano-spawn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROGRAM, resultOf, startCrosstag } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
beforeAll(async () => void (scene = await openScene()));
afterAll(() => scene.close());

/** As for `docker run --user 12345`: neither HOME nor an entry in the list of users. */
async function withoutHome(commandLine: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const preload = join(scene.directory, "without-home.mjs");
  await writeFile(
    preload,
    `import os from "node:os";
import { syncBuiltinESMExports } from "node:module";
os.homedir = () => {
  if (process.env.HOME) return process.env.HOME;
  throw Object.assign(new Error("uv_os_homedir returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
};
syncBuiltinESMExports();
`,
  );
  const { HOME: _home, ...rest } = scene.environment;
  const options = {
    directory: scene.directory,
    environment: { ...rest, NODE_OPTIONS: `--import ${preload}`, ...environment },
  };
  return resultOf(startCrosstag(commandLine, options));
}

test("without a home directory every command works that keeps no record", async () => {
  const { arn } = scene.clouds.aws.keys.createKey({});
  scene.clouds.alibaba.keys.createKey({});
  expect((await withoutHome(["--help"])).exitCode).toBe(0);
  const list = await withoutHome(["list"]);
  expect(list).toMatchObject({ exitCode: 0, stderr: "2 resources." });
  const tag = await withoutHome(["tag", arn, "--set", "team=payments"]);
  expect(tag.exitCode).toBe(0);
  await writeFile(
    join(scene.directory, "state.yaml"),
    "version: 1\nstatements:\n  - select: { kinds: [key] }\n    set: { team: search }\n",
  );
  expect((await withoutHome(["plan", "--file", "state.yaml", "--out", "plan.json"])).exitCode).toBe(0);
});

test("without a home directory a command that keeps a record says how to name a place for it", async () => {
  const { arn } = scene.clouds.aws.keys.createKey({});
  const before = scene.requests();
  const ceremony = ["delete-key-material", arn, "--confirm", arn];
  for (const commandLine of [["runs"], ["apply", "plan.json"], ceremony]) {
    const refused = await withoutHome(commandLine);
    expect(refused.exitCode).toBe(64);
    expect(refused.stderr).toContain("the user has no home directory");
    expect(refused.stderr).toContain("--journal, or set XDG_STATE_HOME");
  }
  expect(scene.requests()).toBe(before);
  const given = await mkdtemp(join(scene.directory, "state-"));
  expect((await withoutHome(["apply", "plan.json"], { XDG_STATE_HOME: given })).exitCode).toBe(0);
  expect((await withoutHome(["runs", "--journal", given])).exitCode).toBe(0);
});

test("in a directory that was removed only relative names of files are refused", async () => {
  const remove = join(scene.directory, "remove-directory.mjs");
  await writeFile(
    remove,
    `import { rmdirSync } from "node:fs";
const directory = process.cwd();
// Makes Node forget the answer.
process.chdir(directory);
rmdirSync(directory);
`,
  );
  const gone = async (...commandLine: readonly string[]) => {
    const cwd = await mkdtemp(join(scene.directory, "gone-"));
    const flags = ["--import", remove, ...PROGRAM];
    return resultOf(spawn(process.execPath, [...flags, ...commandLine], { cwd, env: scene.environment }));
  };
  expect((await gone("list")).exitCode).toBe(0);
  const relative = await gone("plan", "--file", "state.yaml");
  expect(relative.exitCode).toBe(64);
  expect(relative.stderr).toContain("the working directory no longer exists");
  expect((await gone("plan", "--file", join(scene.directory, "state.yaml"))).exitCode).toBe(0);
});
