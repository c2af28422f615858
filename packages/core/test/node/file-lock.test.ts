import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLocked, lockFile } from "../../src/node/file-lock.ts";

describe("lockFile", () => {
  let folder = "";
  let path = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-lock-"));
    path = join(folder, "journal.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const held = { code: "configuration", message: expect.stringContaining("another process") as string };

  it("lets one in at a time, and leaves nothing behind", async () => {
    expect(await isLocked(path)).toBe(false);
    const unlock = await lockFile(path);
    expect(await isLocked(path)).toBe(true);
    await expect(lockFile(path)).rejects.toMatchObject(held);
    await unlock();
    const again = await lockFile(path);
    expect(await readFile(`${path}.lock`, "utf8")).toBe(`${process.pid} ${hostname()}`);
    await again();
    expect(await readdir(folder)).toEqual([]);
  });

  it("lets one of many in that find a dead lock", async () => {
    for (let round = 0; round < 50; round += 1) {
      // No process has this number: it is above the highest that Linux and macOS give out.
      await writeFile(`${path}.lock`, `99999999 ${hostname()}`);
      const results = await Promise.allSettled(Array.from({ length: 24 }, () => lockFile(path)));
      const winners = results.filter(({ status }) => status === "fulfilled");
      expect(winners).toHaveLength(1);
      await (winners[0] as PromiseFulfilledResult<() => Promise<void>>).value();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it("passes over the lock of a process that had this one's number, as in containers", async () => {
    await writeFile(`${path}.lock`, `${process.pid} ${hostname()}`);
    expect(await isLocked(path)).toBe(false);
    await (
      await lockFile(path)
    )();
  });

  it.each(["99999999 another-machine", `${process.ppid}`, "", "x y"])(
    "does not judge a lock that may be held: %j",
    async (text) => {
      await writeFile(`${path}.lock`, text);
      expect(await isLocked(path)).toBe(true);
      await expect(lockFile(path)).rejects.toMatchObject({
        ...held,
        hint: expect.stringContaining(JSON.stringify(`${path}.lock`)),
      });
      expect(await readFile(`${path}.lock`, "utf8")).toBe(text);
    },
  );
});
