import { decorateDriver } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

/** Drivers whose names and data are not those of the cloud. */
export const brokenDeclarations: readonly BrokenDriver[] = [
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
    flaw: "declares an operation without permission",
    caughtBy: "every operation that works has a permission and a quota",
    break: (driver) =>
      decorateDriver(driver, {
        permissions: driver.permissions.filter(({ operation }) => operation !== "deleteKeyMaterial"),
      }),
  },
];
