import type { CallContext } from "@crosstag/core/driver";
import { driverMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

const never = (context: CallContext): CallContext => ({ ...context, signal: new AbortController().signal });

/** Drivers that make more calls than one, or do not end them with their signal. */
export const brokenCallers: readonly BrokenDriver[] = [
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
];
