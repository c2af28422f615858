import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/testing.ts";

describe("createVirtualClock", () => {
  it("lets 1,000 seconds of sleeps pass in far less than one", async () => {
    const clock = createVirtualClock();
    // CPU time: other processes may use the cores.
    const startedAt = process.cpuUsage();
    let wakes = 0;
    const worker = async (milliseconds: number): Promise<void> => {
      while (clock.now() < 1_000_000) {
        await clock.sleep(milliseconds);
        wakes += 1;
      }
    };
    await Promise.all([worker(100), worker(1000), worker(333)]);
    expect(clock.now()).toBe(1_000_332 - (1_000_332 % 333));
    expect(wakes).toBe(10_000 + 1_000 + 3_004);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });

  it("wakes by time and then by order, each to its rest before the next", async () => {
    const clock = createVirtualClock();
    const course: string[] = [];
    const sleeper = async (name: string, milliseconds: number): Promise<void> => {
      await clock.sleep(milliseconds);
      course.push(`${name} at ${clock.now()}`);
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      course.push(`${name} done`);
    };
    await Promise.all([sleeper("b", 20), sleeper("c", 20), sleeper("a", 10)]);
    expect(course).toEqual(["a at 10", "a done", "b at 20", "b done", "c at 20", "c done"]);
  });

  it("does not pass while promises are still busy", async () => {
    const clock = createVirtualClock();
    const deadline = clock.sleep(1).then(() => "deadline");
    const work = (async () => {
      for (let turn = 0; turn < 10_000; turn += 1) await Promise.resolve();
      return "work";
    })();
    expect(await Promise.race([deadline, work])).toBe("work");
  });

  it("ends a sleep with the signal's reason, and forgets it", async () => {
    const clock = createVirtualClock({ autoAdvance: false });
    const controller = new AbortController();
    const sleep = clock.sleep(1_000, controller.signal);
    controller.abort(new Error("enough"));
    await expect(sleep).rejects.toThrow("enough");
    await expect(clock.sleep(1_000, controller.signal)).rejects.toThrow("enough");
    expect(clock.sleepers).toBe(0);
  });

  it("runs timers, unless they are stopped", async () => {
    const clock = createVirtualClock();
    const times: number[] = [];
    clock.startTimer?.(30, () => times.push(clock.now()));
    const stop = clock.startTimer?.(20, () => times.push(-1));
    stop?.();
    await clock.sleep(100);
    expect(times).toEqual([30]);
  });

  it("moves manually if that is configured", async () => {
    const clock = createVirtualClock({ startMs: 5, autoAdvance: false });
    const course: number[] = [];
    void (async () => {
      await clock.sleep(10);
      course.push(clock.now());
      await clock.sleep(10);
      course.push(clock.now());
    })();
    await clock.advance(9);
    expect([clock.now(), ...course]).toEqual([14]);
    await clock.advance(30);
    expect([clock.now(), ...course]).toEqual([44, 15, 25]);
  });
});
