import {
  AdapterRegistry,
  configurationFromEnvironment,
  defaultAdapterRegistry,
  openCrosstag,
  selectClouds,
} from "@crosstag/clouds";
import { expect, test } from "vitest";
import { memoryAdapter } from "./memory-adapter.ts";

test("without CROSSTAG_PROVIDER the clouds are those with a region in the environment", () => {
  expect(
    configurationFromEnvironment({
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:2",
    }),
  ).toEqual({
    clouds: { aws: { provider: "aws", region: "eu-central-1", endpoint: "http://127.0.0.1:2" } },
  });
  // An empty variable counts as not set.
  expect(
    Object.keys(configurationFromEnvironment({ CROSSTAG_PROVIDER: "", AWS_REGION: "eu-central-1" }).clouds),
  ).toEqual(["aws"]);
  expect(
    Object.keys(
      configurationFromEnvironment({ AWS_DEFAULT_REGION: "us-east-1", ALIBABA_CLOUD_REGION_ID: "cn-hangzhou" }).clouds,
    ),
  ).toEqual(["aws", "alibaba"]);
  expect(
    Object.keys(configurationFromEnvironment({ AWS_REGION: "", ALIBABA_CLOUD_REGION_ID: "cn-hangzhou" }).clouds),
  ).toEqual(["alibaba"]);
});

test("CROSSTAG_ variables take precedence over the cloud's own, and no credential is read", () => {
  const environment = {
    CROSSTAG_PROVIDER: "aws, alibaba",
    CROSSTAG_AWS_REGION: "us-west-2",
    CROSSTAG_AWS_DIALECT: "qkms",
    CROSSTAG_AWS_PROFILE: "tagger",
    AWS_REGION: "eu-central-1",
    AWS_SECRET_ACCESS_KEY: "a secret",
    CROSSTAG_ALIBABA_ACCOUNT: "1234567890",
  };
  const configuration = configurationFromEnvironment(environment);
  expect(configuration).toEqual({
    clouds: {
      aws: { provider: "aws", region: "us-west-2", dialect: "qkms", profile: "tagger" },
      alibaba: { provider: "alibaba", account: "1234567890" },
    },
  });
});

test("an environment that names no cloud is refused with what to set", () => {
  expect(() => configurationFromEnvironment({})).toThrowError(
    expect.objectContaining({
      code: "configuration",
      hint: expect.stringContaining("CROSSTAG_PROVIDER to one or several of: aws, alibaba"),
    }),
  );
});

test("a third adapter also has variables, and an explicit configuration is not mixed with the environment", async () => {
  const { adapter } = memoryAdapter();
  const registry = new AdapterRegistry().register(adapter);
  const environment = { CROSSTAG_PROVIDER: "memory", CROSSTAG_MEMORY_REGION: "memory-7" };
  const fromEnvironment = await openCrosstag({ registry, environment });
  expect(fromEnvironment.drivers.get("memory")?.scope.region).toBe("memory-7");
  const explicit = await openCrosstag({
    registry,
    environment,
    configuration: { clouds: { memory: { provider: "memory" } } },
  });
  expect(explicit.drivers.get("memory")?.scope.region).toBe("memory-1");
  await Promise.all([fromEnvironment, explicit].map((crosstag) => crosstag.close()));
});

test("clouds are selected by reference: the cloud that claims it, and the default for bare ids", async () => {
  const registry = defaultAdapterRegistry().register(memoryAdapter().adapter);
  const clouds = {
    mine: { provider: "memory" },
    east: { provider: "memory", region: "memory-2" },
    china: { provider: "alibaba" },
  };
  const namesFor = async (references: readonly string[], name?: string) =>
    Object.keys(
      (await selectClouds({ clouds, ...(name !== undefined && { default: name }) }, references, registry)).clouds,
    );
  expect(await namesFor(["mem:kms:memory-1:1000:key/a"])).toEqual(["mine", "east"]);
  expect(await namesFor(["acs:kms:cn-hangzhou:1:key/a"])).toEqual(["china"]);
  expect(await namesFor(["acs:kms:cn-hangzhou:1:key/a", "mem:kms:memory-1:1000:key/a"])).toEqual([
    "mine",
    "east",
    "china",
  ]);
  expect(await namesFor(["key-1"])).toEqual(["mine", "east", "china"]);
  expect(await namesFor(["key-1"], "east")).toEqual(["east"]);
  expect(await namesFor(["key-1", "acs:kms:cn-hangzhou:1:key/a"], "east")).toEqual(["east", "china"]);
  expect(await namesFor([])).toEqual(["mine", "east", "china"]);
});

test("selecting by reference loads no adapter beyond the one that claims everything", async () => {
  const loaded: string[] = [];
  const { adapter } = memoryAdapter();
  const registry = new AdapterRegistry();
  for (const provider of ["memory", "later"]) {
    registry.register({
      provider,
      packageName: provider,
      load: async () => {
        loaded.push(provider);
        return { adapter };
      },
    });
  }
  await selectClouds(
    { clouds: { mine: { provider: "memory" }, other: { provider: "later" } } },
    ["mem:kms:memory-1:1000:key/a"],
    registry,
  );
  expect(loaded).toEqual(["memory"]);
});
