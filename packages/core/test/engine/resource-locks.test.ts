import { describe, expect, it } from "vitest";
import { ResourceLocks } from "../../src/engine/resource-locks.ts";

describe("ResourceLocks", () => {
  it("runs writes to one resource one after the other, in the order asked, and others at once", async () => {
    const locks = new ResourceLocks();
    const log: string[] = [];
    let openFirst!: () => void;
    const first = locks.hold(["a", "b"], async () => {
      log.push("first starts");
      await new Promise<void>((resolve) => (openFirst = resolve));
      log.push("first ends");
    });
    const second = locks.hold(["b", "c"], async () => void log.push("second"));
    const third = locks.hold(["c"], async () => void log.push("third"));
    const other = locks.hold(["d"], async () => void log.push("other"));
    await other;
    expect(log).toEqual(["first starts", "other"]);
    openFirst();
    await Promise.all([first, second, third]);
    expect(log).toEqual(["first starts", "other", "first ends", "second", "third"]);
  });

  it("does not stay locked after a failure", async () => {
    const locks = new ResourceLocks();
    await expect(locks.hold(["a"], () => Promise.reject(new Error("x")))).rejects.toThrow("x");
    await expect(locks.hold(["a"], () => Promise.resolve("free"))).resolves.toBe("free");
  });
});
