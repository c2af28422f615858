import { array, assert, asyncProperty, constantFrom, double, integer, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { mostInOneSecond, simulateMachine } from "./simulated-machine.ts";

/** Times from the seconds between them, each of which is at least one. */
function oneAfterTheOther(seconds: readonly number[]): readonly number[] {
  return seconds.map((first, index) => seconds.slice(0, index).reduce((sum, each) => sum + each + 1, first));
}

/** Others spend half of a quota of 20 from the fourth second on. */
const halfFromFour = (seconds: number) => (seconds < 4 ? 20 : 10);

describe("processes that share the budget of a quota", () => {
  it.each([1, 2, 3])("never exceed it in any second, nor at the start (seed %i)", async (seed) => {
    const course = await simulateMachine({ quota: 10, seed, processes: 4, calls: 30 });
    expect(course.throttled).toBe(0);
    expect(mostInOneSecond(course.sent)).toBeLessThanOrEqual(11);
    expect(course.seconds).toBeLessThan((120 / 10) * 1.05);
    expect(course.accepted).toEqual([30, 30, 30, 30]);
  });

  it("use a quota of 100/s, and each of them as much as the others", async () => {
    const course = await simulateMachine({ quota: 100, seed: 7, processes: 4, calls: 150, slowestMessageMs: 1 });
    expect(course.throttled).toBe(0);
    expect(mostInOneSecond(course.sent)).toBeLessThanOrEqual(101);
    expect(course.seconds).toBeLessThan((600 / 100) * 1.05);
    expect(Math.min(...course.finished) / course.seconds).toBeGreaterThan(0.9);
  });

  it("slow down together when others spend half of it", async () => {
    const course = await simulateMachine({ quota: 20, seed: 3, processes: 4, calls: 100, left: halfFromFour });
    expect(course.throttled / course.sent.length).toBeLessThan(0.05);
    expect(course.accepted).toEqual([100, 100, 100, 100]);
    expect(course.seconds).toBeLessThan((4 + 320 / 10) * 1.15);
  });

  it("never exceed it, however many they are, however late messages are, whichever are killed", async () => {
    const loads = record({
      quota: integer({ min: 2, max: 60 }),
      seed: integer(),
      processes: integer({ min: 1, max: 7 }),
      slowestMessageMs: constantFrom(0.5, 3, 8),
      killedAt: array(double({ min: 0.1, max: 4, noNaN: true }), { maxLength: 3 }).map(oneAfterTheOther),
    });
    await assert(
      asyncProperty(loads, async (load) => {
        const calls = Math.ceil((load.quota * 10) / load.processes);
        const course = await simulateMachine({ ...load, calls });
        expect(mostInOneSecond(course.sent)).toBeLessThanOrEqual(load.quota + 1);
        expect(course.throttled).toBe(0);
        const survivors = course.accepted.slice(load.killedAt.length);
        expect(survivors).toEqual(survivors.map(() => calls));
      }),
      { numRuns: 40 },
    );
  });
});
