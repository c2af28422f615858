import { AdapterRegistry, openCrosstag, type CloudConfiguration } from "@crosstag/clouds";
import { expect, test } from "vitest";
import { memoryAdapter } from "../memory-adapter.ts";
import { memoryFleet, type MemoryFleet } from "./memory-fleet.ts";
import { memoryStore } from "./memory-store.ts";

const [SHOP, LAKE, OWN] = ["111122223333", "222233334444", "333344445555"];

const ENTRY: CloudConfiguration = {
  provider: "memory",
  accounts: [SHOP ?? "", LAKE ?? "", { id: OWN ?? "", quotas: { writeTags: 3 } }],
  assumeRole: { name: "Audit" },
  regions: ["memory-1"],
  quotas: "discover",
};

const RATES = { [`${SHOP}/memory-1`]: { writeTags: 25 } };

function openProduction(fleet: MemoryFleet, store = memoryStore()) {
  return openCrosstag({
    configuration: { clouds: { production: ENTRY } },
    registry: new AdapterRegistry().register(fleet.adapter),
    cache: { store, now: () => new Date("2026-11-29T12:00:00Z") },
  });
}

/** The rates of writes by account, as a plan for one key of each account counts with them. */
async function ratesOf(fleet: MemoryFleet, store: ReturnType<typeof memoryStore>) {
  await using crosstag = await openProduction(fleet, store);
  for await (const _ of crosstag.findResources());
  for (const cloud of fleet.clouds.values()) cloud.scene.create("key");
  const desired = { version: 1 as const, statements: [{ select: {}, set: { team: "search" } }] };
  const draft = crosstag.planTags({ desired });
  for await (const _ of draft.entries);
  const { costs } = draft.complete().summary;
  return Object.fromEntries(costs.map(({ scope, requestsPerSecond }) => [scope.split("/")[1], requestsPerSecond]));
}

function asked({ log }: MemoryFleet): readonly string[] {
  return log.filter((line) => line.startsWith("quotas")).toSorted();
}

test("each account and region is asked once in an hour, except accounts with rates of their own", async () => {
  const store = memoryStore();
  const first = memoryFleet({ rates: RATES });
  const expected = { [SHOP ?? ""]: 25, [LAKE ?? ""]: 10_000, [OWN ?? ""]: 10_000 };
  expect(await ratesOf(first, store)).toEqual(expected);
  expect(asked(first)).toEqual([`quotas ${SHOP}/memory-1`, `quotas ${LAKE}/memory-1`]);
  const second = memoryFleet({ rates: {} });
  expect(await ratesOf(second, store)).toEqual(expected);
  expect(asked(second)).toEqual([]);
});

test("quotas: discover is refused if the cloud does not report rates", async () => {
  await expect(openProduction(memoryFleet())).rejects.toMatchObject({
    code: "configuration",
    message: "clouds.production: quotas: discover is not possible. The adapter for Memory cloud does not read quotas.",
    hint: "Write the rates by quota id under quotas, or remove the line. Show the ids: crosstag providers",
  });
});

test("an adapter gets no rates from quotas: discover", async () => {
  const { adapter, settings } = memoryAdapter();
  const profile: typeof adapter.profile = (dialect) => ({
    ...adapter.profile(dialect),
    quotaDiscovery: { support: "yes" },
  });
  const configuration = { clouds: { main: { provider: "memory", region: "memory-1", quotas: "discover" } } } as const;
  const registry = new AdapterRegistry().register({ ...adapter, profile });
  await using crosstag = await openCrosstag({ configuration, registry });
  expect(crosstag.drivers.size).toBe(1);
  expect(settings[0]?.quotas).toBeUndefined();
});
