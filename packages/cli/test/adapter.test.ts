import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMain } from "./run-main.ts";

let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-adapter-"));
});
afterEach(() => rm(workingDirectory, { recursive: true, force: true }));

const run = (...options: readonly string[]) => runMain(["adapter", ...options], { workingDirectory });

test("writes a package that has the name of the cloud everywhere", async () => {
  expect(await run("new", "acme")).toEqual({
    exitCode: 0,
    stdout: "",
    stderr:
      "Written: crosstag-acme\nNext: cd crosstag-acme, npm install, and npm test, which says what to write next.\n",
  });
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
