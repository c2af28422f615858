import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { CrosstagError, rawCauseOf, type Crosstag } from "@crosstag/core";
import { DRIVER_CONTRACT, type AdapterOptionsSchema, type KmsAdapter } from "@crosstag/core/driver";
import { AdapterRegistry, openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
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

test("a third adapter is used by registering it", async () => {
  const { adapter, clouds } = memoryAdapter();
  const configuration = { clouds: { mine: { provider: "memory" } } };
  const crosstag = await openCrosstag({ registry: new AdapterRegistry().register(adapter), configuration });
  expectTypeOf(crosstag).toExtend<Crosstag>();
  expectTypeOf(crosstag).toEqualTypeOf<OpenedCrosstag>();
  expect(crosstag.configuration).toBe(configuration);
  expect([...crosstag.drivers].map(([name, { provider }]) => [name, provider])).toEqual([["mine", "memory"]]);

  const cloud = clouds.get("memory-1");
  const key = cloud?.scene.create("key") ?? "";
  const { counts } = await crosstag.tagResource({ resources: [key], tags: { team: "payments" } });
  expect(counts.changed).toBe(1);
  expect(cloud?.truth.tagsOf(key)).toEqual({ team: "payments" });
  await crosstag.close();
});

test.each([
  ["not account 1111*", { notAccounts: ["1111*"] }],
  ["account 222233334444", { accounts: ["222233334444"] }],
  ["region *-2", { regions: ["*-2"] }],
])(
  "a full name that is left out is refused beside others, also if its entry has no account: %s",
  async (words, selection) => {
    const { adapter, clouds } = memoryAdapter();
    const open = (reference: string) =>
      openCrosstag({
        registry: new AdapterRegistry().register(adapter),
        configuration: twoRegions,
        selection,
        references: ["mem:kms:memory-2:222233334444:key/a", reference],
      });
    const reference = "mem:kms:memory-1:111122223333:key/b";
    expect((await failureOf(open(reference))).message).toBe(
      `No cloud of east, west is for the account and region of ${reference} and matches the selection: ${words}.`,
    );
    expect(clouds.size).toBe(0);
    await (await open("key/b")).close();
  },
);

test("a list that mixes clouds is routed by reference and answered as one, in order", async () => {
  const { adapter, clouds } = memoryAdapter();
  const crosstag = await openCrosstag({
    registry: new AdapterRegistry().register(adapter),
    configuration: twoRegions,
  });
  const [east, west] = [clouds.get("memory-1"), clouds.get("memory-2")];
  const resources = [west?.scene.create("key"), east?.scene.create("key"), west?.scene.create("secret")].map(
    (reference) => reference ?? "",
  );
  const result = await crosstag.tagResource({ resources, tags: { team: "payments" } });
  expect(result.outcomes.map(({ resource, status }) => [resource, status])).toEqual(
    resources.map((resource) => [resource, "changed"]),
  );
  expect(west?.truth.tagsOf(resources[0] ?? "")).toEqual({ team: "payments" });
  expect(east?.truth.tagsOf(resources[1] ?? "")).toEqual({ team: "payments" });
  await crosstag.close();
});

test("closing closes every driver once, however often it is called", async () => {
  const { adapter, closed } = memoryAdapter();
  const crosstag = await openCrosstag({
    registry: new AdapterRegistry().register(adapter),
    configuration: twoRegions,
  });
  expect(closed).toEqual([]);
  await crosstag.close();
  expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);
  await crosstag.close();
  await crosstag[Symbol.asyncDispose]();
  expect(closed).toHaveLength(2);
});

test("clouds that cannot all be opened leave no driver open", async () => {
  const { adapter, closed, clouds } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const configuration = { clouds: { ...twoRegions.clouds, other: { provider: "nowhere" } } };
  expect((await failureOf(openCrosstag({ registry, configuration }))).code).toBe("configuration");
  expect(clouds.size).toBe(2);
  expect(closed.toSorted()).toEqual(["memory-1", "memory-2"]);

  const twice = { clouds: { one: { provider: "memory" }, two: { provider: "memory" } } };
  expect((await failureOf(openCrosstag({ registry, configuration: twice }))).code).toBe("configuration");
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
  const crosstag = await openCrosstag({ registry, configuration: twoRegions });
  expect(loaded).toEqual(["memory"]);
  await crosstag.close();
});

test("a missing adapter package is reported with the package to install, and the cause is not shown", async () => {
  const packageName = "crosstag-adapter-that-does-not-exist";
  const registry = new AdapterRegistry().register({
    provider: "other",
    packageName,
    load: () => import(/* @vite-ignore */ packageName) as Promise<{ adapter: KmsAdapter }>,
  });
  const error = await failureOf(openCrosstag({ registry, configuration: { clouds: { main: { provider: "other" } } } }));
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
  const error = await failureOf(openCrosstag({ registry, configuration, required: [{ operation: "removeAllTags" }] }));
  expect(error).toMatchObject({ code: "unsupported", hint: `See ${link}` });
  expect(error.message).toBe('The cloud "main" (Memory cloud) cannot do removeAllTags for a key: It was never built.');
  expect(clouds.size).toBe(0);

  const elsewhere = [
    { operation: "removeAllTags", cloud: "another" },
    { operation: "writeTags", kind: "secret" },
  ] as const;
  await (await openCrosstag({ registry, configuration, required: elsewhere })).close();
});

test("a default that is not a cloud, and a provider without a registered adapter, are refused by name", async () => {
  const registry = new AdapterRegistry().register(memoryAdapter().adapter);
  const unknown = await failureOf(openCrosstag({ registry, configuration: { ...twoRegions, default: "north" } }));
  expect(unknown.message).toBe('The default cloud "north" is not one of the configured clouds: east, west.');
  const unregistered = await failureOf(
    openCrosstag({ registry, configuration: { clouds: { main: { provider: "gcp" } } } }),
  );
  expect(unregistered.message).toBe('No adapter for the provider "gcp". Known providers: memory.');
});

test("credentials of a program are given by the name of the cloud, and unknown names are refused", async () => {
  const { adapter, settings } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const secret = { token: "canary-7f31" };
  const crosstag = await openCrosstag({ registry, configuration: twoRegions, credentials: { west: secret } });
  expect(settings.map(({ name, credentials }) => [name, credentials])).toEqual([
    ["east", undefined],
    ["west", secret],
  ]);
  expect(JSON.stringify(crosstag)).not.toContain("canary-7f31");
  await crosstag.close();
  const error = await failureOf(openCrosstag({ registry, configuration: twoRegions, credentials: { memory: secret } }));
  expect(error.message).toBe(
    'Credentials are given for the cloud "memory", which is not one of the configured clouds: east, west.',
  );
});

test("credentials that are undefined are refused: those of the process may belong to another account", async () => {
  const { adapter, settings } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const tenants = new Map<string, unknown>();
  const credentials = { west: tenants.get("unknown") };
  const error = await failureOf(openCrosstag({ registry, configuration: twoRegions, credentials }));
  expect(error.message).toBe('The credentials that are given for the cloud "west" are undefined.');
  expect(settings).toEqual([]);
});

test.each([
  ["aws", { accessKeyId: 1 }, "neither an identity nor a provider of the AWS SDK"],
  ["alibaba", { accessKeyId: 1 }, "neither an access key of Alibaba Cloud nor a function"],
])("credentials that %s cannot use are refused, and not repeated", async (provider, credentials, message) => {
  const configuration = { clouds: { tenant: { provider, region: "us-east-1" } } };
  const error = await failureOf(openCrosstag({ configuration, credentials: { tenant: credentials } }));
  expect(error).toMatchObject({ code: "configuration", provider });
  expect(error.message).toContain(message);
});

const strict = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value: unknown) =>
      typeof (value as { file?: unknown }).file === "string"
        ? { value: { color: "blue", ...(value as object) } }
        : { issues: [{ message: "must be a path", path: [{ key: "file" }] }, { message: "must have a color" }] },
  },
} as const;

test("options are checked by the schema of the adapter, which adds its defaults", async () => {
  const { adapter, settings } = memoryAdapter({}, { optionsSchema: strict });
  const registry = new AdapterRegistry().register(adapter);
  const open = (options: Readonly<Record<string, unknown>>) =>
    openCrosstag({ registry, configuration: { clouds: { mine: { provider: "memory", options } } } });
  await (await open({ file: "keys.json" })).close();
  expect(settings[0]?.options).toEqual({ color: "blue", file: "keys.json" });
  expect((await failureOf(open({ file: 1 }))).message).toBe(
    'The options of the cloud "mine" have 2 problems:\n  clouds.mine.options.file: must be a path\n  clouds.mine.options: must have a color',
  );
});

test("an adapter that could not be loaded is loaded again", async () => {
  const { adapter } = memoryAdapter();
  let tries = 0;
  const registry = new AdapterRegistry().register({
    provider: "memory",
    packageName: "memory",
    load: async () => {
      tries += 1;
      if (tries === 1) throw new Error("too many open files");
      return { adapter };
    },
  });
  expect((await failureOf(registry.load("memory"))).message).toContain("fails to load");
  expect(await registry.load("memory")).toBe(adapter);
  await registry.load("memory");
  expect(tries).toBe(2);
});

test.each([
  [(options: object) => Promise.reject(new Error(JSON.stringify(options)))],
  [
    (options: object) => {
      throw new Error(JSON.stringify(options));
    },
  ],
])("a check of options that fails is named, without the options", async (validate) => {
  const optionsSchema = { "~standard": { version: 1, vendor: "test", validate } } as AdapterOptionsSchema;
  const registry = new AdapterRegistry().register(memoryAdapter({}, { optionsSchema }).adapter);
  const configuration = { clouds: { mine: { provider: "memory", options: { token: "canary-5d20" } } } };
  const error = await failureOf(openCrosstag({ registry, configuration }));
  expect(error.message).toBe("The adapter for Memory cloud cannot check clouds.mine.options: its check failed.");
  expect(inspect(error, { depth: 9 })).not.toContain("canary-5d20");
});

test("credentials that are not by name are refused", async () => {
  const registry = new AdapterRegistry().register(memoryAdapter().adapter);
  const credentials = new Map([["west", {}]]) as unknown as Record<string, unknown>;
  const error = await failureOf(openCrosstag({ registry, configuration: twoRegions, credentials }));
  expect(error.message).toBe("`credentials` is not an object with the credentials of each cloud by its name.");
});

test("a function can check options, and an adapter without a schema has none", async () => {
  const options = { size: 3 };
  const configuration = { clouds: { mine: { provider: "memory", options } } };
  const tooBig = memoryAdapter({}, { optionsSchema: () => [{ path: ["size"], message: "must be at most 2" }] });
  const registry = new AdapterRegistry().register(tooBig.adapter);
  expect((await failureOf(openCrosstag({ registry, configuration }))).message).toBe(
    "clouds.mine.options.size: must be at most 2",
  );
  const plain = new AdapterRegistry().register(memoryAdapter().adapter);
  expect((await failureOf(openCrosstag({ registry: plain, configuration }))).message).toBe(
    "clouds.mine.options is set, but the adapter for Memory cloud has no options.",
  );
});

test("without a configuration, crosstag.yaml in the working directory or above is read, else the environment", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "crosstag-open-")));
  const before = process.cwd();
  const { adapter } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  try {
    await mkdir(join(folder, "a"));
    process.chdir(join(folder, "a"));
    const environment = { CROSSTAG_PROVIDER: "memory", CROSSTAG_MEMORY_REGION: "memory-7" };
    const fromEnvironment = await openCrosstag({ registry, environment });
    expect(Object.keys(fromEnvironment.configuration.clouds)).toEqual(["memory"]);
    await writeFile(join(folder, "crosstag.yaml"), "clouds: { mine: { provider: memory, caBundle: ca.pem } }");
    const found = await openCrosstag({ registry, environment });
    expect(found.configuration.clouds).toEqual({ mine: { provider: "memory", caBundle: join(folder, "ca.pem") } });
    await writeFile(join(folder, "other.yaml"), "clouds: { other: { provider: memory, region: memory-2 } }");
    const named = await openCrosstag({ registry, environment, configurationFile: join(folder, "other.yaml") });
    expect([...named.drivers.keys()]).toEqual(["other"]);
    await Promise.all([fromEnvironment, found, named].map((crosstag) => crosstag.close()));
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true, force: true });
  }
});

test("a setting that is undefined is as one that is not given", async () => {
  const unset: string | undefined = undefined;
  const cloud = {
    provider: "aws",
    region: "us-east-1",
    endpoint: unset,
    profile: unset,
    account: unset,
    caBundle: unset,
  };
  const crosstag = await openCrosstag({
    configuration: { clouds: { main: { ...cloud, callTimeoutSeconds: undefined, quotas: undefined } } },
    credentials: { main: { accessKeyId: "AKIA", secretAccessKey: "s" } },
  });
  expect(crosstag.drivers.get("main")?.scope).toEqual({ region: "us-east-1", partition: "aws" });
  expect(crosstag.drivers.get("main")).not.toHaveProperty("endpoint");
  await crosstag.close();
});

test.each([
  [null, "The options of openCrosstag are not an object."],
  [{ clouds: null }, "openCrosstag has no option `clouds`"],
  [{ config: {} }, "openCrosstag has no option `config`. Did you mean `configuration`?"],
  [{ secret: 1 }, "openCrosstag has no option `secret`."],
  [{ selection: { account: ["1"] } }, "`selection` of openCrosstag has no option `account`. Did you mean `accounts`?"],
  [{ engine: { paceing: "off" } }, "`engine` of openCrosstag has no option `paceing`. Did you mean `pacing`?"],
  [{ configuration: null }, "`configuration` is not an object."],
  [{ configuration: { clouds: null } }, "`configuration.clouds` is not an object."],
  [{ configuration: { clouds: { main: null } } }, 'The cloud "main" in `configuration` has no provider.'],
])("%j is refused with what to pass", async (options, message) => {
  const error = await failureOf(openCrosstag(options as never));
  expect(error).toMatchObject({ code: "configuration", hint: expect.stringContaining("Pass {") as string });
  expect(error.message).toContain(message);
});

test("an adapter or a driver that lacks something is refused by what it lacks", async () => {
  const { adapter } = memoryAdapter();
  const open = (changes: Partial<KmsAdapter>) =>
    openCrosstag({
      registry: new AdapterRegistry().register({ ...adapter, ...changes }),
      configuration: { clouds: { mine: { provider: "memory" } } },
    });
  const incomplete = await failureOf(open({ profile: undefined as never, dialects: undefined as never }));
  expect(incomplete.message).toBe("The adapter memory is incomplete: it has no dialects, profile().");
  const createDriver: KmsAdapter["createDriver"] = async (settings) => {
    return { ...(await adapter.createDriver(settings)), identify: undefined as never, rules: undefined as never };
  };
  const driver = await failureOf(open({ createDriver }));
  expect(driver.message).toBe("The driver for memory is incomplete: it has no identify(), rules.");
  const none = await failureOf(open({ createDriver: async () => undefined as never }));
  expect(none.message).toContain("A driver was expected");
});
