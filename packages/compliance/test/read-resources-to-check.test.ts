import {
  compilePolicy,
  compileWaivers,
  planEnforcement,
  policyNeeds,
  readResourcesToCheck,
  type Policy,
  type ResourceToCheck,
} from "@crosstag/compliance";
import { createCrosstag } from "@crosstag/core";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE, withFaults } from "@crosstag/core/testing";
import { expect, test } from "vitest";

const REQUIRED: Policy = { version: 1, rules: [{ id: "team", required: ["team"] }] };

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, kinds: ["key"], clock });
  const crosstag = { ...createCrosstag([cloud.driver], { clock }), drivers: new Map([["memory", cloud.driver]]) };
  return { cloud, crosstag, clock };
}

async function collect(resources: AsyncIterable<ResourceToCheck>): Promise<readonly ResourceToCheck[]> {
  const all: ResourceToCheck[] = [];
  for await (const one of resources) all.push(one);
  return all;
}

test("everything that the clouds list is read, with the facts of names and descriptions", async () => {
  const { cloud, crosstag } = open();
  const key = cloud.scene.create("key", { tags: { team: "payments" } });
  cloud.scene.create("key");
  const read = await collect(readResourcesToCheck(crosstag, { policy: REQUIRED }));
  expect(read).toHaveLength(2);
  expect(read[0]).toEqual({
    resource: {
      reference: key,
      provider: "memory",
      kind: "key",
      id: key.slice(key.lastIndexOf("/") + 1),
      account: "1000",
      region: "memory-1",
      state: "enabled",
      origin: "cloud",
      expiresAt: null,
      managedBy: "customer",
      tags: new Map([["team", "payments"]]),
    },
  });
});

test("an option that there is not is refused, as it could select more than was meant", async () => {
  const { crosstag } = open();
  const request = { policy: REQUIRED, kind: ["key"] };
  await expect(collect(readResourcesToCheck(crosstag, request))).rejects.toThrow(
    "readResourcesToCheck has no option `kind`. Did you mean `kinds`?",
  );
  const options = { mark: { "fix-by": "2999-01-01" } } as object;
  const resource = { reference: "mem:1", id: "1", provider: "memory", kind: "key", tags: new Map<string, string>() };
  expect(() => planEnforcement(compilePolicy(REQUIRED), resource, options)).toThrow(
    "planEnforcement has no option `mark`. Did you mean `marks`?",
  );
});

test("without descriptions, no state is read; the resources that are named are read once", async () => {
  const { cloud, crosstag } = open();
  const key = cloud.scene.create("key");
  const references = [key, key, "mem:kms:memory-1:1000:key/key-none"];
  const read = await collect(readResourcesToCheck(crosstag, { policy: REQUIRED, references, describe: false }));
  expect(read.map((one) => ["error" in one ? one.error.code : "read", one.resource.state])).toEqual([
    ["read", undefined],
    ["not-found", undefined],
  ]);
  expect(cloud.log.calls("describeResource")).toBe(0);
});

test("an alias that does not exist is an error, and aliases that a scope names are read", async () => {
  const { cloud, crosstag } = open();
  const key = cloud.scene.create("key");
  const alias = cloud.scene.createAlias(key);
  const name = alias.slice(alias.indexOf("alias/"));
  const policy: Policy = {
    version: 1,
    rules: [{ id: "team", scope: { aliases: [name, "alias/none"] }, required: ["team"] }],
  };
  const read = await collect(readResourcesToCheck(crosstag, { policy }));
  expect(read.map((one) => ("error" in one ? one.error.code : one.resource.aliases))).toEqual(["not-found", [name]]);
});

test("a fact that a rule or a valid waiver selects by, and that is not known, is an error", () => {
  const scoped: Policy = { version: 1, rules: [{ id: "team", scope: { accounts: ["1000"] }, required: ["team"] }] };
  const resource = { reference: "key-1", provider: "memory", kind: "key", id: "key-1" } as const;
  expect(policyNeeds(scoped).unknownOf(resource)).toBe("account");
  expect(policyNeeds(REQUIRED).unknownOf(resource)).toBeUndefined();
  const waiver = { rules: ["team"], owner: "zoe", reason: "Until it is moved.", select: { regions: ["memory-1"] } };
  const valid = compileWaivers([{ ...waiver, expires: "2999-01-01" }], new Date("2026-11-29"));
  const expired = compileWaivers([{ ...waiver, expires: "2020-01-01" }], new Date("2026-11-29"));
  expect(policyNeeds(REQUIRED, valid).unknownOf(resource)).toBe("region");
  expect(policyNeeds(REQUIRED, expired).unknownOf(resource)).toBeUndefined();
});

test("aliases are listed once for a report or a rule, and aliases that a rule needs and that are not known are an error", async () => {
  const { cloud, crosstag, clock } = open();
  const [key, other] = [cloud.scene.create("key"), cloud.scene.create("key")];
  const alias = cloud.scene.createAlias(key).replace(/^.*:/, "");
  const byAlias: Policy = { version: 1, rules: [{ id: "a", required: ["team"], scope: { where: ["alias=alias/*"] } }] };
  for (const request of [
    { policy: REQUIRED, aliases: true },
    { policy: byAlias, describe: false },
    { policy: byAlias, references: [key, other], describe: false },
  ]) {
    const before = cloud.log.calls("listAliases");
    const read = await collect(readResourcesToCheck(crosstag, request));
    expect(read.map(({ resource }) => resource.aliases)).toEqual([[alias], []]);
    expect(cloud.log.calls("listAliases") - before).toBe(1);
  }
  const faults = [{ kind: "lose-request", operation: "listAliases" }] as const;
  const broken = createCrosstag([withFaults(cloud.driver, faults)], { clock, pacing: "off", retry: "immediate" });
  const clouds = { ...broken, drivers: crosstag.drivers };
  const unread = await collect(readResourcesToCheck(clouds, { policy: byAlias, describe: false }));
  expect(unread.map((one) => ("error" in one ? one.error.code : "read"))).toEqual(["unavailable", "unavailable"]);
  const told: string[] = [];
  const onUnknownAliases = ({ code }: { readonly code: string }) => told.push(code);
  const report = { policy: REQUIRED, aliases: true, onUnknownAliases };
  expect((await collect(readResourcesToCheck(clouds, report))).every((one) => !("error" in one))).toBe(true);
  expect(told).toEqual(["unavailable", "unavailable"]);
});
