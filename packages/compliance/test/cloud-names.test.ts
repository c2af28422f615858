import { readResourcesToCheck, testPolicy, type Policy, type ResourceToCheck } from "@crosstag/compliance";
import { createCrosstag, type CloudName } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { expect, test } from "vitest";
import { cloudNamesOf, tellsApart } from "../src/read/cloud-names-of.ts";

/** Two clouds of one provider, in two regions. */
function open() {
  const clouds = ["memory-1", "memory-2"].map((region) =>
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, kinds: ["key"], region }),
  );
  const drivers = new Map<string, KmsDriver>();
  const cloudNames = new Map<KmsDriver, CloudName>();
  for (const [index, { driver }] of clouds.entries()) {
    const entry = index === 0 ? "test" : "main";
    drivers.set(entry, driver);
    cloudNames.set(driver, { entry });
  }
  const crosstag = { ...createCrosstag([...drivers.values()], { pacing: "off", cloudNames }), drivers, cloudNames };
  return { clouds, crosstag };
}

async function collect(resources: AsyncIterable<ResourceToCheck>): Promise<readonly ResourceToCheck[]> {
  const all: ResourceToCheck[] = [];
  for await (const one of resources) all.push(one);
  return all;
}

const scopedTo = (scope: NonNullable<Policy["rules"][number]["scope"]>): Policy => ({
  version: 1,
  rules: [{ id: "team", scope, required: ["team"] }],
});

test("a resource that is read has the configured name of its cloud, listed or named", async () => {
  const { clouds, crosstag } = open();
  const keys = clouds.map(({ scene }) => scene.create("key"));
  const policy = scopedTo({ clouds: ["main"] });
  for (const references of [undefined, keys]) {
    const read = await collect(readResourcesToCheck(crosstag, { policy, references }));
    expect(read.map(({ resource }) => resource.cloud)).toEqual([{ entry: "test" }, { entry: "main" }]);
  }
});

test("an alias in the scope of a configured cloud is resolved there", async () => {
  const { clouds, crosstag } = open();
  const [, main] = clouds as [(typeof clouds)[number], (typeof clouds)[number]];
  const key = main.scene.create("key");
  const alias = main.scene.createAlias(key);
  const name = alias.slice(alias.indexOf("alias/"));
  const policy = scopedTo({ clouds: ["main"], aliases: [name] });
  const read = await collect(readResourcesToCheck(crosstag, { policy }));
  expect(read).toMatchObject([{ resource: { reference: key, aliases: [name] } }]);
});

test("clouds of one region without accounts cannot be distinguished; one with the account can", () => {
  const { references, kinds } = createMemoryCloud(ONE_BY_ONE_SHAPE).driver;
  const cloud = (region: string, account?: string) => ({
    provider: "aws",
    references,
    kinds,
    scope: { region, ...(account !== undefined && { account }) },
  });
  const [audit, backup, known] = [cloud("eu"), cloud("eu"), cloud("eu", "1")];
  const cloudNames = new Map([
    [audit, { entry: "audit" }],
    [backup, { entry: "backup" }],
    [known, { entry: "known" }],
  ]);
  const namesOf = cloudNamesOf({ drivers: new Map(Object.entries({ audit, backup, known })), cloudNames });
  expect(namesOf({ provider: "aws", region: "eu", account: "1" })).toEqual([{ entry: "known" }]);
  const unclear = namesOf({ provider: "aws", region: "eu", account: "2" });
  expect(unclear).toEqual([{ entry: "audit" }, { entry: "backup" }]);
  expect(namesOf({ provider: "aws" })).toHaveLength(3);
  expect(namesOf({ provider: "alibaba", region: "eu" })).toEqual([]);
  expect(tellsApart([["audit"]], "aws", unclear)).toBe(true);
  expect(tellsApart([["audit", "backup"], ["aws"], ["other"]], "aws", unclear)).toBe(false);
});

test("an example of a policy can name a configured cloud", () => {
  const policy: Policy = {
    ...scopedTo({ clouds: ["production/*/eu-*"] }),
    examples: [
      { tags: {}, resource: { cloud: "production/1/eu-central-1" }, expect: "violating" },
      { tags: {}, resource: { cloud: "production/1/us-east-1" }, expect: "compliant" },
    ],
  };
  expect(testPolicy(policy).flatMap(({ differences }) => differences)).toEqual([]);
});
