import { createVirtualClock } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { RecentWrites } from "../../src/calls/concurrency.ts";

const KEEP_MS = 1_000;

describe("writes of a moment ago", () => {
  it("are known for the whole time, whatever is written meanwhile, and not longer", async () => {
    const clock = createVirtualClock();
    const recent = new RecentWrites(clock, KEEP_MS);
    for (let step = 0; step < 40; step += 1) {
      const at = clock.now();
      recent.note(`key/${step}`, { type: "set", tags: new Map([["step", String(step)]]) });
      for (let earlier = 0; earlier <= step; earlier += 1) {
        const isKept = (step - earlier) * 70 < KEEP_MS;
        expect(recent.of(`key/${earlier}`).get("step"), `${earlier} at ${at} ms`).toBe(
          isKept ? String(earlier) : undefined,
        );
      }
      await clock.sleep(70);
    }
  });

  it("of one resource add up, and begin their time anew", async () => {
    const clock = createVirtualClock();
    const recent = new RecentWrites(clock, KEEP_MS);
    recent.note("key/1", { type: "set", tags: new Map([["team", "a"]]) });
    await clock.sleep(900);
    recent.note("key/1", { type: "remove", tagKeys: ["stage"] });
    await clock.sleep(900);
    expect([...recent.of("key/1")]).toEqual([
      ["team", "a"],
      ["stage", undefined],
    ]);
    recent.note("key/1", { type: "remove", tagKeys: "all" });
    expect([...recent.of("key/1").values()]).toEqual([undefined, undefined]);
    await clock.sleep(KEEP_MS);
    expect([...recent.of("key/1")]).toEqual([]);
  });

  it("cost as little when old ones are forgotten all the time as at first", () => {
    let now = 0;
    const recent = new RecentWrites({ ...createVirtualClock(), now: () => now }, KEEP_MS);
    let number = 0;
    const write = (times: number) => {
      for (let time = 0; time < times; time += 1, now += 0.01)
        recent.note(`key/${(number += 1)}`, { type: "remove", tagKeys: ["team"] });
    };
    /** Milliseconds of the fastest of some rounds. */
    const fastest = () => {
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 10; round += 1) {
        const startedAt = performance.now();
        write(1_000);
        best = Math.min(best, performance.now() - startedAt);
      }
      return best;
    };
    fastest();
    const atFirst = fastest();
    write(120_000);
    // Taking out one after the other took some forty times as long.
    expect(fastest()).toBeLessThan(15 * atFirst);
  });
});
