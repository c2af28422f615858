import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import { createMemoryCloud, createVirtualClock, decorateDriver, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";

const ACCOUNTS = 200;

/** A fleet of two regions. In one of them, no call is answered. */
function openFleet() {
  const clock = createVirtualClock();
  const asked = { calls: 0 };
  const clouds = Array.from({ length: ACCOUNTS }, (_, index) => String(1_000 + index)).map((account) => {
    const good = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, account, region: "good" });
    const dead = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, account, region: "dead" });
    const silent = decorateDriver(dead.driver, {
      callTimeoutMs: 15_000,
      listResources: () => {
        asked.calls += 1;
        return new Promise<never>(() => {});
      },
    });
    return { key: good.scene.create("key"), drivers: [silent, good.driver] };
  });
  const crosstag = createCrosstag(
    clouds.flatMap(({ drivers }) => drivers),
    { clock },
  );
  return { clock, asked, crosstag, keys: clouds.map(({ key }) => key) };
}

it("a region that never answers is tried in a few accounts of a fleet, not in each, and is named for all", async () => {
  const { clock, asked, crosstag, keys } = openFleet();
  const startedAt = clock.now();
  const unlisted: UnlistedResources[] = [];
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({ onUnlisted: (one) => unlisted.push(one) }))
    found.push(reference);
  expect(found.toSorted()).toEqual(keys.toSorted());
  expect(new Set(unlisted.map(({ account }) => account)).size).toBe(ACCOUNTS);
  expect(new Set(unlisted.map(({ region, error }) => `${region} ${error.message}`))).toEqual(
    new Set(["dead Memory cloud did not answer: 5 attempts of 15 s each."]),
  );
  // 32 clouds are read at once, and five attempts take 75 s.
  expect(asked.calls).toBeLessThanOrEqual(32 * 5);
  expect((clock.now() - startedAt) / 1_000).toBeLessThan(2 * 75);
});
