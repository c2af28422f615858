import { CrosstagError } from "../model/crosstag-error.ts";
import type { KmsDriver } from "./kms-driver.ts";

const METHODS = ["identify", "writeTags", "removeTags", "readTags", "classify", "close"] as const;

const FACTS = ["scope", "references", "capabilities", "limits", "rules", "quotas", "permissions"] as const;

/** Refuses what is not a whole driver when it is passed in, and not in the middle of a call. @throws CrosstagError `configuration` */
export function checkDriver(driver: KmsDriver): void {
  const given: Partial<KmsDriver> | null | undefined = driver;
  const missing = [
    ...METHODS.filter((name) => typeof given?.[name] !== "function").map((name) => `${name}()`),
    ...FACTS.filter((name) => typeof given?.[name] !== "object" || given[name] === null),
  ];
  if (typeof given?.provider === "string" && missing.length === 0) return;
  const provider = typeof given?.provider === "string" ? { provider: given.provider } : undefined;
  throw new CrosstagError({
    code: "configuration",
    ...provider,
    message:
      provider === undefined
        ? "A driver was expected, but what was passed in is not one."
        : `The driver for ${provider.provider} is incomplete: it has no ${missing.join(", ")}.`,
    hint: "Pass what `createDriver` of an adapter returns. Authors of adapters: run the suite of @crosstag/conformance.",
  });
}
