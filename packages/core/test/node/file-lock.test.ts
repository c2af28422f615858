import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLocked, lockFile } from "../../src/node/file-lock.ts";
import type { FileLock } from "../../src/node/file-lock.ts";
import { openEvidenceJournal } from "../../src/node/evidence-journal.ts";
import { holdLock, IN_ANOTHER_NAMESPACE, loopLock, namespacesMissing } from "./lock-processes.ts";

const NO_NAMESPACES = namespacesMissing();

describe("lockFile", () => {
  let folder = "";
  let path = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-lock-"));
    path = join(folder, "journal.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const held = { code: "configuration", message: expect.stringContaining("another process is writing") as string };

  async function lockAndRelease(): Promise<void> {
    await (await lockFile(path)).release();
  }

  /** Files that a process left that was killed before it had the lock; they are removed when they have some age. */
  async function leftovers(): Promise<readonly string[]> {
    for (const name of await readdir(folder)) await utimes(join(folder, name), 0, 0);
    await lockAndRelease();
    return readdir(folder);
  }

  it("lets one in at a time, and leaves nothing behind", async () => {
    expect(await isLocked(path)).toBe(false);
    const lock = await lockFile(path);
    expect(await isLocked(path)).toBe(true);
    await expect(lockFile(path)).rejects.toMatchObject({
      ...held,
      message: expect.stringContaining(`process ${process.pid} on`),
    });
    expect((await stat(`${path}.lock`)).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await isLocked(path)).toBe(false);
    await lockAndRelease();
    expect(await readdir(folder)).toEqual([]);
  });

  it("holds on a path that is longer than a socket's may be", async () => {
    const deep = join(folder, "d".repeat(150));
    await mkdir(deep);
    path = join(deep, "journal.jsonl");
    const lock = await lockFile(path);
    expect(JSON.parse(await readFile(`${path}.lock`, "utf8"))).toMatchObject({ listens: true });
    await expect(lockFile(path)).rejects.toMatchObject(held);
    await lock.release();
    expect(await readdir(deep)).toEqual([]);
  });

  it("lets one of many in that find a dead lock", async () => {
    const { kill } = await holdLock(path);
    await kill();
    const dead = await readFile(`${path}.lock`, "utf8");
    for (let round = 0; round < 30; round += 1) {
      await writeFile(`${path}.lock`, dead);
      const results = await Promise.allSettled(Array.from({ length: 24 }, () => lockFile(path)));
      const winners = results.filter((result): result is PromiseFulfilledResult<FileLock> => "value" in result);
      expect(winners).toHaveLength(1);
      await winners[0]?.value.release();
    }
    expect(await leftovers()).toEqual([]);
  });

  it("takes over from one that was killed at any step of taking over", async () => {
    const { kill } = await holdLock(path);
    await kill();
    const dead = await readFile(`${path}.lock`, "utf8");
    let deaths = 0;
    for (let killAt = 1; ; killAt += 1) {
      await writeFile(`${path}.lock`, dead);
      const first = await holdLock(path, { killAt });
      await first.kill();
      if (first.said === "locked") break;
      // Now and then a second one finds what the first has left, and leaves as much.
      if (killAt % 4 === 0) await (await holdLock(path, { killAt })).kill();
      deaths += 1;
      expect(await isLocked(path)).toBe(false);
      expect(await leftovers()).toEqual([]);
    }
    expect(deaths).toBeGreaterThan(10);
  });

  it("never lets two in, however many die while they take it", async () => {
    for (let round = 0; round < 2; round += 1)
      await Promise.all(
        Array.from({ length: 4 }, (_, index) => loopLock(path, index === 0 ? 0 : 3 + round * 8 + index * 2)),
      );
    const words = (await readFile(`${path}.log`, "utf8")).trim().split("\n");
    // Who enters leaves before another enters.
    const expected = words.map(
      (_, index) => `${index % 2 === 0 ? "enter" : "leave"} ${pidOf(words[index - (index % 2)])}`,
    );
    expect(words).toEqual(expected);
    expect(words.length).toBeGreaterThan(20);
    await lockAndRelease();
  });

  it("does not take a process for alive that has ended, but that its parent has not waited for", async () => {
    const child = await holdLock(path, { within: ["sh", "-c", '"$@" & exec sleep 60', "sh"] });
    try {
      expect(child.said).toBe("locked");
      const { pid } = JSON.parse(await readFile(`${path}.lock`, "utf8")) as { pid: number };
      expect(pid).not.toBe(child.child.pid);
      await expect(lockFile(path)).rejects.toMatchObject(held);
      process.kill(pid, "SIGKILL");
      // Its threads end one by one, the socket closes with one of them, and the process has ended with the last.
      await expect.poll(() => isLocked(path)).toBe(false);
      await expect.poll(() => readFile(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /);
      await lockAndRelease();
    } finally {
      await child.kill();
    }
  });

  it("does not take a stopped process for dead", async () => {
    const { child, kill } = await holdLock(path);
    child.kill("SIGSTOP");
    expect(await isLocked(path)).toBe(true);
    await expect(lockFile(path)).rejects.toMatchObject(held);
    await kill();
    await lockAndRelease();
  });

  describe.skipIf(NO_NAMESPACES !== "")(`between containers${NO_NAMESPACES && ` (skipped: ${NO_NAMESPACES})`}`, () => {
    it("keeps out a process of another pid namespace with the same number and host name", async () => {
      const first = await holdLock(path, { within: IN_ANOTHER_NAMESPACE });
      expect(first.said).toBe("locked");
      expect(JSON.parse(await readFile(`${path}.lock`, "utf8"))).toMatchObject({ pid: 1 });
      const second = await holdLock(path, { within: IN_ANOTHER_NAMESPACE });
      expect(second.said).toContain("another process is writing to it (process 1 on");
      await expect(lockFile(path)).rejects.toMatchObject(held);
      expect(await isLocked(path)).toBe(true);
      await first.kill();
      expect(await isLocked(path)).toBe(false);
      const third = await holdLock(path, { within: IN_ANOTHER_NAMESPACE });
      expect(third.said).toBe("locked");
      await third.kill();
      await lockAndRelease();
    });

    it("keeps the evidence journal for one of them, too", async () => {
      const journal = await openEvidenceJournal(path);
      const other = await holdLock(path, { within: IN_ANOTHER_NAMESPACE });
      expect(other.said).toContain("another process is writing to it");
      await journal.close();
    });
  });

  it.each(["99999999 another-machine", `${process.ppid}`, "", "x y", "{}", '{"id":"../x","pid":1}'])(
    "does not judge a lock that names no holder: %j",
    async (text) => {
      await writeFile(`${path}.lock`, text);
      expect(await isLocked(path)).toBe(true);
      await expect(lockFile(path)).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining("does not name it"),
        hint: expect.stringContaining(JSON.stringify(`${path}.lock`)),
      });
      expect(await readFile(`${path}.lock`, "utf8")).toBe(text);
      expect(await readdir(folder)).toEqual(["journal.jsonl.lock"]);
    },
  );

  it("says what to remove if the holder cannot be judged", async () => {
    const { kill } = await holdLock(path);
    await kill();
    const dead = JSON.parse(await readFile(`${path}.lock`, "utf8")) as object;
    await writeFile(`${path}.lock`, JSON.stringify({ ...dead, listens: false, namespace: "pid:[1]" }));
    await expect(lockFile(path)).rejects.toMatchObject({
      message: expect.stringContaining("in another container"),
      hint: expect.stringContaining(`remove ${JSON.stringify(`${path}.lock`)}`),
    });
    // On this disk, a lock of another start of the machine is an old one, whatever the host was called.
    await writeFile(`${path}.lock`, JSON.stringify({ ...dead, listens: false, boot: "before", host: "elsewhere" }));
    await lockAndRelease();
  });

  it("lets nothing be written by a holder whose lock was removed or replaced", async () => {
    const journal = await openEvidenceJournal(path);
    await journal.append({ phase: "intent" });
    await rm(`${path}.lock`);
    const other = await openEvidenceJournal(path);
    await other.append({ phase: "of the other" });
    const text = await readFile(path, "utf8");
    await expect(journal.append({ phase: "outcome" })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("was removed or replaced"),
    });
    await expect(journal.append({ phase: "again" })).rejects.toMatchObject({ code: "configuration" });
    expect(await readFile(path, "utf8")).toBe(text);
    await journal.close();
    expect(await isLocked(path)).toBe(true);
    await other.close();
    expect(await readdir(folder)).toEqual(["journal.jsonl"]);
  });
});

function pidOf(line = ""): string {
  return line.split(" ")[1] ?? "";
}
