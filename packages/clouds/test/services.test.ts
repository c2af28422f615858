import type { CloudConfiguration } from "@crosstag/config";
import { expect, it } from "vitest";
import type { AdapterService, DriverSettings, FleetScopeSettings, KmsProfile } from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud } from "@crosstag/core/testing";
import { AdapterRegistry } from "../src/adapter-registry.ts";
import { openCrosstag, type OpenCrosstagOptions } from "../src/open-crosstag.ts";
import { selectClouds } from "../src/select-clouds.ts";
import { memoryFleet } from "./fleet/memory-fleet.ts";
import { memoryAdapter } from "./memory-adapter.ts";

const KEYS = { kinds: ["key"] };
const VOLUMES = { service: "disks", kinds: ["volume"] };

/** A service with a made-up kind, as an adapter would have it. */
function disks() {
  const opened: DriverSettings[] = [];
  const closed: string[] = [];
  const clouds = new Map<string, MemoryCloud>();
  const service: AdapterService = {
    name: "disks",
    assumptions: ["spins"],
    profile: (dialect) => (dialect === "old" ? undefined : createMemoryCloud(VOLUMES).driver),
    createDriver: async (given) => {
      opened.push(given);
      const { region = "memory-1", account = "1000" } = given;
      const cloud = createMemoryCloud({ ...VOLUMES, region, account });
      clouds.set(`${account}/${region}`, cloud);
      return {
        ...cloud.driver,
        close: async () => {
          closed.push(region);
        },
      };
    },
  };
  return { service, opened, closed, clouds };
}

/** An entry `main` of a cloud with a KMS and a service beside it. */
async function openMain(cloud: Partial<CloudConfiguration> = {}, options: Partial<OpenCrosstagOptions> = {}) {
  const beside = disks();
  const memory = memoryAdapter(KEYS, { services: [beside.service], assumptions: ["rests"], dialects: ["new", "old"] });
  const configuration = { clouds: { main: { provider: "memory", region: "memory-1", ...cloud } } };
  const registry = new AdapterRegistry().register(memory.adapter);
  const crosstag = await openCrosstag({ configuration, registry, ...options });
  return { crosstag, beside, memory, configuration, registry };
}

async function list(crosstag: Awaited<ReturnType<typeof openMain>>["crosstag"], kinds?: readonly string[]) {
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources(kinds === undefined ? {} : { kinds })) found.push(reference);
  return found;
}

const KEY = "mem:kms:memory-1:1000:key/key-000001";
const VOLUME = "mem:disks:memory-1:1000:volume/volume-000001";

it("opens a service at its first call, under the name of its entry", async () => {
  const { crosstag, beside, memory } = await openMain({ callTimeoutSeconds: 3 });
  expect([...crosstag.drivers.keys()]).toEqual(["main", "main/disks"]);
  expect([...crosstag.cloudNames.values()]).toEqual([{ entry: "main" }, { entry: "main" }]);
  const kms = memory.clouds.get("memory-1");
  kms?.scene.create("key");
  await expect(list(crosstag)).resolves.toEqual([KEY]);
  expect(beside.opened).toEqual([]);

  const tags = { team: "payments" };
  const { outcomes } = await crosstag.tagResource({ resources: [KEY, VOLUME], tags });
  expect(outcomes).toMatchObject([{ status: "changed" }, { status: "failed", error: { code: "not-found" } }]);
  beside.clouds.get("1000/memory-1")?.scene.create("volume");
  const again = await crosstag.tagResource({ resources: [VOLUME], tags });
  expect(again.counts.changed).toBe(1);
  await expect(list(crosstag, ["volume"])).resolves.toEqual([VOLUME]);
  // One client, with the settings of the entry; its KMS says whose credentials these are.
  expect(beside.opened).toMatchObject([{ name: "main", region: "memory-1", callTimeoutSeconds: 3 }]);
  expect(beside.clouds.get("1000/memory-1")?.log.identified).toBe(0);
  await crosstag.close();
  expect([memory.closed, beside.closed]).toEqual([["memory-1"], ["memory-1"]]);
});

it("lists what `kinds` names, and serves every other kind by name", async () => {
  const { crosstag, memory } = await openMain({ kinds: ["volume"] });
  memory.clouds.get("memory-1")?.scene.create("key");
  await expect(list(crosstag)).resolves.toEqual([]);
  await expect(list(crosstag, ["key"])).resolves.toEqual([KEY]);
  const both = await openMain({ kinds: ["key", "volume"] });
  expect([...both.crosstag.drivers.values()].map(({ listedKinds }) => listedKinds)).toEqual([["key"], ["volume"]]);
  await expect(openMain({ kinds: ["secret"] })).rejects.toMatchObject({
    message: 'clouds.main: kinds: the cloud has no kind "secret".',
    hint: "Kinds of this cloud: key, volume.",
  });
  await expect(openMain({ kinds: ["volume"], dialect: "old" })).rejects.toMatchObject({
    hint: "Kinds of this cloud: key.",
  });
});

it("gives each setting to the part that knows it, and refuses what none knows", async () => {
  const volumes = createMemoryCloud(VOLUMES).driver;
  const quotas = volumes.quotas.map((quota) => ({ ...quota, id: `disks.${quota.id}` }));
  const { service, opened } = disks();
  const own = { ...service, profile: () => ({ ...volumes, quotas }) };
  const memory = memoryAdapter(KEYS, { services: [own], assumptions: ["rests"] });
  const registry = new AdapterRegistry().register(memory.adapter);
  const open = (cloud: Partial<CloudConfiguration>) =>
    openCrosstag({ configuration: { clouds: { main: { provider: "memory", ...cloud } } }, registry });
  const crosstag = await open({
    quotas: { writeTags: 3, "disks.writeTags": 4 },
    assumptions: { rests: true, spins: false },
  });
  const rates = [...crosstag.drivers.values()].map((one) => one.quotas.map((quota) => quota.requestsPerSecond)[0]);
  expect(rates[1]).toBe(4);
  expect(memory.settings).toMatchObject([{ quotas: { writeTags: 3 }, assumptions: { rests: true } }]);
  await crosstag.tagResource({ resources: [VOLUME], tags: { a: "b" } });
  expect(opened).toMatchObject([{ quotas: { "disks.writeTags": 4 }, assumptions: { rests: true, spins: false } }]);
  expect(Object.keys(opened[0]?.quotas ?? {})).toEqual(["disks.writeTags"]);

  await expect(open({ quotas: { nothing: 1 } })).rejects.toThrow('clouds.main: quotas: there is no quota "nothing".');
  await expect(open({ assumptions: { flies: true } })).rejects.toMatchObject({ hint: "Known: rests, spins." });
  await expect(open({ services: { discs: {} } })).rejects.toMatchObject({
    message: 'clouds.main: services: there is no service "discs".',
    hint: "Known: disks.",
  });
});

/** Tags a volume of an entry with these settings. */
async function tagVolume(cloud: Partial<CloudConfiguration>) {
  const endpoint = cloud.endpoint === undefined ? {} : { endpoint: cloud.endpoint };
  const { service, opened } = disks();
  const memory = memoryAdapter({ ...KEYS, ...endpoint }, { services: [service] });
  const registry = new AdapterRegistry().register(memory.adapter);
  const configuration = { clouds: { main: { provider: "memory", ...cloud } } };
  const crosstag = await openCrosstag({ configuration, registry });
  const { outcomes } = await crosstag.tagResource({ resources: [VOLUME], tags: { a: "b" } });
  return { opened, outcomes, driver: crosstag.drivers.get("main/disks") };
}

it("never sends calls of a service to an endpoint that is only for the KMS", async () => {
  const local = await tagVolume({ endpoint: "http://127.0.0.1:4566" });
  expect(local.opened).toMatchObject([{ endpoint: "http://127.0.0.1:4566" }]);
  expect(local.driver?.endpoint).toBe("http://127.0.0.1:4566");
  expect((await tagVolume({})).opened[0]).not.toHaveProperty("endpoint");
  const own = await tagVolume({
    endpoint: "https://kms.vpc.example",
    services: { disks: { endpoint: "https://disks.{region}.vpc.example" } },
  });
  expect(own.opened).toMatchObject([{ endpoint: "https://disks.memory-1.vpc.example" }]);
  const refused = await tagVolume({ endpoint: "https://kms.vpc.example" });
  expect(refused.opened).toEqual([]);
  expect(refused.outcomes).toMatchObject([
    {
      status: "failed",
      error: {
        code: "configuration",
        message: "clouds.main has an endpoint for the KMS and none for Memory disks. Nothing was sent.",
        hint: expect.stringContaining("services.disks.endpoint") as string,
      },
    },
  ]);
});

it("has the methods of a service that replaces all tags, or sets and removes some in one call", async () => {
  const methodsOf = async (data: Partial<KmsProfile>) => {
    const volumes = { ...createMemoryCloud(VOLUMES).driver, ...data };
    const { adapter } = memoryAdapter(KEYS, { services: [{ ...disks().service, profile: () => volumes }] });
    const configuration = { clouds: { main: { provider: "memory" } } };
    const crosstag = await openCrosstag({ configuration, registry: new AdapterRegistry().register(adapter) });
    const driver = crosstag.drivers.get("main/disks");
    return (["writeTags", "removeTags", "changeTags", "replaceTags"] as const).filter((name) => driver?.[name]);
  };
  await expect(methodsOf({})).resolves.toEqual(["writeTags", "removeTags"]);
  const { limits } = createMemoryCloud(VOLUMES).driver;
  const changing = { limits: { ...limits, changeTags: { volume: { resources: 1, tags: 10 } } } };
  await expect(methodsOf(changing)).resolves.toEqual(["writeTags", "removeTags", "changeTags"]);
});

it("finds the entry and the scopes of a fleet by a name of a service", async () => {
  const { registry, configuration } = await openMain();
  const two = { clouds: { ...configuration.clouds, other: { provider: "unknown" } } };
  await expect(selectClouds(two, [VOLUME], registry)).resolves.toEqual(configuration);

  const { service } = disks();
  const fleet = memoryFleet({ services: [service], kinds: KEYS.kinds });
  const accounts = ["1111", "2222"];
  const clouds = {
    production: {
      provider: "memory",
      accounts,
      regions: ["memory-1"],
      kinds: ["volume"],
      assumeRole: { name: "audit" },
    },
  };
  const crosstag = await openCrosstag({
    configuration: { clouds },
    registry: new AdapterRegistry().register(fleet.adapter),
  });
  expect([...crosstag.drivers.keys()]).toEqual(
    accounts.flatMap((account) => [`production/${account}/memory-1`, `production/${account}/memory-1/disks`]),
  );
  const volume = "mem:disks:memory-1:2222:volume/volume-1";
  await crosstag.tagResource({ resources: [volume], tags: { a: "b" } });
  const opened = fleet.scopes.filter((scope): scope is FleetScopeSettings => scope.service !== undefined);
  expect(opened).toMatchObject([{ account: "2222", region: "memory-1", service: "disks" }]);
  await crosstag.close();
  expect(fleet.log.at(-1)).toBe("end");

  const one = await openCrosstag({
    configuration: { clouds },
    registry: new AdapterRegistry().register(fleet.adapter),
    references: [volume],
  });
  expect([...one.drivers.keys()]).toEqual(["production/2222/memory-1", "production/2222/memory-1/disks"]);
});
