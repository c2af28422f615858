import { callTimeoutMsOf } from "@crosstag/core/driver";
import { resolveAssumptions } from "./assumptions.ts";
import type { AlibabaKmsOptions } from "./create-driver.ts";
import { resolveDialect } from "./dialects.ts";
import type { DriverParts } from "./driver.ts";
import { profileFor } from "./profile.ts";

/** What drivers have in common that differ in account and region only. @throws CrosstagError `configuration` */
export function commonParts({
  dialect,
  assumptions: given,
  callTimeoutSeconds,
}: Pick<AlibabaKmsOptions, "dialect" | "assumptions" | "callTimeoutSeconds">): Pick<
  DriverParts,
  "profile" | "assumptions" | "callTimeoutMs"
> {
  resolveDialect(dialect);
  const assumptions = resolveAssumptions(given);
  return { profile: profileFor(assumptions), assumptions, callTimeoutMs: callTimeoutMsOf(callTimeoutSeconds) };
}
