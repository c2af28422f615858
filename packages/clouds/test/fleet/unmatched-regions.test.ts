import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { OrganizationAccount } from "@crosstag/core/driver";
import { expect, test } from "vitest";
import { expandFleet } from "../../src/fleet/expand-fleet.ts";
import type { ScopeSelection } from "../../src/fleet/scope-selection.ts";

const SHOP = "111122223333";
const LAKE = "222233334444";
const FRAUD = "333344445555";

const ORGANIZATION: readonly OrganizationAccount[] = [
  { id: SHOP, name: "shop", state: "active", units: [] },
  { id: LAKE, name: "lake", state: "active", units: [] },
  { id: FRAUD, name: "fraud", state: "suspended", units: [] },
];

type Regions = Readonly<Record<string, readonly string[] | CrosstagError>>;

/** The names that match nothing. */
async function unmatched(
  cloud: Pick<CloudConfiguration, "regions">,
  selection: ScopeSelection,
  enabled: Regions = { [SHOP]: ["eu-1"], [LAKE]: ["us-1"] },
) {
  const entry = { provider: "memory", organization: {}, assumeRole: { name: "Audit" }, ...cloud };
  const fleet = await expandFleet("production", entry, [], selection, {
    ownAccount: async () => SHOP,
    listAccounts: async () => ({ accounts: ORGANIZATION }),
    listRegions: async (accounts) => new Map(accounts.map(({ id }) => [id, enabled[id] ?? []])),
  });
  return fleet.unmatched?.map(({ part, name }) => `${part} ${name}`);
}

test("a region or pattern that no selected account has is unmatched, and others are not", async () => {
  const regions = ["eu-1", "us-*", "us-wset-1", "ap-*"];
  expect(await unmatched({ regions: ["all"] }, { regions })).toEqual(["regions us-wset-1", "regions ap-*"]);
  expect(await unmatched({ regions: ["eu-1"] }, { regions: ["eu-1", "us-1"] })).toEqual(["regions us-1"]);
  const ofShop = { accounts: ["shop"], regions: ["eu-1", "us-1"] };
  expect(await unmatched({ regions: ["all"] }, ofShop)).toEqual(["regions us-1"]);
});

test("nothing is said of regions while those of a selected account are not known", async () => {
  const denied = new CrosstagError({ code: "access-denied", message: "No." });
  const enabled = { [SHOP]: ["eu-1"], [LAKE]: denied };
  const regions = ["eu-1", "us-1"];
  expect(await unmatched({ regions: ["all"] }, { regions }, enabled)).toEqual([]);
  expect(await unmatched({ regions: ["all"] }, { accounts: ["shop"], regions }, enabled)).toEqual(["regions us-1"]);
  // A suspended account is not asked.
  expect(await unmatched({ regions: ["all"] }, { accounts: ["fraud"], regions })).toEqual([]);
});

test("a cloud with a region that its accounts do not have is unmatched, unless their regions are not known", async () => {
  const clouds = ["production", "production/shop/us-1", "prod*/*/us-1", "production/lake/us-*", "production/shop/eu-1"];
  expect(await unmatched({ regions: ["all"] }, { clouds })).toEqual(["clouds production/shop/us-1"]);
  const named = ["production/shop/eu-1", "production/fraud/ap-1", "production/*/ap-1"];
  expect(await unmatched({ regions: ["eu-1", "us-1"] }, { clouds: named })).toEqual([
    "clouds production/fraud/ap-1",
    "clouds production/*/ap-1",
  ]);
  // A suspended account is not asked for its regions.
  expect(await unmatched({ regions: ["all"] }, { clouds: named })).toEqual([]);
});

test("a cloud with an unknown account is unmatched once, and one of an account that is left out is not", async () => {
  const clouds = ["production/shpo/eu-1", "production/lake/ap-1", "production/shop"];
  const selection = { clouds, accounts: ["shop"] };
  expect(await unmatched({ regions: ["eu-1"] }, selection)).toEqual(["clouds production/shpo/eu-1"]);
});
