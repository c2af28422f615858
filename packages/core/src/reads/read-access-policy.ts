import { driverMethod } from "../driver/driver-method.ts";
import type { AccessPolicy } from "../driver/driver-receipts.ts";
import type { Reference } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallResult } from "../calls/call-progress.ts";

/** Reads the policy that stands at one resource. Never rejects. */
export function readAccessPolicy(
  { driver, caller }: DriverEngine,
  resource: Reference,
  scope: RequestScope,
): Promise<CallResult<AccessPolicy>> {
  return caller.call(
    {
      operation: "readAccessPolicy",
      kind: resource.kind,
      resources: 1,
      repeatable: true,
      send: (context) => driverMethod(driver, "readAccessPolicy")({ resource }, context),
    },
    scope,
  );
}
