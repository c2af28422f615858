import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgeHolder, lockSocketPath } from "../../src/node/lock-holder.ts";
import type { LockHolder } from "../../src/node/lock-holder.ts";
import { listenOn } from "../../src/node/lock-socket.ts";
import { isRunning, thisProcess } from "../../src/node/process-identity.ts";
import type { ProcessIdentity } from "../../src/node/process-identity.ts";

const ID = "0123456789abcdef01234567";

describe("judgeHolder", () => {
  let folder = "";
  let lockPath = "";
  let self: ProcessIdentity;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-lock-"));
    lockPath = join(folder, "journal.jsonl.lock");
    self = await thisProcess();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A holder without a socket, that is judged by its number. */
  const silent = (changes: Partial<LockHolder> = {}): LockHolder => ({ ...self, id: ID, listens: false, ...changes });
  /** No process has this number: it is above the highest that Linux and macOS give out. */
  const NOT_THERE = 99_999_999;

  it("knows a living process of its own namespace by its number and its start", async () => {
    expect(await judgeHolder(lockPath, silent(), self)).toBe("alive");
    expect(await judgeHolder(lockPath, silent({ pid: NOT_THERE }), self)).toBe("dead");
  });

  it.skipIf(process.platform !== "linux")("knows a number that was given out again by another start", async () => {
    expect(await judgeHolder(lockPath, silent({ pid: process.ppid, started: "1" }), self)).toBe("dead");
    expect(await judgeHolder(lockPath, silent({ started: "1" }), self)).toBe("dead");
  });

  it.skipIf(process.platform !== "linux")("knows nothing of a number in another namespace", async () => {
    expect(await judgeHolder(lockPath, silent({ namespace: "pid:[1]" }), self)).toBe("other-container");
    expect(await judgeHolder(lockPath, silent({ namespace: "pid:[1]", pid: NOT_THERE }), self)).toBe("other-container");
    const { namespace: _, ...withoutNamespace } = silent();
    expect(await judgeHolder(lockPath, withoutNamespace, self)).toBe("other-container");
  });

  it("believes the socket before the number", async () => {
    const socket = await listenOn(lockSocketPath(lockPath, ID));
    const elsewhere = { listens: true, namespace: "pid:[1]", pid: NOT_THERE };
    expect(await judgeHolder(lockPath, silent(elsewhere), self)).toBe("alive");
    await socket?.close();
    // Its file is gone: it was removed, which says nothing about the process.
    expect(await judgeHolder(lockPath, silent(elsewhere), self)).toBe("other-container");
    expect(await judgeHolder(lockPath, silent({ listens: true }), self)).toBe("alive");
  });

  it.skipIf(process.platform !== "linux")(
    "takes a lock of another start of the machine for dead on a local disk only",
    async () => {
      const before = silent({ boot: "another", host: "elsewhere" });
      expect(await judgeHolder(lockPath, before, self)).toBe("dead");
      expect(await judgeHolder("/proc/journal.jsonl.lock", before, self)).toBe("other-machine");
      const { boot: _, ...withoutBoot } = silent();
      expect(await judgeHolder(lockPath, withoutBoot, self)).toBe("other-machine");
    },
  );

  it("goes by the host's name if the system does not name its start", async () => {
    const { pid, host } = self;
    const mac: ProcessIdentity = { pid, host };
    expect(await judgeHolder(lockPath, { ...mac, id: ID, listens: false }, mac)).toBe("alive");
    expect(await judgeHolder(lockPath, { ...mac, id: ID, listens: false, pid: NOT_THERE }, mac)).toBe("dead");
    expect(await judgeHolder(lockPath, { ...mac, id: ID, listens: false, host: "elsewhere" }, mac)).toBe(
      "other-machine",
    );
  });
});

describe("isRunning", () => {
  it("goes by the number alone if the start is not known", async () => {
    expect(await isRunning({ pid: process.pid })).toBe(true);
    expect(await isRunning({ pid: 99_999_999 })).toBe(false);
  });
});
