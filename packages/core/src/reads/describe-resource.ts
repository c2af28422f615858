import { driverMethod } from "../driver/driver-method.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import { completeReference } from "../model/reference.ts";
import type { Reference } from "../model/reference.ts";
import { descriptionProblem } from "./answer-subject.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallResult } from "../calls/call-progress.ts";

/**
 * Describes one resource. A description of another resource is a failure. Never rejects.
 */
export async function describeResource(
  { driver, caller, account }: DriverEngine,
  resource: Reference,
  scope: RequestScope,
): Promise<CallResult<ResourceDescription>> {
  const result = await caller.call(
    {
      operation: "describeResource",
      kind: resource.kind,
      resources: 1,
      repeatable: true,
      send: (context) => driverMethod(driver, "describeResource")({ resource }, context),
    },
    scope,
  );
  if (!result.ok) return result;
  const failure = descriptionProblem(
    { title: driver.title, kinds: driver.kinds, scope: account.scope },
    resource,
    result.receipt,
  );
  if (failure === undefined) {
    const reference = completeReference(result.receipt.reference, account.scope);
    return { ...result, receipt: { ...result.receipt, reference } };
  }
  const { attempts, requestIds, uncertain, unanswered } = result;
  return { ok: false, failure, attempts, requestIds, uncertain, unanswered };
}
