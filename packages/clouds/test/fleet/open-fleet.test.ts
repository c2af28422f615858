import {
  AdapterRegistry,
  fleetCoverage,
  listClouds,
  openCrosstag,
  type CloudConfiguration,
  type ScopeSelection,
} from "@crosstag/clouds";
import type { DesiredState } from "@crosstag/core";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryAdapter } from "../memory-adapter.ts";
import { sendPatiently } from "../../src/fleet/send-patiently.ts";
import { memoryFleet, type MemoryFleet } from "./memory-fleet.ts";

const ENTRY: CloudConfiguration = {
  provider: "memory",
  accounts: ["111122223333", "222233334444"],
  assumeRole: { name: "Audit" },
  regions: ["memory-1", "memory-2"],
};

function open(
  fleet: MemoryFleet,
  cloud: Partial<CloudConfiguration> = {},
  more: Omit<Parameters<typeof openCrosstag>[0] & object, "configuration"> = {},
) {
  return openCrosstag({
    configuration: { clouds: { production: { ...ENTRY, ...cloud } } },
    registry: new AdapterRegistry().register(fleet.adapter),
    ...more,
  });
}

const SHOP_AND_LAKE = [
  { id: "111122223333", name: "shop", state: "active", units: [{ id: "ou-a" }], tags: { env: "test" } },
  { id: "222233334444", name: "lake", state: "active", units: [{ id: "ou-b" }], tags: { env: "prod" } },
] as const;

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test("an entry opens one cloud for each account and region, each at its first call", async () => {
  const fleet = memoryFleet();
  await using crosstag = await open(fleet);
  expect([...crosstag.drivers.keys()]).toEqual([
    "production/111122223333/memory-1",
    "production/111122223333/memory-2",
    "production/222233334444/memory-1",
    "production/222233334444/memory-2",
  ]);
  expect(fleet.log).toEqual(["open 111122223333/memory-1"]);
  const reference = "mem:kms:memory-2:222233334444:key/none";
  const [read] = await collect(crosstag.listTags({ resources: [reference] }));
  expect(read).toMatchObject({ status: "failed", error: { code: "not-found" } });
  expect(fleet.log.filter((line) => line.startsWith("open"))).toEqual([
    "open 111122223333/memory-1",
    "open 222233334444/memory-2",
  ]);
});

test("every cloud that was opened is closed, and the connection after the last of them", async () => {
  const fleet = memoryFleet();
  const crosstag = await open(fleet);
  await collect(crosstag.findResources());
  await crosstag.close();
  expect(fleet.log.filter((line) => line.startsWith("close")).toSorted()).toEqual([
    "close 111122223333/memory-1",
    "close 111122223333/memory-2",
    "close 222233334444/memory-1",
    "close 222233334444/memory-2",
  ]);
  expect(fleet.log.at(-1)).toBe("end");
});

test("a driver of a fleet writes, reads and lists like any other", async () => {
  const fleet = memoryFleet();
  await using crosstag = await open(fleet);
  await collect(crosstag.findResources());
  const key = fleet.clouds.get("222233334444/memory-1")?.scene.create("key") ?? "";
  const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { team: "payments" } });
  expect(outcomes[0]).toMatchObject({ status: "changed" });
  const found = await collect(crosstag.findResources());
  expect(found.map(({ reference }) => reference)).toEqual([key]);
  const [read] = await collect(crosstag.listTags({ resources: found }));
  expect(read).toMatchObject({ tags: { team: "payments" } });
});

test("accounts that cannot be used do not hide the others", async () => {
  const fleet = memoryFleet({ denied: ["111122223333"] });
  await using crosstag = await open(fleet);
  const unlisted: string[] = [];
  await collect(
    crosstag.findResources({
      onUnlisted: ({ account, region, error }) => unlisted.push(`${account}/${region} ${error.code}`),
    }),
  );
  expect(unlisted).toEqual(["111122223333/memory-1 access-denied", "111122223333/memory-2 access-denied"]);
});

test("a full name opens its cloud only, without listing anything", async () => {
  const organization = [{ id: "111122223333", state: "active", units: [] }] as const;
  const fleet = memoryFleet({ organization });
  const { accounts: _, ...entry } = ENTRY;
  const references = ["mem:kms:memory-2:333344445555:key/k1"];
  await using crosstag = await openCrosstag({
    configuration: { clouds: { production: { ...entry, organization: {}, regions: ["all"] } } },
    registry: new AdapterRegistry().register(fleet.adapter),
    references,
  });
  expect([...crosstag.drivers.keys()]).toEqual(["production/333344445555/memory-2"]);
  expect(fleet.log).toEqual(["open 333344445555/memory-2"]);
});

test.each<[CloudConfiguration["management"] & string, Partial<CloudConfiguration>, string, readonly string[]]>([
  ["own-credentials", {}, "999988887777 none", ["identify own", "list"]],
  ["own-credentials", {}, "333344445555 Audit", ["identify own"]],
  ["own-credentials", { accounts: [{ id: "999988887777", role: "Local" }] }, "999988887777 Local", []],
  ["role", {}, "999988887777 Audit", []],
])("a full name of the management account is read as management: %s says, with %j: %s", async (...given) => {
  const [management, cloud, expected, asked] = given;
  const organization = [
    { id: "999988887777", state: "active", units: [], isManagement: true },
    { id: "333344445555", state: "active", units: [] },
  ] as const;
  const fleet = memoryFleet({ organization });
  const { accounts: _, ...entry } = ENTRY;
  const [account = ""] = expected.split(" ");
  await using crosstag = await openCrosstag({
    configuration: { clouds: { production: { ...entry, organization: {}, management, ...cloud } } },
    registry: new AdapterRegistry().register(fleet.adapter),
    references: [`mem:kms:memory-2:${account}:key/k1`],
  });
  expect([...crosstag.drivers.keys()]).toContain(`production/${account}/memory-2`);
  expect(fleet.log.filter((line) => !line.startsWith("open"))).toEqual(asked);
  const scope = fleet.scopes.find((one) => one.account === account);
  expect(`${scope?.account} ${scope?.role?.name ?? "none"}`).toBe(expected);
});

const NAMED = "mem:kms:memory-2:222233334444:key/k1";

test.each<[ScopeSelection, readonly string[]]>([
  [{ accounts: ["222233334444"], regions: ["memory-*"] }, []],
  [{ clouds: ["production/222233334444/memory-2"], notAccounts: ["111122223333"] }, []],
  // Only the organization knows names, units and tags.
  [{ accounts: ["lake"] }, ["list"]],
  [{ units: ["ou-b"], accountTags: ["env=prod"] }, ["list"]],
])("a full name is opened if %j selects its account and region", async (selection, asked) => {
  const fleet = memoryFleet({ organization: SHOP_AND_LAKE });
  await using crosstag = await open(fleet, { organization: {} }, { references: [NAMED], selection });
  expect([...crosstag.drivers.keys()]).toContain("production/222233334444/memory-2");
  expect(fleet.log.filter((line) => line.startsWith("list"))).toEqual(asked);
});

test.each<[ScopeSelection, string]>([
  [{ accounts: ["111122223333"] }, "account 111122223333"],
  [{ accounts: ["none"] }, "account none"],
  [{ notAccounts: ["lake"], accounts: ["lake"] }, "account lake, not account lake"],
  [{ clouds: ["production/111122223333"] }, "cloud production/111122223333"],
  [{ clouds: ["production/*/memory-1"] }, "cloud production/*/memory-1"],
  [{ regions: ["memory-1"] }, "region memory-1"],
  [{ units: ["ou-c"] }, "unit ou-c"],
  [{ accountTags: ["env=none"] }, "account tag env=none"],
])("a full name is refused if %j does not select its account and region", async (selection, conditions) => {
  const fleet = memoryFleet({ organization: SHOP_AND_LAKE });
  await expect(open(fleet, { organization: {} }, { references: [NAMED], selection })).rejects.toThrow(
    `No cloud of production is for the account and region of ${NAMED} and matches the selection: ${conditions}.`,
  );
  expect(fleet.log.filter((line) => line.startsWith("open"))).toEqual([]);
});

test("a full name of an account that is not selected is refused beside clouds that are", async () => {
  const fleet = memoryFleet({ organization: SHOP_AND_LAKE });
  const selection = { accounts: ["shop"] };
  await expect(open(fleet, { organization: {} }, { references: [NAMED], selection })).rejects.toMatchObject({
    code: "configuration",
    message: `No cloud of production is for the account and region of ${NAMED} and matches the selection: account shop.`,
  });
  expect(fleet.log.filter((line) => line.includes("222233334444"))).toEqual([]);
});

test("units decide which accounts a full name can be of, so that they are listed", async () => {
  const organization = [
    { id: "111122223333", state: "active", units: [{ id: "ou-a" }] },
    { id: "222233334444", state: "active", units: [{ id: "ou-b" }] },
  ] as const;
  const fleet = memoryFleet({ organization });
  const cloud = { organization: { units: ["ou-a"] }, accounts: ["111122223333"] };
  await using crosstag = await open(fleet, cloud, { references: ["mem:kms:memory-1:222233334444:key/k1"] });
  expect(fleet.log[0]).toBe("list");
  expect([...crosstag.drivers.keys()].some((name) => name.includes("222233334444"))).toBe(false);
});

test("a name of an account or region that the entry does not have opens nothing", async () => {
  for (const reference of ["mem:kms:memory-1:999900001111:key/k", "mem:kms:memory-9:111122223333:key/k"]) {
    const fleet = memoryFleet();
    await expect(open(fleet, {}, { references: [reference] })).rejects.toMatchObject({
      code: "configuration",
      message: `No cloud of production is for the account and region of ${reference}.`,
    });
    expect(fleet.log).toEqual(["end"]);
  }
});

test("clouds that two entries stand for are named when they are listed", async () => {
  const fleet = memoryFleet();
  const { clouds, warnings } = await listClouds(
    { clouds: { production: ENTRY, audit: { ...ENTRY, accounts: ["222233334444"] } } },
    { registry: new AdapterRegistry().register(fleet.adapter) },
  );
  expect(clouds).toHaveLength(3);
  expect(warnings).toEqual([
    "production and audit both stand for memory/222233334444/memory-1 and 1 more. Select one of them with --cloud, or leave the account out of one entry.",
  ]);
});

test("an entry of which nothing is selected is not among the counts of accounts that were read", async () => {
  const { adapter } = memoryFleet();
  const clouds = { production: ENTRY, other: { ...ENTRY, accounts: ["333344445555"] } };
  await using crosstag = await openCrosstag({
    configuration: { clouds },
    registry: new AdapterRegistry().register(adapter),
    selection: { accounts: ["222233334444"] },
  });
  expect(fleetCoverage(crosstag.fleets, []).map(({ text }) => text)).toEqual([
    "production: 1 account: 1 read, 0 not read completely, 0 skipped.",
  ]);
});

test("a selection that leaves nothing says so, with its conditions", async () => {
  await expect(open(memoryFleet(), {}, { selection: { accounts: ["none"], regions: ["memory-*"] } })).rejects.toThrow(
    "No account and region of production matches the selection: account none, region memory-*.",
  );
});

test.each([
  ["production/shop/north", "production/shop?north"],
  ["production/shop/north/memory-1", "production/shop?north/memory-1"],
])("a slash in the name of an account is written as ?: %s", async (wrong, right) => {
  const entry = { accounts: [{ id: "111122223333", name: "shop/north" }, "222233334444"] };
  await expect(open(memoryFleet(), entry, { selection: { clouds: [wrong] } })).rejects.toMatchObject({
    hint: `For a / in the name of an account, write ?: ${JSON.stringify(right)}.`,
  });
  await using crosstag = await open(memoryFleet(), entry, { selection: { clouds: [right] } });
  expect(crosstag.fleets[0]?.scopes.map(({ account }) => account.id)).toContain("111122223333");
  expect(crosstag.fleets[0]?.scopes.map(({ account }) => account.id)).not.toContain("222233334444");
});

test("listing the organization waits while the cloud is too busy", async () => {
  const organization = [{ id: "111122223333", state: "active", units: [] }] as const;
  const fleet = memoryFleet({ organization, failures: [new Error("Throttling"), new Error("Throttling")] });
  await using crosstag = await open(fleet, { organization: {} });
  expect(fleet.log.filter((line) => line === "list")).toHaveLength(3);
  expect(crosstag.fleets[0]?.warnings).toEqual([
    "production: the organization does not have the account 222233334444, which the configuration lists.",
  ]);
});

test("a call that is not answered is tried three times, each as long as one may take", async () => {
  const failure = {
    code: "unavailable",
    retry: "transient",
    applied: "no",
    scope: "call",
    message: "No answer.",
  } as const;
  const call = sendPatiently(
    { classify: () => failure },
    { sleep: async () => {}, random: () => 0, callTimeoutSeconds: 2 },
  );
  const limits: (number | undefined)[] = [];
  const sending = call(({ timeoutMs }) => {
    limits.push(timeoutMs);
    return Promise.reject(new Error("No answer."));
  });
  await expect(sending).rejects.toThrow("No answer.");
  expect(limits).toEqual([2_000, 2_000, 2_000]);
});

test("an organization that cannot be listed is one error if no other entry is selected, and leaves nothing open", async () => {
  const fleet = memoryFleet({ failures: [new Error("AccessDenied")] });
  await expect(open(fleet, { organization: {} })).rejects.toMatchObject({
    code: "access-denied",
    message: "The accounts of the organization cannot be listed: The role cannot be assumed.",
  });
  expect(fleet.log).toEqual(["list", "end"]);
});

test("an organization that cannot be listed is one part that cannot be read, and the other entries are", async () => {
  const fleet = memoryFleet({ failures: [new Error("AccessDenied")] });
  const { accounts: _, ...entry } = ENTRY;
  await using crosstag = await openCrosstag({
    configuration: {
      clouds: {
        closed: { ...entry, organization: {}, regions: ["memory-1", "other-*"] },
        production: { ...ENTRY, accounts: ["111122223333"], regions: ["memory-1"] },
      },
    },
    registry: new AdapterRegistry().register(fleet.adapter),
  });
  expect([...crosstag.drivers.keys()]).toEqual(["closed", "production/111122223333/memory-1"]);
  const key = fleet.clouds.get("111122223333/memory-1")?.scene.create("key", { tags: { team: "old" } }) ?? "";

  const unlisted: object[] = [];
  const onUnlisted = (one: object) => unlisted.push(one);
  await collect(crosstag.findResources({ onUnlisted }));
  // A desired state may concern what cannot be listed, by part of its name and by its regions.
  for (const select of [
    { clouds: ["closed", "production"] },
    { clouds: ["closed/shop", "production"], regions: ["other-7", "memory-1"] },
    { clouds: ["production"] },
    { regions: ["memory-2"] },
  ]) {
    const desired: DesiredState = { version: 1, statements: [{ select, set: { team: "new" } }] };
    await collect(crosstag.planTags({ desired, onUnlisted }).entries);
  }
  const error = {
    code: "access-denied",
    message: expect.stringMatching(/^The accounts of the organization cannot be/),
  };
  expect(unlisted).toMatchObject([{ error }, { error }, { error }]);

  const { outcomes } = await crosstag.tagResource({
    // The same id in two places.
    resources: [key, "mem:kms:memory-1:999900001111:key/k1", "mem:kms:other-1:111122223333:key/k1"],
    tags: { team: "new" },
  });
  expect(outcomes).toMatchObject([{ status: "changed" }, { status: "failed", error }, { status: "failed", error }]);
});

test("an account whose regions cannot be learned is unreadable, and the others are opened", async () => {
  const fleet = memoryFleet({ denied: ["111122223333"] });
  await using crosstag = await open(fleet, { regions: ["all"] });
  expect([...crosstag.drivers.keys()]).toEqual([
    "production/222233334444/memory-1",
    "production/222233334444/memory-2",
    "production/111122223333/*",
  ]);
  const unlisted: string[] = [];
  await collect(
    crosstag.findResources({ onUnlisted: ({ account, error }) => unlisted.push(`${account}: ${error.code}`) }),
  );
  expect(unlisted).toEqual(["111122223333: access-denied"]);
  expect(crosstag.fleets[0]?.unreadable).toMatchObject([
    {
      account: { id: "111122223333" },
      error: { message: "The regions of account 111122223333 cannot be listed: The role cannot be assumed." },
    },
  ]);
});

test("what the scopes share reaches the adapter, and nothing that belongs to one cloud", async () => {
  const fleet = memoryFleet();
  const assumeRole = { name: "Audit", sessionName: "nightly", region: "memory-1" };
  await using _ = await open(fleet, { assumeRole, profile: "base" }, { credentials: { production: "given" } });
  expect(fleet.settings).toEqual([
    {
      name: "production",
      profile: "base",
      session: assumeRole,
      accounts: [{ id: "111122223333" }, { id: "222233334444" }],
      exampleRegion: "memory-1",
      credentials: "given",
    },
  ]);
});

test("accounts are read from a file, also from accounts.yml of c7n-org", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-accounts-"));
  const file = join(folder, "accounts.yml");
  await writeFile(
    file,
    'accounts:\n- account_id: "111122223333"\n  name: shop\n  role: Custodian\n  external_id: x\n  regions: [memory-2]\n  tags: ["type:prod", "path:/A", "path:/A/B"]\n  vars: { charge_code: 1 }\n',
  );
  const fleet = memoryFleet();
  await using crosstag = await open(fleet, { accounts: file });
  expect(crosstag.fleets[0]?.scopes).toMatchObject([
    {
      name: "production/111122223333/memory-2",
      account: {
        name: "shop",
        role: { name: "Custodian", externalId: "x" },
        tags: { type: "prod", path: "/A/B" },
      },
    },
  ]);
});

test.each([
  ["- 111122223333\n", "accounts.yml:1:3: 0 must be an account id in quotes, or a map with id."],
  ['- "1"\n- "1"\n', "accounts.yml:2:3: The account 1 is listed twice. Remove one of the lines."],
  ["accounts:\n- name: x\n", "accounts.0.account_id is missing."],
  ['accounts:\n- account_id: "1"\n  role: [a, b]\n', "must be one role: chains of roles are not supported."],
  ['accounts:\n- account_id: "1"\n  tags: prod\n', "must be a list of texts such as type:prod."],
])("a list of accounts is checked with positions: %j", async (text, message) => {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-accounts-"));
  const file = join(folder, "accounts.yml");
  await writeFile(file, text);
  await expect(open(memoryFleet(), { accounts: file })).rejects.toThrow(message);
});

test("a list of accounts that cannot be read is named", async () => {
  await expect(open(memoryFleet(), { accounts: "/none/accounts.yml" })).rejects.toThrow(
    'The list of accounts "/none/accounts.yml" cannot be read',
  );
});

test("an adapter without fleets refuses such an entry", async () => {
  const registry = new AdapterRegistry().register(memoryAdapter().adapter);
  const opening = openCrosstag({ configuration: { clouds: { production: ENTRY } }, registry });
  await expect(opening).rejects.toThrow("the adapter for Memory cloud has no fleets");
});

test("a configuration in code is checked like a file", async () => {
  await expect(open(memoryFleet(), { region: "memory-1" })).rejects.toThrow(
    "clouds.production: region is only for an entry that is one cloud. Write it under regions.",
  );
  await expect(open(memoryFleet(), { endpoints: { "memory-7": "http://127.0.0.1:1" } })).rejects.toThrow(
    "clouds.production: endpoints names memory-7, which is not one of regions. Correct it, or add it to regions.",
  );
});
