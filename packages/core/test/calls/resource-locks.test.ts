import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/calls/clock.ts";
import { RequestScope } from "../../src/calls/request-scope.ts";
import { ResourceLocks } from "../../src/calls/concurrency.ts";

const request = new RequestScope({}, systemClock, undefined);

describe("ResourceLocks", () => {
  it("runs writes to one resource one after the other, in the order asked, and others at once", async () => {
    const locks = new ResourceLocks();
    const log: string[] = [];
    let openFirst!: () => void;
    const first = locks.hold(["a", "b"], request, async () => {
      log.push("first starts");
      await new Promise<void>((resolve) => (openFirst = resolve));
      log.push("first ends");
    });
    const second = locks.hold(["b", "c"], request, async () => void log.push("second"));
    const third = locks.hold(["c"], request, async () => void log.push("third"));
    const other = locks.hold(["d"], request, async () => void log.push("other"));
    await other;
    expect(log).toEqual(["first starts", "other"]);
    openFirst();
    await Promise.all([first, second, third]);
    expect(log).toEqual(["first starts", "other", "first ends", "second", "third"]);
  });

  it("does not stay locked after a failure", async () => {
    const locks = new ResourceLocks();
    await expect(locks.hold(["a"], request, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
    await expect(locks.hold(["a"], request, () => Promise.resolve("free"))).resolves.toBe("free");
  });

  it("lets a request that ends while it waits continue at once, and no later one pass the earlier ones", async () => {
    const locks = new ResourceLocks();
    const log: string[] = [];
    let openFirst!: () => void;
    const first = locks.hold(["a"], request, async () => {
      await new Promise<void>((resolve) => (openFirst = resolve));
      log.push("first ends");
    });
    const controller = new AbortController();
    const ending = new RequestScope({ signal: controller.signal }, systemClock, undefined);
    const second = locks.hold(["a"], ending, async () => void log.push("second finds that it has ended"));
    const third = locks.hold(["a"], request, async () => void log.push("third"));
    controller.abort();
    await second;
    expect(log).toEqual(["second finds that it has ended"]);
    openFirst();
    await Promise.all([first, third]);
    expect(log).toEqual(["second finds that it has ended", "first ends", "third"]);
  });
});
