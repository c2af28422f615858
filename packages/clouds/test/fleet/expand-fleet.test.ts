import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { OrganizationAccount } from "@crosstag/core/driver";
import { expect, test } from "vitest";
import { expandFleet, type FleetQuestions } from "../../src/fleet/expand-fleet.ts";
import type { ScopeSelection } from "../../src/fleet/scope-selection.ts";

const WORKLOADS = { id: "ou-w", name: "Workloads" };
const PRODUCTION = { id: "ou-p", name: "Prod" };

const ORGANIZATION: readonly OrganizationAccount[] = [
  { id: "000000000001", name: "management", state: "active", units: [], isManagement: true },
  { id: "111122223333", name: "shop", state: "active", units: [WORKLOADS, PRODUCTION] },
  { id: "222233334444", name: "lake", state: "pending-closure", units: [WORKLOADS] },
  { id: "333344445555", name: "old", state: "closed", units: [WORKLOADS] },
  { id: "444455556666", name: "fraud", state: "suspended", units: [] },
  { id: "555566667777", name: "new", state: "pending-activation", units: [] },
  { id: "666677778888", state: "unknown", units: [{ id: "ou-sandbox", name: "Sandbox" }] },
];

const ENTRY: CloudConfiguration = {
  provider: "memory",
  organization: {},
  assumeRole: { name: "Audit" },
  regions: ["eu-1"],
};

interface Asked {
  readonly accounts: string[];
  organization: number;
}

function questions(enabled: Readonly<Record<string, readonly string[] | CrosstagError>> = {}) {
  const asked: Asked = { accounts: [], organization: 0 };
  const answers: FleetQuestions = {
    ownAccount: async () => "999988887777",
    listAccounts: async () => {
      asked.organization += 1;
      return { accounts: ORGANIZATION };
    },
    listRegions: async (accounts) => {
      asked.accounts.push(...accounts.map(({ id }) => id));
      return new Map(accounts.map(({ id }) => [id, enabled[id] ?? ["eu-1", "eu-2", "us-1"]]));
    },
  };
  return { answers, asked };
}

async function expand(cloud: Partial<CloudConfiguration>, selection: ScopeSelection = {}, given = questions()) {
  const entry = { ...ENTRY, ...cloud };
  const configured = (typeof entry.accounts === "object" ? entry.accounts : []).map((account) =>
    typeof account === "string" ? { id: account } : account,
  );
  return expandFleet("production", entry, configured, selection, given.answers);
}

const names = ({ scopes }: Awaited<ReturnType<typeof expand>>) => scopes.map(({ name }) => name);

test("the accounts of an organization that can be used are expanded, the others are named with their reason", async () => {
  const fleet = await expand({});
  expect(names(fleet)).toEqual([
    "production/111122223333/eu-1",
    "production/222233334444/eu-1",
    "production/666677778888/eu-1",
  ]);
  expect(fleet.skipped.map(({ id, reason }) => `${id} ${reason}`)).toEqual([
    "000000000001 management-account",
    "333344445555 closed",
    "555566667777 pending-activation",
  ]);
  expect(fleet.unreadable.map(({ account, error }) => `${account.id} ${error.code}`)).toEqual([
    "444455556666 access-denied",
  ]);
});

test("every account of the organization is read, unreadable or skipped, unless the configuration excludes it", async () => {
  const fleet = await expand({ organization: { exclude: ["222233334444"] } });
  const accounted = [
    ...new Set(fleet.scopes.map(({ account }) => account.id)),
    ...fleet.skipped.map(({ id }) => id),
    ...fleet.unreadable.map(({ account }) => account.id),
  ];
  expect(accounted.toSorted()).toEqual(ORGANIZATION.map(({ id }) => id).filter((id) => id !== "222233334444"));
});

test("states that are asked for are read", async () => {
  const fleet = await expand({ organization: { states: ["active", "suspended"] } });
  expect(names(fleet)).toContain("production/444455556666/eu-1");
  expect(fleet.skipped.map(({ id }) => id)).toContain("222233334444");
  expect(fleet.unreadable).toEqual([]);
});

test.each([
  ["by id", ["ou-w"]],
  ["by path", ["/Workloads"]],
  ["by path with a slash at its end", ["/Workloads/"]],
])("a unit %s contains the accounts of the units below it", async (_, units) => {
  expect(names(await expand({ organization: { units } }))).toEqual([
    "production/111122223333/eu-1",
    "production/222233334444/eu-1",
  ]);
});

test("a path of units is compared name by name", async () => {
  expect(names(await expand({ organization: { units: ["/Workloads/Prod"] } }))).toEqual([
    "production/111122223333/eu-1",
  ]);
  const none = expand({ organization: { units: ["/Work"] } });
  await expect(none).rejects.toThrow('The entry "production" stands for no account.');
});

test("an exclusion wins over units, accounts and states", async () => {
  const fleet = await expand({
    organization: { units: ["ou-w"], exclude: ["ou-p", "999900001111"] },
    accounts: ["111122223333", "999900001111"],
  });
  expect(names(fleet)).toEqual(["production/222233334444/eu-1"]);
});

test("what has no effect is a warning each", async () => {
  const fleet = await expand({
    organization: { units: ["ou-w", "ou-gone"], exclude: ["ou-none"] },
    accounts: ["777700001111"],
    regions: ["eu-1", "cn-*", "!us-9"],
  });
  expect(fleet.warnings).toEqual([
    "production: the organization does not have the account 777700001111, which the configuration lists.",
    "production: no account of the organization is in the unit ou-gone.",
    "production: exclude: ou-none excludes nothing.",
    "production: regions: cn-* matches no region.",
    "production: regions: !us-9 matches no region.",
  ]);
});

test("the management account is read with its own credentials, or by the role, if the configuration says so", async () => {
  const roleOf = async (cloud: Partial<CloudConfiguration>) =>
    (await expand(cloud)).scopes.find(({ account }) => account.id === "000000000001")?.account.role?.name;
  expect(names(await expand({ management: "own-credentials" }))[0]).toBe("production/000000000001/eu-1");
  expect(await roleOf({ management: "own-credentials" })).toBeUndefined();
  expect(await roleOf({ management: "role" })).toBe("Audit");
  expect(await roleOf({ accounts: [{ id: "000000000001", role: "Local" }] })).toBe("Local");
});

test.each<[Partial<CloudConfiguration>, readonly string[], readonly string[]]>([
  [{}, [], ["999988887777 management-account"]],
  [{ management: "own-credentials" }, ["999988887777 none"], []],
  [{ management: "role" }, ["999988887777 Audit"], []],
  [{ accounts: [{ id: "999988887777", role: "Local" }] }, ["999988887777 Local"], []],
])(
  "a management account that the organization does not list is that of the credentials: %j",
  async (cloud, read, skipped) => {
    const members = ORGANIZATION.filter(({ isManagement }) => isManagement !== true).slice(0, 1);
    const given = questions();
    const answers = { ...given.answers, listAccounts: async () => ({ accounts: members }) };
    const fleet = await expand(cloud, {}, { ...given, answers });
    const others = fleet.scopes.filter(({ account }) => account.id !== "111122223333");
    expect(others.map(({ account }) => `${account.id} ${account.role?.name ?? "none"}`)).toEqual(read);
    expect(fleet.skipped.map(({ id, reason }) => `${id} ${reason}`)).toEqual(skipped);
    expect(fleet.warnings).toEqual([]);
  },
);

test.each<[string, Partial<CloudConfiguration>, FleetQuestions["ownAccount"]]>([
  ["the credentials are those of a member", {}, async () => "111122223333"],
  ["a role lists the accounts", { organization: { role: "arn:lister" } }, async () => "999988887777"],
  ["the account of the credentials is not known", {}, () => Promise.reject(new Error("denied"))],
])("a management account that is not listed stays unknown if %s", async (_, cloud, ownAccount) => {
  const members = ORGANIZATION.slice(1, 2);
  const given = questions();
  const answers = { ...given.answers, ownAccount, listAccounts: async () => ({ accounts: members }) };
  const fleet = await expand({ ...cloud, management: "own-credentials" }, {}, { ...given, answers });
  expect(names(fleet)).toEqual(["production/111122223333/eu-1"]);
  expect(fleet.warnings).toEqual([
    "production: the organization does not say which account manages it, so management has no effect. To read that account, add its id to accounts.",
  ]);
  expect((await expand(cloud, {}, { ...given, answers })).warnings).toEqual([]);
});

test("an account of the configuration overrides the role, the regions and the name", async () => {
  const { scopes } = await expand({
    accounts: [
      { id: "111122223333", name: "store", role: "Lake", externalId: "x", regions: ["us-1"], quotas: { Tag: 5 } },
    ],
  });
  expect(scopes[0]).toMatchObject({
    name: "production/111122223333/us-1",
    account: { name: "store", role: { name: "Lake", externalId: "x" }, quotas: { Tag: 5 }, state: "active" },
  });
});

test("literal regions and listed accounts need no question", async () => {
  const given = questions();
  const { organization: _, ...entry } = ENTRY;
  const configured = [{ id: "111122223333" }];
  const cloud = { ...entry, accounts: ["111122223333"], regions: ["us-9", "eu-1"] };
  const fleet = await expandFleet("production", cloud, configured, {}, given.answers);
  expect(names(fleet)).toEqual(["production/111122223333/us-9", "production/111122223333/eu-1"]);
  expect(given.asked).toEqual({ accounts: [], organization: 0 });
});

test("regions alone stand for the account of the credentials", async () => {
  const cloud = { provider: "memory", regions: ["eu-1", "eu-2"] };
  const fleet = await expandFleet("mine", cloud, [], {}, questions().answers);
  expect(names(fleet)).toEqual(["mine/999988887777/eu-1", "mine/999988887777/eu-2"]);
});

test("an account without any of the regions is skipped, and counted", async () => {
  const given = questions({ "111122223333": ["us-1"], "666677778888": [] });
  const fleet = await expand({ regions: ["eu-*"] }, {}, given);
  expect(names(fleet)).toEqual(["production/222233334444/eu-1", "production/222233334444/eu-2"]);
  expect(fleet.skipped.slice(-2).map(({ id, reason }) => `${id} ${reason}`)).toEqual([
    "111122223333 no-region",
    "666677778888 no-region",
  ]);
});

test("enabled regions are those of each account", async () => {
  const given = questions({ "111122223333": ["eu-1", "af-1"], "666677778888": [] });
  const fleet = await expand({ regions: ["all", "!us-*"] }, {}, given);
  expect(names(fleet)).toEqual([
    "production/111122223333/eu-1",
    "production/111122223333/af-1",
    "production/222233334444/eu-1",
    "production/222233334444/eu-2",
  ]);
});

test("an account whose regions cannot be learned is unreadable, and says nothing of the patterns", async () => {
  const error = new CrosstagError({ code: "access-denied", message: "No." });
  const fleet = await expand({ regions: ["af-*"] }, {}, questions({ "111122223333": error }));
  expect(fleet.unreadable.map(({ account, error: { message } }) => `${account.id} ${message}`)).toContain(
    "111122223333 No.",
  );
  expect(fleet.warnings).toEqual([]);
});

test("an entry that expands to nothing is an error", async () => {
  await expect(expand({ organization: { exclude: ORGANIZATION.map(({ id }) => id) } })).rejects.toMatchObject({
    code: "configuration",
    message: 'The entry "production" stands for no account.',
  });
  const { organization: _, ...entry } = ENTRY;
  const cloud = { ...entry, accounts: ["111122223333"], regions: ["xx-*"] };
  await expect(expandFleet("production", cloud, [{ id: "111122223333" }], {}, questions().answers)).rejects.toThrow(
    "stands for no region",
  );
});

test.each<[ScopeSelection, readonly string[]]>([
  [{ clouds: ["production"] }, ["1111/eu-1", "1111/us-1", "2222/eu-1", "2222/us-1", "6666/eu-1", "6666/us-1"]],
  [{ clouds: ["memory/111122223333"] }, ["1111/eu-1", "1111/us-1"]],
  [{ clouds: ["production/*/eu-*"] }, ["1111/eu-1", "2222/eu-1", "6666/eu-1"]],
  [{ clouds: ["production/shop/us-1", "other"] }, ["1111/us-1"]],
  [{ accounts: ["lake"] }, ["2222/eu-1", "2222/us-1"]],
  [{ notAccounts: ["lake", "6666*"] }, ["1111/eu-1", "1111/us-1"]],
  [{ regions: ["us-*"], units: ["/Workloads/Prod"] }, ["1111/us-1"]],
  [{ units: ["ou-sandbox"] }, ["6666/eu-1", "6666/us-1"]],
  [{ units: ["/ou-w"] }, ["1111/eu-1", "1111/us-1", "2222/eu-1", "2222/us-1"]],
  [{ units: ["/ou-w/ou-p", "/ou-p"] }, ["1111/eu-1", "1111/us-1"]],
  [{ clouds: ["other"] }, []],
])("%j selects %j", async (selection, expected) => {
  const fleet = await expand({ regions: ["eu-1", "us-1"] }, selection);
  expect(fleet.scopes.map(({ account, region }) => `${account.id.slice(0, 4)}/${region}`)).toEqual(expected);
});

/** Clouds to read, accounts left alone, accounts that cannot be read. */
async function countsOf(regions: readonly string[], selection: ScopeSelection): Promise<readonly number[]> {
  const { scopes, skipped, unreadable } = await expand({ regions }, selection);
  return [scopes.length, skipped.length, unreadable.length];
}

test("regions that an entry does not have select none of its accounts, whatever their state", async () => {
  expect(await countsOf(["eu-1", "us-1"], { regions: ["cn-*"] })).toEqual([0, 0, 0]);
  expect(await countsOf(["eu-1", "us-1"], { clouds: ["production/*/cn-1"] })).toEqual([0, 0, 0]);
  expect(await countsOf(["eu-1", "us-1"], { regions: ["us-*"] })).toEqual([3, 3, 1]);
  // The regions of accounts that cannot be read are not known.
  expect(await countsOf(["all"], { regions: ["us-*"] })).toEqual([3, 3, 1]);
});

test("regions are asked only of selected accounts", async () => {
  const given = questions();
  await expand({ regions: ["all"] }, { accounts: ["shop"] }, given);
  expect(given.asked.accounts).toEqual(["111122223333"]);
});

test("nothing is asked about an entry that is not selected", async () => {
  const given = questions();
  const fleet = await expand({ regions: ["all"] }, { clouds: ["other", "others/1111*"] }, given);
  expect(names(fleet)).toEqual([]);
  expect(given.asked).toEqual({ accounts: [], organization: 0 });
});
