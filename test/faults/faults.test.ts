import { expect, test } from "vitest";
import { runSeed } from "./run-seed.ts";

// `npm run test:faults` runs a thousand of them.
test.each([1, 2, 3, 4, 5, 6])(
  "seed %i: a run with every fault, killed and resumed, ends as planned and can be undone",
  async (seed) => {
    const { problems, resources } = await runSeed(seed);
    expect(problems).toEqual([]);
    expect(resources).toBeGreaterThan(5);
  },
);
