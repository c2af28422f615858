import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { driverMethod } from "../../src/driver.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import {
  createMemoryCloud,
  createVirtualClock,
  decorateDriver,
  ONE_BY_ONE_SHAPE,
  type VirtualClock,
} from "../../src/testing.ts";

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

/** Some accounts have no credentials, and one account of the same region works, and waits meanwhile. */
function openBroken(broken: (clock: VirtualClock) => Partial<KmsDriver>) {
  const clock = createVirtualClock();
  const cloudOf = (account: string) => createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, account, region: "good" });
  const drivers = Array.from({ length: 10 }, (_, index) => {
    const { driver } = cloudOf(String(2_000 + index));
    return decorateDriver(driver, { callTimeoutMs: 15_000, ...broken(clock) });
  });
  const { driver, scene } = cloudOf("1000");
  const key = scene.create("key");
  let tries = 0;
  const slow = decorateDriver(driver, {
    callTimeoutMs: 3_600_000,
    listResources: async (request, context) => {
      tries += 1;
      if (tries > 1) return driverMethod(driver, "listResources")(request, context);
      await clock.sleep(600_000);
      throw new NoCredentials();
    },
    classify: () => ({ ...ISSUER_AWAY, unreachable: false, withoutCredentials: false }),
  });
  return { key, crosstag: createCrosstag([...drivers, slow], { clock }) };
}

class NoCredentials extends Error {}

const ISSUER_AWAY: Failure = {
  code: "unavailable",
  retry: "transient",
  applied: "no",
  scope: "call",
  message: "The service that issues the credentials could not be reached.",
  unreachable: true,
  withoutCredentials: true,
};

it.each<[name: string, broken: (clock: VirtualClock) => Partial<KmsDriver>]>([
  ["are not issued", () => ({ listResources: () => Promise.reject(new NoCredentials()), classify: () => ISSUER_AWAY })],
  [
    "do not come in time",
    () => ({
      // As the adapters do: the wait ends with the call, and then they say what it was for.
      listResources: (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new NoCredentials()))),
      classify: () => ({ ...ISSUER_AWAY, code: "unauthenticated", retry: "no", unreachable: false }),
    }),
  ],
])("accounts whose credentials %s do not end the work of others in their region", async (_, broken) => {
  const { key, crosstag } = openBroken(broken);
  const unlisted = new Set<string | undefined>();
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({ onUnlisted: ({ account }) => unlisted.add(account) }))
    found.push(reference);
  expect(found).toEqual([key]);
  expect(unlisted.size).toBe(10);
});
