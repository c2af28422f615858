import "reflect-metadata";
import { AdapterRegistry } from "@crosstag/clouds";
import type { Crosstag, TagResource } from "@crosstag/core";
import { DRIVER_CONTRACT, type DriverSettings, type KmsAdapter } from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud } from "@crosstag/core/testing";
import { crosstagModule, SERVICE } from "@crosstag/inversify";
import { Container, type ServiceIdentifier } from "inversify";
import { beforeEach, expect, expectTypeOf, test } from "vitest";

const SERVICES = [
  SERVICE.TagResource,
  SERVICE.UntagResource,
  SERVICE.ListTags,
  SERVICE.FindResources,
  SERVICE.PlanTags,
  SERVICE.ApplyPlan,
  SERVICE.DeleteKeyMaterial,
] as readonly ServiceIdentifier[];

const configuration = {
  clouds: { east: { provider: "memory", region: "memory-1" }, west: { provider: "memory", region: "memory-2" } },
};

let clouds: Map<string, MemoryCloud>;
let closed: string[];
let settings: DriverSettings[];
let registry: AdapterRegistry;
beforeEach(() => {
  clouds = new Map();
  closed = [];
  settings = [];
  const adapter: KmsAdapter = {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => createMemoryCloud().driver,
    createDriver: async (given) => {
      settings.push(given);
      const { region = "memory-1" } = given;
      const cloud = createMemoryCloud({ region });
      clouds.set(region, cloud);
      return { ...cloud.driver, close: async () => void closed.push(region) };
    },
  };
  registry = new AdapterRegistry().register(adapter);
});

test("every service is the same object, typed, in the container of the application", async () => {
  const container = new Container();
  await container.loadAsync(crosstagModule(configuration, { registry }));
  const crosstag = container.get(SERVICE.Crosstag);
  expectTypeOf(crosstag).toEqualTypeOf<Crosstag>();
  for (const service of SERVICES) expect(container.get(service)).toBe(crosstag);
  expect(container.get(SERVICE.Configuration)).toBe(configuration);
  expect(container.get(SERVICE.KmsDriver, { name: "west" }).scope.region).toBe("memory-2");
  const key = clouds.get("memory-2")?.scene.create("key") ?? "";
  const { counts } = await container
    .get(SERVICE.TagResource)
    .tagResource({ resources: [key], tags: { team: "payments" } });
  expect(counts.changed).toBe(1);
});

test.each([SERVICE.Crosstag, SERVICE.Configuration, ...SERVICES])(
  "unloading the module closes every driver once, whichever service was resolved: %s",
  async (service) => {
    const container = new Container();
    const module = crosstagModule(configuration, { registry });
    await container.loadAsync(module);
    container.get(service);
    expect(closed).toEqual([]);
    await container.unloadAsync(module);
    expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);
    expect(container.isBound(SERVICE.Crosstag)).toBe(false);
  },
);

test("unbinding everything closes the drivers, and so does unloading after only a driver was resolved", async () => {
  const container = new Container();
  await container.loadAsync(crosstagModule(configuration, { registry }));
  container.get(SERVICE.KmsDriver, { name: "east" });
  await container.unbindAllAsync();
  expect(closed).toHaveLength(2);
});

test("tenants have child containers with their own credentials, beside services of the parent", async () => {
  class TeamTags {
    readonly tagging: TagResource;
    constructor(tagging: TagResource) {
      this.tagging = tagging;
    }
  }
  const parent = new Container();
  parent.bind("greeting").toConstantValue("hello");
  const tenants = await Promise.all(
    ["a", "b"].map(async (token) => {
      const child = new Container({ parent });
      await child.loadAsync(crosstagModule(configuration, { registry, credentials: { east: { token } } }));
      child.bind(TeamTags).toResolvedValue((tagging) => new TeamTags(tagging), [SERVICE.TagResource]);
      return child;
    }),
  );
  expect(settings.filter(({ name }) => name === "east").map(({ credentials }) => credentials)).toEqual([
    { token: "a" },
    { token: "b" },
  ]);
  const [first, second] = tenants.map((child) => child.get(TeamTags).tagging);
  expect(first).not.toBe(second);
  expect(tenants.map((child) => child.get("greeting"))).toEqual(["hello", "hello"]);
  expect(parent.isBound(SERVICE.Crosstag)).toBe(false);
  await tenants[0]?.unbindAllAsync();
  expect(closed).toHaveLength(2);
});

test("modules with names stand beside each other in one container, and are unloaded one by one", async () => {
  const container = new Container();
  const [one, two] = ["tenant-a", "tenant-b"].map((name) => crosstagModule(configuration, { registry, name }));
  if (one === undefined || two === undefined) throw new Error("Two modules were made.");
  await container.loadAsync(one, two);
  const [first, second] = ["tenant-a", "tenant-b"].map((name) => container.get(SERVICE.Crosstag, { name }));
  expect(first).not.toBe(second);
  expect(container.get(SERVICE.TagResource, { name: "tenant-b" })).toBe(second);
  expect(container.get(SERVICE.KmsDriver, { name: "tenant-a/west" }).scope.region).toBe("memory-2");
  await container.unloadAsync(one);
  expect(closed).toHaveLength(2);
  expect(container.isBound(SERVICE.Crosstag, { name: "tenant-a" })).toBe(false);
  expect(container.get(SERVICE.PlanTags, { name: "tenant-b" })).toBe(second);
});

test("a configuration that cannot be opened binds nothing, and leaves no driver open", async () => {
  const container = new Container();
  const wrong = { clouds: { ...configuration.clouds, other: { provider: "nowhere" } } };
  await expect(container.loadAsync(crosstagModule(wrong, { registry }))).rejects.toMatchObject({
    code: "configuration",
  });
  expect(container.isBound(SERVICE.Crosstag)).toBe(false);
  expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);
});
