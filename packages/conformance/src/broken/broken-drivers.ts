import type { AccessPolicy, CallContext, Failure, KmsDriver } from "@crosstag/core/driver";
import { driverMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";
import { brokenDeleters } from "./broken-deleters.ts";
import { brokenReplacers } from "./broken-replacers.ts";
import { brokenWriters } from "./broken-writers.ts";

const classifying =
  (change: (failure: Failure, error: unknown) => Partial<Failure>) =>
  (driver: KmsDriver): KmsDriver =>
    decorateDriver(driver, {
      classify: (error) => {
        const failure = driver.classify(error);
        return { ...failure, ...change(failure, error) };
      },
    });

/** An endless answer must end at some time, or the suite's own requests would run forever. */
const atMost = (times: number): (() => void) => {
  let count = 0;
  return () => {
    count += 1;
    if (count > times) throw new Error("the broken driver stops here");
  };
};

const never = (context: CallContext): CallContext => ({ ...context, signal: new AbortController().signal });

/** One driver for each flaw. The suite is tested by finding all of them. */
export const brokenDrivers: readonly BrokenDriver[] = [
  ...brokenWriters,
  ...brokenDeleters,
  ...brokenReplacers,
  // Identity
  {
    flaw: "reports another account than its credentials belong to",
    caughtBy: "the driver reports the account of its credentials, or nothing",
    break: (driver) =>
      decorateDriver(driver, {
        identify: async (context) => ({ ...(await driver.identify(context)), account: "999" }),
      }),
  },
  // Reading
  {
    flaw: "reads the first page of tags forever",
    caughtBy: "key: as many resources as a call accepts, all full",
    break: (driver) => {
      const count = atMost(200);
      return decorateDriver(driver, {
        readTags: async ({ kind, resources }, context) => {
          count();
          return driver.readTags({ kind, resources }, context);
        },
      });
    },
  },
  {
    flaw: "reads the first page of tags only",
    caughtBy: "key: as many resources as a call accepts, all full",
    break: (driver) =>
      decorateDriver(driver, {
        readTags: async (call, context) => {
          const { next: _, ...page } = await driver.readTags(call, context);
          return page;
        },
      }),
  },
  {
    flaw: "lists the first page of resources only",
    caughtBy: "key: all 205 are found",
    break: (driver) =>
      decorateDriver(driver, {
        listResources: async (call, context) => {
          const { next: _, ...page } = await driverMethod(driver, "listResources")(call, context);
          return page;
        },
      }),
  },
  {
    flaw: "returns another id for a resource in every list",
    caughtBy: "key: all 205 are found",
    break: (driver) => {
      let lists = 0;
      return decorateDriver(driver, {
        listResources: async (call, context) => {
          const page = await driverMethod(driver, "listResources")(call, context);
          lists += 1;
          return {
            ...page,
            resources: page.resources.map((resource) => ({ ...resource, id: `${resource.id}-${lists}` })),
          };
        },
      });
    },
  },
  {
    flaw: "reports every key as the customer's",
    caughtBy: "key: one that belongs to the cloud",
    break: (driver) =>
      decorateDriver(driver, {
        describeResource: async (call, context) => ({
          ...(await driverMethod(driver, "describeResource")(call, context)),
          managedBy: "customer",
        }),
      }),
  },
  {
    flaw: "reports every key as enabled",
    caughtBy: "the state of a key is described in one call",
    break: (driver) =>
      decorateDriver(driver, {
        describeResource: async (call, context) => ({
          ...(await driverMethod(driver, "describeResource")(call, context)),
          state: "enabled",
        }),
      }),
  },
  {
    flaw: "returns the first policy that it read for every resource",
    caughtBy: "key: its own policy, and no other",
    break: (driver) => {
      let first: Promise<AccessPolicy> | undefined;
      return decorateDriver(driver, {
        readAccessPolicy: async (call, context) => {
          const policy = driverMethod(driver, "readAccessPolicy")(call, context);
          first ??= policy;
          return { ...(await policy), ...(await first) };
        },
      });
    },
  },
  // Calls
  {
    flaw: "retries by itself",
    caughtBy: "key: adds tags in one call",
    break: (driver) =>
      decorateDriver(driver, {
        writeTags: async (call, context) => {
          await driverMethod(driver, "writeTags")(call, context);
          return driverMethod(driver, "writeTags")(call, context);
        },
      }),
  },
  {
    flaw: "ignores the signal",
    caughtBy: "writeTags: a running call ends soon after its signal",
    break: (driver) =>
      decorateDriver(driver, { writeTags: (call, context) => driverMethod(driver, "writeTags")(call, never(context)) }),
  },
  {
    flaw: "checks the signal too late",
    caughtBy: "readTags: a call that is canceled before it begins",
    break: (driver) =>
      decorateDriver(driver, {
        readTags: async (call, context) => {
          const page = await driver.readTags(call, never(context));
          context.signal.throwIfAborted();
          return page;
        },
      }),
  },
  // Explaining
  {
    flaw: "repeats the cloud's message",
    caughtBy: "key: writing to an unknown one is not-found",
    break: classifying((_, error) => ({ message: error instanceof Error ? error.message : "?" })),
  },
  {
    flaw: "classifies throttling as permanent",
    caughtBy: "key: a throttled call is classified as throttled",
    break: classifying(({ retry }) => (retry === "throttled" ? { retry: "no" } : {})),
  },
  {
    flaw: "classifies a full resource as throttling",
    caughtBy: "tags and not one more",
    break: classifying(({ code }) => (code === "limit-exceeded" ? { code: "throttled", retry: "throttled" } : {})),
  },
  {
    flaw: "reports that a lost call was not applied",
    caughtBy: "key: a call with fault lose-request may have taken effect",
    break: classifying(() => ({ applied: "no" })),
  },
  {
    flaw: "reports an error of the network as the cloud's",
    caughtBy: "key: a call with fault lose-request may have taken effect",
    break: classifying(({ applied }) => (applied === "maybe" ? { providerCode: "ECONNRESET" } : {})),
  },
  {
    flaw: "reports a failed call if one resource failed",
    caughtBy: "key: one unknown resource, the first of a call, fails alone",
    break: classifying(() => ({ scope: "call" })),
  },
  {
    flaw: "fails while it classifies",
    caughtBy: "every thrown value is classified",
    break: (driver) =>
      decorateDriver(driver, {
        classify: (error) => ({
          ...driver.classify(error),
          providerCode: (error as { code: string }).code.slice(0, 50),
        }),
      }),
  },
  // Names and data
  {
    flaw: "accepts resources of any region and account",
    caughtBy: "resources of another region or account are refused",
    break: (driver) =>
      decorateDriver(driver, {
        references: {
          ...driver.references,
          parse: (text, scope) => {
            const [, , region = scope.region, account = scope.account] = text.split(":");
            return driver.references.parse(text, { region, ...(account !== undefined && { account }) });
          },
        },
      }),
  },
  {
    flaw: "drops the id of the material",
    caughtBy: "if materials have ids, the named one is deleted",
    break: (driver) =>
      decorateDriver(driver, {
        deleteKeyMaterial: ({ resource }, context) => driverMethod(driver, "deleteKeyMaterial")({ resource }, context),
      }),
  },
  {
    flaw: "declares more tags per resource than the cloud accepts",
    caughtBy: "tags and not one more",
    break: (driver) =>
      decorateDriver(driver, {
        rules: {
          ...driver.rules,
          rules: driver.rules.rules.map((rule) =>
            rule.check === "count" ? { ...rule, maximum: rule.maximum + 1 } : rule,
          ),
        },
      }),
  },
  {
    flaw: "declares more resources per call than the cloud accepts",
    caughtBy: "key: one call accepts as many resources and tags as the limits state",
    break: (driver) =>
      decorateDriver(driver, {
        limits: { ...driver.limits, writeTags: { ...driver.limits.writeTags, key: { resources: 60, tags: 20 } } },
      }),
  },
  {
    flaw: "declares a rule that the cloud does not have",
    caughtBy: "the cloud refuses a violation",
    break: (driver) =>
      decorateDriver(driver, {
        rules: {
          ...driver.rules,
          rules: driver.rules.rules.map((rule) =>
            rule.check === "length" ? { ...rule, maximum: rule.maximum - 1 } : rule,
          ),
        },
      }),
  },
  {
    flaw: "declares that reading is an error for unknown resources",
    caughtBy: "key: reading an unknown one is not-found",
    break: (driver) => decorateDriver(driver, { readTagsHidesUnknown: false }),
  },
  {
    flaw: "declares an operation for which it has no method",
    caughtBy: "the driver has a method for every operation that works, and for no other",
    break: (driver) => {
      const others = { ...decorateDriver(driver, {}) };
      delete others.listResources;
      return others;
    },
  },
  {
    flaw: "has a method for an operation that the cloud does not support",
    caughtBy: "the driver has a method for every operation that works, and for no other",
    break: (driver) =>
      decorateDriver(driver, { readLastUse: () => Promise.reject(new Error("The cloud does not record it.")) }),
  },
  {
    flaw: "lists the aliases of the first page only",
    caughtBy: "all 205 aliases of a key are listed over all pages, once each",
    break: (driver) =>
      decorateDriver(driver, {
        listAliases: async (call, context) => {
          const { next: _, ...page } = await driverMethod(driver, "listAliases")(call, context);
          return page;
        },
      }),
  },
  {
    flaw: "lists the first material of a key only",
    caughtBy: "all materials of a key are listed in one call",
    break: (driver) =>
      decorateDriver(driver, {
        listKeyMaterials: async (call, context) => {
          const list = await driverMethod(driver, "listKeyMaterials")(call, context);
          return { ...list, materials: list.materials.slice(1) };
        },
      }),
  },
  {
    flaw: "declares an operation without permission",
    caughtBy: "every operation that works has a permission and a quota",
    break: (driver) =>
      decorateDriver(driver, {
        permissions: driver.permissions.filter(({ operation }) => operation !== "deleteKeyMaterial"),
      }),
  },
];
