import { driverMethod } from "@crosstag/core/driver";
import type { TagSet } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { decorateDriver, TWO_FORMS_SHAPE } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

const writing =
  (change: (tags: TagSet) => TagSet) =>
  (driver: KmsDriver): KmsDriver =>
    decorateDriver(driver, {
      writeTags: (call, context) => driverMethod(driver, "writeTags")({ ...call, tags: change(call.tags) }, context),
    });

const texts = (change: (text: string) => string) =>
  writing((tags) => new Map([...tags].map(([key, value]) => [change(key), change(value)])));

/** Drivers that write or remove something else than the call says, or in another way. */
export const brokenWriters: readonly BrokenDriver[] = [
  {
    flaw: "loses the last tag of a call",
    caughtBy: "key: adds tags in one call",
    break: writing((tags) => new Map(tags.size > 1 ? [...tags].slice(0, -1) : tags)),
  },
  {
    flaw: "drops tags above 10",
    caughtBy: "key: one call accepts as many resources and tags as the limits state",
    break: writing((tags) => new Map([...tags].slice(0, 10))),
  },
  {
    flaw: "drops tags with an empty value",
    caughtBy: "key: keeps an empty value",
    break: writing((tags) => new Map([...tags].filter(([, value]) => value))),
  },
  {
    flaw: "folds keys and values to lower case",
    caughtBy: "keys that only differ in case",
    break: texts((text) => text.toLowerCase()),
  },
  {
    flaw: "sends texts in pieces of 100",
    caughtBy: "the longest key and value",
    break: texts((text) => text.slice(0, 100)),
  },
  {
    flaw: "puts tags in a plain object",
    caughtBy: "__proto__",
    break: writing((tags) => {
      const record: Record<string, string> = {};
      for (const [key, value] of tags) record[key] = value;
      return new Map(Object.entries(record));
    }),
  },
  {
    flaw: "drops the last resource of a call",
    caughtBy: "key: one call accepts as many resources and tags as the limits state",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: (call, context) =>
          driverMethod(driver, "writeTags")(
            { ...call, resources: call.resources.slice(0, Math.max(1, call.resources.length - 1)) },
            context,
          ),
      }),
  },
  {
    flaw: "reports success without writing",
    caughtBy: "key: adds tags in one call",
    break: (driver) => decorateDriver(driver, { writeTags: async () => ({}) }),
  },
  {
    flaw: "replaces the existing tags",
    caughtBy: "key: adds tags in one call and keeps the others",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          await driverMethod(driver, "removeTags")(
            { kind: call.kind, resources: call.resources, tagKeys: ["kept", "team"] },
            context,
          );
          return driverMethod(driver, "writeTags")(call, context);
        },
      }),
  },
  {
    flaw: "makes a call for each resource",
    caughtBy: "key: one call accepts as many resources and tags as the limits state",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          for (const resource of call.resources)
            await driverMethod(driver, "writeTags")({ ...call, resources: [resource] }, context);
          return {};
        },
      }),
  },
  {
    flaw: "treats an unknown resource as done",
    caughtBy: "key: writing to an unknown one is not-found",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: (call, context) =>
          driverMethod(driver, "writeTags")(call, context).catch((error: unknown) =>
            driver.classify(error).code === "not-found" ? {} : Promise.reject(error),
          ),
      }),
  },
  {
    flaw: "applies a part of a call and reports that nothing was applied",
    caughtBy: "key: one call accepts as many resources and tags as the limits state",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          const receipt = await driverMethod(driver, "writeTags")(
            { ...call, resources: call.resources.slice(0, 1) },
            context,
          );
          if (call.resources.length > 1) throw new Error("partial failure");
          return receipt;
        },
        classify: (error) => ({ ...driver.classify(error), applied: "no" }),
      }),
  },
  {
    flaw: "drops the resources that were refused inside a success",
    caughtBy: "key: one unknown resource, the first of a call, fails alone",
    cloud: { badResourceInBatch: "name-refused" },
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          const { failed: _, ...receipt } = await driverMethod(driver, "writeTags")(call, context);
          return receipt;
        },
      }),
  },
  {
    flaw: "names a refused resource that was not in the call",
    caughtBy: "key: a success of writeTags names the resources that were refused",
    cloud: { badResourceInBatch: "name-refused" },
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          const { failed, ...receipt } = await driverMethod(driver, "writeTags")(call, context);
          const renamed = failed?.map(({ id, failure }) => ({ id: `key/${id}`, failure }));
          return { ...receipt, ...(renamed !== undefined && { failed: renamed }) };
        },
      }),
  },
  {
    flaw: "only sets tags in a call that sets and removes them",
    caughtBy: "key: one changeTags call sets and removes",
    cloud: TWO_FORMS_SHAPE,
    break: (driver) =>
      decorateDriver(driver, {
        changeTags: ({ kind, resources, tags }, context) =>
          driverMethod(driver, "writeTags")({ kind, resources, tags }, context),
      }),
  },
  {
    flaw: "claims that the removal of an absent tag is ignored",
    caughtBy: "key: removes tags that do not exist",
    cloud: { absentTagKeys: "refused" },
    break: (driver) => decorateDriver(driver, { absentTagKeys: "ignored" }),
  },
  {
    flaw: "reports the refused removal of an absent tag as a failure of the call",
    caughtBy: "key: removing a tag that does not exist succeeds, or is refused for that resource alone",
    cloud: { absentTagKeys: "refused" },
    break: (driver) =>
      decorateDriver(driver, {
        classify: (error) => {
          const failure = driver.classify(error);
          return failure.code === "tag-refused" ? { ...failure, scope: "call" } : failure;
        },
      }),
  },
  {
    flaw: "sends every shape as the main one",
    caughtBy: "key: one writeTags call of the shape attach accepts",
    cloud: TWO_FORMS_SHAPE,
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: ({ kind, resources, tags }, context) =>
          driverMethod(driver, "writeTags")({ kind, resources, tags }, context),
      }),
  },
  {
    flaw: "removes all tags if some are named",
    caughtBy: "key: removes tags that exist",
    break: (driver) =>
      decorateDriver(driver, {
        removeTags: (call, context) => driverMethod(driver, "removeTags")({ ...call, tagKeys: "all" }, context),
      }),
  },
  {
    flaw: "removes only the first tag key",
    caughtBy: "key: removes tags that exist",
    break: (driver) =>
      decorateDriver(driver, {
        removeTags: (call, context) =>
          driverMethod(driver, "removeTags")(
            { ...call, tagKeys: call.tagKeys === "all" ? "all" : call.tagKeys.slice(0, 1) },
            context,
          ),
      }),
  },
];
