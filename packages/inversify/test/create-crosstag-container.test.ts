import { CrosstagError, rawCauseOf, systemClock, type Crosstag } from "@crosstag/core";
import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import {
  AdapterRegistry,
  cloudModule,
  createCrosstagContainer,
  disposeCrosstagContainer,
  SERVICE,
} from "@crosstag/inversify";
import { Container } from "inversify";
import { expect, expectTypeOf, test } from "vitest";
import { memoryAdapter } from "./memory-adapter.ts";

const twoRegions = {
  clouds: { east: { provider: "memory", region: "memory-1" }, west: { provider: "memory", region: "memory-2" } },
};

const load = (module: unknown) => () => Promise.resolve(module as { adapter: KmsAdapter });

async function failureOf(promise: Promise<unknown>): Promise<CrosstagError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CrosstagError.is(error)) throw new Error("It did not fail with a CrosstagError.", { cause: error });
  return error;
}

test("a third adapter is wired by registering it, and every service is the same object, typed", async () => {
  const { adapter, clouds } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const configuration = { clouds: { mine: { provider: "memory" } } };
  const container = await createCrosstagContainer({ registry, configuration });

  const crosstag = container.get(SERVICE.Crosstag);
  expectTypeOf(crosstag).toEqualTypeOf<Crosstag>();
  for (const service of [
    SERVICE.TagResource,
    SERVICE.UntagResource,
    SERVICE.ListTags,
    SERVICE.FindResources,
    SERVICE.PlanTags,
    SERVICE.ApplyPlan,
    SERVICE.DeleteKeyMaterial,
  ]) {
    expect(container.get<unknown>(service as symbol)).toBe(crosstag);
  }
  expect(container.get(SERVICE.Configuration)).toBe(configuration);
  expect(container.get(SERVICE.AdapterRegistry)).toBe(registry);
  expect(container.get(SERVICE.Clock)).toBe(systemClock);
  expect(container.get(SERVICE.KmsDriver, { name: "mine" }).provider).toBe("memory");

  const cloud = clouds.get("memory-1");
  const key = cloud?.scene.create("key") ?? "";
  const { counts } = await container
    .get(SERVICE.TagResource)
    .tagResource({ resources: [key], tags: { team: "payments" } });
  expect(counts.changed).toBe(1);
  expect(cloud?.truth.tagsOf(key)).toEqual({ team: "payments" });
  await disposeCrosstagContainer(container);
});

test("a list that mixes clouds is routed by reference and answered as one, in order", async () => {
  const { adapter, clouds } = memoryAdapter();
  const container = await createCrosstagContainer({
    registry: new AdapterRegistry().register(adapter),
    configuration: twoRegions,
  });
  const [east, west] = [clouds.get("memory-1"), clouds.get("memory-2")];
  const resources = [west?.scene.create("key"), east?.scene.create("key"), west?.scene.create("secret")].map(
    (reference) => reference ?? "",
  );
  const result = await container.get(SERVICE.TagResource).tagResource({ resources, tags: { team: "payments" } });
  expect(result.outcomes.map(({ resource, status }) => [resource, status])).toEqual(
    resources.map((resource) => [resource, "changed"]),
  );
  expect(west?.truth.tagsOf(resources[0] ?? "")).toEqual({ team: "payments" });
  expect(east?.truth.tagsOf(resources[1] ?? "")).toEqual({ team: "payments" });
  await disposeCrosstagContainer(container);
});

test("disposal closes every driver once, however often it is called", async () => {
  const { adapter, closed } = memoryAdapter();
  const container = await createCrosstagContainer({
    registry: new AdapterRegistry().register(adapter),
    configuration: twoRegions,
  });
  expect(closed).toEqual([]);
  await disposeCrosstagContainer(container);
  expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);
  await container.unbindAllAsync();
  expect(closed).toHaveLength(2);
  expect(container.isBound(SERVICE.Crosstag)).toBe(false);
});

test("a container that cannot be made leaves no driver open", async () => {
  const { adapter, closed, clouds } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const configuration = { clouds: { ...twoRegions.clouds, other: { provider: "nowhere" } } };
  expect((await failureOf(createCrosstagContainer({ registry, configuration }))).code).toBe("configuration");
  expect(clouds.size).toBe(2);
  expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);

  const twice = { clouds: { one: { provider: "memory" }, two: { provider: "memory" } } };
  expect((await failureOf(createCrosstagContainer({ registry, configuration: twice }))).code).toBe("configuration");
  expect(closed).toHaveLength(4);
});

test("only the adapters that the configuration names are loaded", async () => {
  const loaded: string[] = [];
  const { adapter } = memoryAdapter();
  const registration = (provider: string) => ({
    provider,
    packageName: provider,
    load: async () => {
      loaded.push(provider);
      return { adapter };
    },
  });
  const registry = new AdapterRegistry()
    .register(registration("memory"))
    .register(registration("aws"))
    .register(registration("alibaba"));
  expect(loaded).toEqual([]);
  const container = await createCrosstagContainer({ registry, configuration: twoRegions });
  expect(loaded).toEqual(["memory"]);
  await disposeCrosstagContainer(container);
});

test("a missing adapter package is reported with the package to install, and the cause is not shown", async () => {
  const packageName = "crosstag-adapter-that-nobody-wrote";
  const registry = new AdapterRegistry().register({
    provider: "other",
    packageName,
    load: () => import(/* @vite-ignore */ packageName) as Promise<{ adapter: KmsAdapter }>,
  });
  const error = await failureOf(
    createCrosstagContainer({ registry, configuration: { clouds: { main: { provider: "other" } } } }),
  );
  expect(error.code).toBe("configuration");
  expect(error.message).toBe(`The adapter for the provider "other" is not installed; run: npm install ${packageName}`);
  expect(rawCauseOf(error)).toMatchObject({ code: "ERR_MODULE_NOT_FOUND" });
  expect(Object.keys(error)).not.toContain("cause");
});

test("a package that is not an adapter, or is for another contract, is refused", async () => {
  const registry = new AdapterRegistry().register({ provider: "other", packageName: "other-package", load: load({}) });
  expect((await failureOf(registry.load("other"))).message).toContain("other-package does not export `adapter`");
  registry.register({
    provider: "other",
    packageName: "other-package",
    load: load({ adapter: { contract: "crosstag/0", provider: "other" } }),
  });
  expect((await failureOf(registry.load("other"))).message).toContain(`under ${DRIVER_CONTRACT} is needed`);
  registry.register({
    provider: "other",
    packageName: "other-package",
    load: () => Promise.reject(new Error("a text from elsewhere")),
  });
  const error = await failureOf(registry.load("other"));
  expect(error.message).toContain("fails to load");
  expect(JSON.stringify(error)).not.toContain("elsewhere");
});

test("a required capability that a cloud lacks is refused with the cloud's reason, before anything is opened", async () => {
  const link = "https://example.com/page";
  const { adapter, clouds } = memoryAdapter({
    capabilities: { removeAllTags: { key: { support: "no", reason: "It was never built.", link } } },
  });
  const registry = new AdapterRegistry().register(adapter);
  const configuration = { clouds: { main: { provider: "memory" } } };
  const error = await failureOf(
    createCrosstagContainer({ registry, configuration, required: [{ operation: "removeAllTags" }] }),
  );
  expect(error).toMatchObject({ code: "unsupported", hint: `See ${link}` });
  expect(error.message).toBe('The cloud "main" (Memory cloud) cannot do removeAllTags for a key: It was never built.');
  expect(clouds.size).toBe(0);

  const elsewhere = [
    { operation: "removeAllTags", cloud: "another" },
    { operation: "writeTags", kind: "secret" },
  ] as const;
  await disposeCrosstagContainer(await createCrosstagContainer({ registry, configuration, required: elsewhere }));
});

test("a default that is not a cloud, and a provider without a registered adapter, are refused by name", async () => {
  const registry = new AdapterRegistry().register(memoryAdapter().adapter);
  const unknown = await failureOf(
    createCrosstagContainer({ registry, configuration: { ...twoRegions, default: "north" } }),
  );
  expect(unknown.message).toBe('The default cloud "north" is not one of the configured clouds: east, west.');
  const unregistered = await failureOf(
    createCrosstagContainer({ registry, configuration: { clouds: { main: { provider: "gcp" } } } }),
  );
  expect(unregistered.message).toBe('No adapter for the provider "gcp". Known providers: memory.');
});

test("the module of one cloud can be loaded into the application's own container", async () => {
  const { adapter } = memoryAdapter();
  const container = new Container();
  await container.loadAsync(cloudModule("mine", { provider: "memory" }, new AdapterRegistry().register(adapter)));
  expect(container.get(SERVICE.KmsDriver, { name: "mine" }).scope.region).toBe("memory-1");
});
