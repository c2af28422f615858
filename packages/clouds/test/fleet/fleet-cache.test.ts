import { AdapterRegistry, openCrosstag, type CloudConfiguration, type FleetCache } from "@crosstag/clouds";
import type { OrganizationAccount } from "@crosstag/core/driver";
import { expect, test } from "vitest";
import type { ScopeSelection } from "../../src/fleet/scope-selection.ts";
import { memoryFleet, type MemoryFleetOptions } from "./memory-fleet.ts";
import { memoryStore } from "./memory-store.ts";

const SHOP: OrganizationAccount = { id: "111122223333", name: "shop", state: "active", units: [{ id: "ou-w" }] };
const LAKE: OrganizationAccount = { id: "222233334444", state: "pending-closure", units: [] };
const START = Date.parse("2026-11-29T12:00:00Z");

const ENTRY: CloudConfiguration = {
  provider: "memory",
  organization: {},
  assumeRole: { name: "Audit" },
  regions: ["memory-*"],
};

/** What several processes share: the store. Each opening is a process of its own. */
function processes(entry: Partial<CloudConfiguration> = {}) {
  const store = memoryStore();
  const open = async (
    minute: number,
    fleet: MemoryFleetOptions,
    { use, selection, references }: Partial<FleetCache> & { selection?: ScopeSelection; references?: string[] } = {},
  ) => {
    const { adapter, log } = memoryFleet(fleet);
    const now = () => new Date(START + minute * 60_000);
    await using crosstag = await openCrosstag({
      configuration: { clouds: { production: { ...ENTRY, ...entry } } },
      registry: new AdapterRegistry().register(adapter),
      cache: { store, now, use },
      selection,
      references,
    });
    const asked = log.filter((line) => /^(list|regions)/.test(line));
    return { asked, fleet: crosstag.fleets[0], names: [...crosstag.drivers.keys()] };
  };
  return { store, open };
}

const BOTH = { organization: [SHOP, LAKE] };
const ALL = ["list", `regions ${SHOP.id}`, `regions ${LAKE.id}`];

test("accounts and regions are asked for once an hour", async () => {
  const { open } = processes();
  const first = await open(0, BOTH);
  expect(first.asked).toEqual(ALL);
  expect(first.fleet?.listedAt).toBeUndefined();
  const second = await open(59, BOTH);
  expect(second.asked).toEqual([]);
  expect(second.names).toEqual(first.names);
  expect(second.fleet?.listedAt).toBe("2026-11-29T12:00:00.000Z");
  expect((await open(60, BOTH)).asked).toEqual(ALL);
  // Kept again by the last one.
  expect((await open(119, BOTH)).asked).toEqual([]);
  // The clock was set back: the list is from the future.
  expect((await open(-1, BOTH)).asked).toEqual(ALL);
});

test("what changes resources always asks, and keeps the answers for others", async () => {
  const { open } = processes();
  await open(0, BOTH);
  expect((await open(1, BOTH, { use: "renew" })).asked).toEqual(ALL);
  expect((await open(60, BOTH)).fleet?.listedAt).toBe("2026-11-29T12:01:00.000Z");
  await expect(open(61, { failures: [new Error("AccessDenied")] }, { use: "renew" })).rejects.toMatchObject({
    code: "access-denied",
  });
});

test("an organization that cannot be listed is read by the list of the last day, with a warning", async () => {
  const { open } = processes();
  const denied = () => ({ ...BOTH, failures: [new Error("AccessDenied")] });
  await open(0, BOTH);
  const later = await open(24 * 60, denied());
  expect(later.names).toHaveLength(4);
  expect(later.fleet?.warnings[0]).toBe(
    "production: an earlier list of accounts is used, and newer accounts are missing. The accounts of the organization cannot be listed: The role cannot be assumed.",
  );
  await expect(open(24 * 60 + 1, denied())).rejects.toMatchObject({ code: "access-denied" });
  // The list is from the future, written with a wrong clock.
  await expect(open(-24 * 60 - 1, denied())).rejects.toMatchObject({ code: "access-denied" });
});

test("a list that does not have what is named is asked for again", async () => {
  const { open } = processes();
  await open(0, { organization: [LAKE] });
  const named = (selection: ScopeSelection) => open(1, BOTH, { selection });
  expect((await named({ accounts: [LAKE.id] })).asked).toEqual([]);
  expect((await named({ accounts: ["shop"] })).asked).toContain("list");
  expect((await named({ accounts: ["shop"] })).asked).toEqual([]);
});

test.each<[string, { selection?: ScopeSelection; references?: string[] }, Partial<CloudConfiguration>]>([
  ["a cloud", { selection: { clouds: [`production/${SHOP.id}`] } }, {}],
  ["a unit", { selection: { units: ["ou-w"] } }, {}],
  [
    "the account of a resource",
    { references: [`mem:kms:memory-1:${SHOP.id}:key/k1`] },
    { organization: { exclude: ["ou-other"] } },
  ],
])("%s that the list does not have is asked for", async (_, wanted, entry) => {
  const { open } = processes(entry);
  await open(0, { organization: [LAKE] }, { selection: { accounts: [LAKE.id] } });
  const opened = await open(1, BOTH, wanted);
  expect(opened.asked).toContain("list");
  expect(opened.names.some((name) => name.includes(SHOP.id))).toBe(true);
});

test("with cacheSeconds 0 nothing is kept, and another time is possible", async () => {
  const never = processes({ organization: { cacheSeconds: 0 } });
  await never.open(0, BOTH);
  expect(never.store.texts.size).toBe(0);
  const soon = processes({ organization: { cacheSeconds: 60 } });
  await soon.open(0, BOTH);
  expect((await soon.open(1, BOTH)).asked).toEqual(ALL);
});

test("what is kept has no secrets, and damage to it is an answer that is not known", async () => {
  const { open, store } = processes();
  await open(0, BOTH);
  const [[name, text] = ["", ""]] = store.texts;
  expect(name).toMatch(/^fleet-[0-9a-f]{32}\.json$/);
  expect(JSON.parse(text)).toEqual({
    version: 2,
    quotas: {},
    organization: {
      fetchedAt: "2026-11-29T12:00:00.000Z",
      value: { has: { units: "none", tags: false }, accounts: [SHOP, LAKE] },
    },
    regions: Object.fromEntries(
      [SHOP, LAKE].map(({ id }) => [id, { fetchedAt: "2026-11-29T12:00:00.000Z", value: ["memory-1", "memory-2"] }]),
    ),
  });
  const damaged = [
    text.slice(0, -9),
    "[]",
    text.replace('"version":2', '"version":1'),
    text.replace(`"id":"${LAKE.id}"`, '"id":7'),
    text.replace("pending-closure", "gone"),
    text.replace('"units":[]', '"units":[{}]'),
    text.replaceAll(/"fetchedAt":"[^"]*"/g, '"fetchedAt":"yesterday"'),
  ];
  const asked: boolean[] = [];
  for (const broken of damaged) {
    store.texts.set(name, broken);
    asked.push((await open(1, BOTH)).asked.includes("list"));
  }
  expect(asked).toEqual(damaged.map(() => true));
});

test("a list without the units is not enough for a selection by unit", async () => {
  const { open } = processes();
  await open(0, BOTH);
  expect((await open(1, BOTH, { selection: { units: ["ou-w"] } })).asked).toEqual(["list"]);
  // The better list is enough for both.
  expect((await open(2, BOTH, { selection: { units: ["ou-w"] } })).asked).toEqual([]);
  expect((await open(2, BOTH)).asked).toEqual([]);
});

test("tags of accounts are asked for when they select, and are kept then", async () => {
  const { open } = processes();
  const tagged = {
    organization: [
      { ...SHOP, tags: { env: "prod" } },
      { ...LAKE, tags: {} },
    ],
  };
  await open(0, BOTH);
  const selection = { accountTags: ["env=pr*"] };
  const first = await open(1, tagged, { selection });
  expect(first.asked).toContain("list");
  expect(first.names).toEqual([`production/${SHOP.id}/memory-1`, `production/${SHOP.id}/memory-2`]);
  expect(await open(2, tagged, { selection })).toMatchObject({ asked: [], names: first.names });
  // No account had this tag when the list was made.
  expect((await open(2, tagged, { selection: { accountTags: ["env=pr*", "team!=x"] } })).asked).toEqual([]);
  await expect(open(2, tagged, { selection: { accountTags: ["team"] } })).rejects.toThrow("matches the selection");
  await expect(open(2, tagged, { selection: { accountTags: ["=prod"] } })).rejects.toMatchObject({
    code: "configuration",
    message: 'The condition "=prod" on tags of accounts has no tag key.',
  });
});

test("accounts of the configuration can have tags of their own", async () => {
  const { open } = processes({ accounts: [{ id: LAKE.id, tags: { scope: "pci" } }] });
  const opened = await open(0, BOTH, { selection: { accountTags: ["scope=pci"] } });
  expect(opened.names).toEqual([`production/${LAKE.id}/memory-1`, `production/${LAKE.id}/memory-2`]);
});
