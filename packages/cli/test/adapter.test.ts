import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nextLines } from "../src/commands/adapter/next-lines.ts";
import { runMain } from "./run-main.ts";

let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-adapter-"));
});
afterEach(() => rm(workingDirectory, { recursive: true, force: true }));

const run = (...options: readonly string[]) => runMain(["adapter", ...options], { workingDirectory });

test("writes a package that has the name of the cloud everywhere", async () => {
  const { exitCode, stdout, stderr } = await run("new", "acme");
  expect([exitCode, stdout]).toEqual([0, ""]);
  // Nothing is published yet, and this command runs from a clone.
  const clone = resolve(import.meta.dirname, "../../..");
  expect(stderr.split("\n")).toEqual([
    "Written: crosstag-acme",
    "Next:",
    "  cd crosstag-acme",
    `  npm --prefix ${clone} pack --workspace @crosstag/core --workspace @crosstag/conformance --pack-destination "$PWD"`,
    expect.stringMatching(/^ {2}npm install --save-dev \.\/crosstag-core-\S+\.tgz \.\/crosstag-conformance-\S+\.tgz$/),
    "  npm test",
    "",
  ]);
  const folder = join(workingDirectory, "crosstag-acme");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["package.json", "adapter.ts", "profile.ts", "driver.ts", "harness.ts"]),
  );
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
  expect(texts.join("\n")).not.toContain("CLOUD");
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({ name: "crosstag-acme" });
});

test("says what an installed command needs", () => {
  expect(nextLines("my adapter", { version: "1.2.3" })).toEqual([
    "Next:",
    "  cd 'my adapter'",
    "  npm install",
    "  npm test",
    "Until @crosstag/core and @crosstag/conformance are published, pack them in a clone and install those files first.",
  ]);
});

test("overwrites nothing", async () => {
  await mkdir(join(workingDirectory, "mine"));
  await writeFile(join(workingDirectory, "mine/package.json"), "mine");
  const { exitCode, stderr } = await run("new", "acme", "--out", "mine");
  expect([exitCode, stderr]).toEqual([64, expect.stringMatching(/"mine" already exists\.[\s\S]*--out <folder>/)]);
  expect(await readdir(join(workingDirectory, "mine"))).toEqual(["package.json"]);
  expect(await readFile(join(workingDirectory, "mine/package.json"), "utf8")).toBe("mine");
});

test.each(["Acme", "9clouds", "../up", "a b", ""])("refuses the name %j, and writes nothing", async (name) => {
  const { exitCode, stderr } = await run("new", name);
  expect([exitCode, stderr]).toEqual([64, expect.stringMatching(/is not the name of a cloud\.[\s\S]*lower-case/)]);
  expect(await readdir(workingDirectory)).toEqual([]);
});
