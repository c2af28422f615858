import type { DriverOperation } from "../driver/capabilities.ts";
import type { Violation } from "../model/violation.ts";
import { unsupported } from "../calls/driver-engine.ts";
import type { ParsedResource } from "./parse-resources.ts";

/** What a cloud cannot do for a kind of resource is refused before a call, with the capability's reason. */
export function checkCapability(
  resources: readonly ParsedResource[],
  operation: DriverOperation,
): readonly Violation[] {
  return resources.flatMap(({ engine: { driver }, reference, resource }, position) => {
    const error = unsupported(driver, operation, reference.kind);
    if (error === undefined) return [];
    return [
      {
        severity: "error" as const,
        rule: "crosstag.unsupported",
        provider: driver.provider,
        position,
        resource,
        message: `${JSON.stringify(resource)}: ${error.message}`,
        fix: error.hint ?? "Leave it out.",
      },
    ];
  });
}
