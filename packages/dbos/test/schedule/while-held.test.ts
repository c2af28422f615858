import { expect, it } from "vitest";
import { whileHeld } from "../../src/schedule/while-held.ts";

function holder() {
  const leaving = new AbortController();
  const state = { lost: false, lapse: new AbortController(), settle: () => {} };
  const lease = {
    get lost() {
      return state.lost;
    },
    get signal() {
      return state.lapse.signal;
    },
    settled: () =>
      state.lapse.signal.aborted ? new Promise<void>((resolve) => (state.settle = resolve)) : Promise.resolve(),
  };
  return { leaving, state, given: { lease, leaving: leaving.signal } };
}

it("work whose lease lapses is done again when it is held again, and other errors are its end", async () => {
  const { state, given } = holder();
  let begun = 0;
  const done = whileHeld(given, async (signal) => {
    begun += 1;
    if (begun === 2) return "done";
    state.lapse.abort();
    await Promise.resolve();
    signal.throwIfAborted();
    return "cut off";
  });
  await new Promise(setImmediate);
  expect(begun).toBe(1);
  state.lapse = new AbortController();
  state.settle();
  expect(await done).toBe("done");
  await expect(whileHeld(given, () => Promise.reject(new Error("wrong")))).rejects.toThrow("wrong");
});

it("work is left to other workers if the lease is lost, or the worker ends", async () => {
  for (const end of ["lost", "leaving"] as const) {
    const { leaving, state, given } = holder();
    let begun = 0;
    const left = whileHeld(given, (signal) => {
      begun += 1;
      if (end === "leaving") leaving.abort();
      else state.lapse.abort();
      return Promise.reject(signal.reason as Error);
    });
    await new Promise(setImmediate);
    state.lost = end === "lost";
    state.settle();
    expect([await Promise.race([left, new Promise((resolve) => setImmediate(resolve, "waits"))]), begun]).toEqual([
      "waits",
      1,
    ]);
  }
});
