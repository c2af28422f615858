import { CrosstagError } from "../model/crosstag-error.ts";
import type { KmsDriver } from "./kms-driver.ts";
import { replacesTags } from "./write-style.ts";

const METHODS = ["identify", "readTags", "classify", "close"] as const;

/** The methods of a style, and the methods that only the other style has. */
const STYLES = {
  delta: { own: ["writeTags", "removeTags"], other: ["replaceTags"] },
  replace: { own: ["replaceTags"], other: ["writeTags", "removeTags", "changeTags"] },
} as const;

const FACTS = ["scope", "kinds", "references", "capabilities", "limits", "rules", "quotas", "permissions"] as const;

/** Refuses what is not a whole driver when it is passed in, and not in the middle of a call. @throws CrosstagError `configuration` */
export function checkDriver(driver: KmsDriver): void {
  const given: Partial<KmsDriver> | null | undefined = driver;
  const style = STYLES[replacesTags(given ?? {}) ? "replace" : "delta"];
  const missing = [
    ...[...METHODS, ...style.own].filter((name) => typeof given?.[name] !== "function").map((name) => `${name}()`),
    ...FACTS.filter((name) => typeof given?.[name] !== "object" || given[name] === null),
  ];
  const unexpected = style.other.filter((name) => given?.[name] !== undefined).map((name) => `${name}()`);
  if (typeof given?.provider === "string" && missing.length + unexpected.length === 0) return;
  const provider = typeof given?.provider === "string" ? { provider: given.provider } : undefined;
  throw new CrosstagError({
    code: "configuration",
    ...provider,
    message:
      provider === undefined
        ? "A driver was expected, but what was passed in is not one."
        : missing.length > 0
          ? `The driver for ${provider.provider} is incomplete: it has no ${missing.join(", ")}.`
          : `The driver for ${provider.provider} has ${unexpected.join(", ")}, which its \`writes\` rules out.`,
    hint: "Pass what `createDriver` of an adapter returns. Authors of adapters: run the suite of @crosstag/conformance.",
  });
}
