import { expect, test } from "vitest";
import { runSecondWriterSeed } from "./second-writer-seed.ts";

// `npm run test:second-writers` runs a thousand seeds.
test.each([{ versioned: true }, { versioned: false }])(
  "a second writer on a cloud that replaces all tags: no loss with versions, none unreported without ($versioned)",
  async ({ versioned }) => {
    const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
    const results = await Promise.all(seeds.map((seed) => runSecondWriterSeed(seed, versioned)));
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
    const sum = (key: "conflicts" | "lost" | "reported") => results.reduce((total, one) => total + one[key], 0);
    // The other program was in the way.
    expect(sum("conflicts") > 0).toBe(versioned);
    expect(sum("lost") > 0).toBe(!versioned);
    expect(sum("reported") > 0 || versioned).toBe(true);
  },
);
