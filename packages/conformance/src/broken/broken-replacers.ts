import type { TagSet } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { KmsDriver, ReplaceTagsCall } from "@crosstag/core/driver";
import { decorateDriver, DEFAULT_MEMORY_RULES, REPLACED_SHAPE } from "@crosstag/core/testing";
import type { MemoryCloudOptions } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

const LIMIT = { key: { resources: 1, tags: 50 } };

/** With a prefix that the cloud reserves. */
const REPLACED: MemoryCloudOptions = {
  ...REPLACED_SHAPE,
  rules: DEFAULT_MEMORY_RULES,
  limits: { writeTags: LIMIT, removeTags: LIMIT, readTags: LIMIT },
};
const VERSIONED: MemoryCloudOptions = { ...REPLACED, writes: { style: "replace", versioned: true } };

const replacing =
  (change: (call: ReplaceTagsCall, driver: KmsDriver) => ReplaceTagsCall) =>
  (driver: KmsDriver): KmsDriver =>
    decorateDriver(driver, {
      replaceTags: (call, context) => driverMethod(driver, "replaceTags")(change(call, driver), context),
    });

const withoutReserved = (tags: TagSet): TagSet => new Map([...tags].filter(([key]) => !key.startsWith("mem:")));

/** Drivers of clouds that replace all tags, which lose tags of others. */
export const brokenReplacers: readonly BrokenDriver[] = [
  {
    flaw: "claims versions and sends the newest one",
    caughtBy: "key: a call with an old version of the tags is a conflict",
    cloud: VERSIONED,
    break: (driver) =>
      decorateDriver(driver, {
        replaceTags: async (call, context) => {
          const { kind, resource } = call;
          const { versions } = await driver.readTags({ kind, resources: [resource] }, context);
          const version = versions?.get(resource.id) ?? "";
          return driverMethod(driver, "replaceTags")({ ...call, version }, context);
        },
      }),
  },
  {
    flaw: "claims versions that do not change",
    caughtBy: "key: a tag of another program, set between the reading and the write, is not lost",
    cloud: REPLACED,
    break: (driver) =>
      decorateDriver(driver, {
        writes: { style: "replace", versioned: true },
        readTags: async (call, context) => {
          const versions = new Map(call.resources.map(({ id }) => [id, "1"]));
          return { ...(await driver.readTags(call, context)), versions };
        },
        replaceTags: async (call, context) => ({
          ...(await driverMethod(driver, "replaceTags")(call, context)),
          version: "1",
        }),
      }),
  },
  {
    flaw: "classifies a conflict as permanent",
    caughtBy: "key: a tag of another program, set between the reading and the write, is not lost",
    cloud: VERSIONED,
    break: (driver) =>
      decorateDriver(driver, {
        classify: (error) => {
          const failure = driver.classify(error);
          return failure.code === "conflict" ? { ...failure, retry: "no" } : failure;
        },
      }),
  },
  {
    flaw: "returns the version from before the write",
    caughtBy: "key: a call returns the version that the next reading shows",
    cloud: VERSIONED,
    break: (driver) =>
      decorateDriver(driver, {
        replaceTags: async (call, context) => {
          const receipt = await driverMethod(driver, "replaceTags")(call, context);
          return { ...receipt, ...(call.version !== undefined && { version: call.version }) };
        },
      }),
  },
  {
    flaw: "merges the tags itself",
    caughtBy: "key: after a call, the resource has exactly the tags of the call",
    cloud: REPLACED,
    break: (driver) =>
      decorateDriver(driver, {
        replaceTags: async (call, context) => {
          const { kind, resource } = call;
          const { rows } = await driver.readTags({ kind, resources: [resource] }, context);
          const tags = new Map([...rows.map(({ key, value }) => [key, value] as const), ...call.tags]);
          return driverMethod(driver, "replaceTags")({ ...call, tags }, context);
        },
      }),
  },
  {
    flaw: "drops tags that the cloud reserves",
    caughtBy: "key: tags that the cloud reserves stay",
    cloud: REPLACED,
    break: replacing((call) => ({ ...call, tags: withoutReserved(call.tags) })),
  },
  {
    flaw: "does not send an empty set of tags",
    caughtBy: "key: after a call, the resource has exactly the tags of the call",
    cloud: REPLACED,
    break: (driver) =>
      decorateDriver(driver, {
        replaceTags: async (call, context) =>
          call.tags.size === 0 ? {} : driverMethod(driver, "replaceTags")(call, context),
      }),
  },
  {
    flaw: "has methods of both styles",
    caughtBy: "tags can be read where they can be written",
    cloud: REPLACED,
    break: (driver) => decorateDriver(driver, { writeTags: async () => ({}) }),
  },
];
