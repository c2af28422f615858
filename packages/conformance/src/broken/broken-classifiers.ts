import type { Failure, KmsDriver } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import type { BrokenDriver } from "./broken-driver.ts";

const classifying =
  (change: (failure: Failure, error: unknown) => Partial<Failure>) =>
  (driver: KmsDriver): KmsDriver =>
    decorateDriver(driver, {
      classify: (error) => {
        const failure = driver.classify(error);
        return { ...failure, ...change(failure, error) };
      },
    });

/** Drivers that explain errors wrongly. */
export const brokenClassifiers: readonly BrokenDriver[] = [
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
];
