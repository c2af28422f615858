import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderStore } from "@crosstag/clouds";
import { afterAll, beforeAll, expect, test } from "vitest";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-store-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test("texts are kept for this user alone, also in a folder that was open to others", async () => {
  const folder = join(root, "cache", "crosstag");
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const store = folderStore(folder);
  await store.write("one.json", "1");
  await store.write("one.json", "2");
  expect(await store.read("one.json")).toBe("2");
  expect(await readdir(folder)).toEqual(["one.json"]);
  expect([await modeOf(folder), await modeOf(join(folder, "one.json"))]).toEqual([0o700, 0o600]);
});

test("a text that is missing, or that others may have written, is not read", async () => {
  const store = folderStore(root);
  expect(await store.read("none.json")).toBeUndefined();
  await writeFile(join(root, "open.json"), "1");
  await chmod(join(root, "open.json"), 0o666);
  expect(await store.read("open.json")).toBeUndefined();
});

test("a pipe in the place of a file is not waited for, and is replaced", async () => {
  const store = folderStore(root);
  execFileSync("mkfifo", ["-m", "600", join(root, "pipe.json")]);
  expect(await store.read("pipe.json")).toBeUndefined();
  await store.write("pipe.json", "1");
  expect(await store.read("pipe.json")).toBe("1");
});

test("a folder that cannot be made keeps nothing, and nothing fails", async () => {
  await writeFile(join(root, "file"), "");
  const store = folderStore(join(root, "file", "crosstag"));
  await store.write("one.json", "1");
  expect(await store.read("one.json")).toBeUndefined();
});
