import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolders } from "../../src/node/make-folders.ts";

it("creates missing folders, keeps existing ones, and ends if nothing can be created", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-folders-"));
  try {
    await makeFolders(join(folder, "a/b/c"), 0o700);
    expect((await stat(join(folder, "a/b"))).mode & 0o777).toBe(0o700);
    await makeFolders(join(folder, "a/b/c"), 0o700);
    await writeFile(join(folder, "file"), "");
    await expect(makeFolders(join(folder, "file"), 0o700)).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolders(join(folder, "file/below"), 0o700)).rejects.toMatchObject({ code: "ENOTDIR" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it("creates folders that others create at the same time", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-folders-"));
  try {
    for (let round = 0; round < 20; round += 1) {
      const names = Array.from({ length: 8 }, (_, depth) => `depth-${depth}`);
      const paths = names.map((_, depth) => join(folder, `${round}`, ...names.slice(0, depth + 1)));
      await Promise.all([...paths, ...paths].map((path) => makeFolders(path, 0o700)));
      expect((await stat(paths.at(-1) as string)).isDirectory()).toBe(true);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it.skipIf(!existsSync("/proc/self"))("ends where the system has no such folder (needs /proc)", async () => {
  await expect(makeFolders("/proc/no/such/folder", 0o700)).rejects.toMatchObject({ code: "ENOENT" });
});
