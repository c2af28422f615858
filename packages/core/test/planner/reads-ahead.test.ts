import { describe, expect, it } from "vitest";
import { mergeInOrder } from "../../src/planner/merge-in-order.ts";
import { ReadsAhead } from "../../src/planner/reads-ahead.ts";

/** The most reads under way at once, of each cloud and of all, when so many clouds have so many chunks each. */
async function mostAtOnce(clouds: readonly number[]) {
  const ahead = new ReadsAhead();
  const underWay = clouds.map(() => 0);
  const mostOf = clouds.map(() => 0);
  let mostOfAll = 0;
  const sources = clouds.map((chunks, cloud) =>
    ahead.of(
      Array.from({ length: chunks }, (_, chunk) => `${cloud}-${chunk}`),
      async (chunk) => {
        underWay[cloud] = (underWay[cloud] ?? 0) + 1;
        mostOf[cloud] = Math.max(mostOf[cloud] ?? 0, underWay[cloud]);
        mostOfAll = Math.max(
          mostOfAll,
          underWay.reduce((sum, one) => sum + one, 0),
        );
        await new Promise((resolve) => setImmediate(resolve));
        underWay[cloud] -= 1;
        return chunk;
      },
    ),
  );
  const read: string[] = [];
  for await (const chunk of mergeInOrder(sources)) read.push(chunk);
  expect(read).toEqual(clouds.flatMap((chunks, cloud) => Array.from({ length: chunks }, (_, at) => `${cloud}-${at}`)));
  return { mostOf, mostOfAll };
}

describe("reads ahead of the reader of a plan", () => {
  it("are 64 of one cloud, and of each of eight", async () => {
    expect(await mostAtOnce([500])).toEqual({ mostOf: [64], mostOfAll: 64 });
    const { mostOf, mostOfAll } = await mostAtOnce(Array.from({ length: 8 }, () => 500));
    expect(mostOf).toEqual(Array.from({ length: 8 }, () => 64));
    expect(mostOfAll).toBeLessThanOrEqual(512);
  });

  it("are as many in all if a fleet is read, and the share of the last cloud grows again", async () => {
    const { mostOf, mostOfAll } = await mostAtOnce([...Array.from({ length: 100 }, () => 100), 2_000]);
    expect(mostOfAll).toBeLessThanOrEqual(512);
    expect(mostOf.at(-1)).toBe(64);
  });
});
