import type { AccessPolicy } from "@crosstag/core/driver";
import { driverMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

/** An endless answer must end at some time, or the suite's own requests would run forever. */
const atMost = (times: number): (() => void) => {
  let count = 0;
  return () => {
    count += 1;
    if (count > times) throw new Error("the broken driver stops here");
  };
};

/** Drivers that read or list something else than there is. */
export const brokenReaders: readonly BrokenDriver[] = [
  {
    flaw: "reports another account than its credentials belong to",
    caughtBy: "the driver reports the account of its credentials, or nothing",
    break: (driver) =>
      decorateDriver(driver, {
        identify: async (context) => ({ ...(await driver.identify(context)), account: "999" }),
      }),
  },
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
];
