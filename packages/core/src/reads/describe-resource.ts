import type { DescribeResourceCall } from "../driver/kms-driver.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import { completeReference } from "../model/reference.ts";
import type { Reference } from "../model/reference.ts";
import { descriptionProblem } from "./answer-subject.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallResult } from "../calls/call-progress.ts";

export type DescribeOptions = Omit<DescribeResourceCall, "resource">;

/**
 * Describes one resource; `withMaterials` also lists a key's materials, if the cloud can. A description of another
 * resource is a failure. Never rejects.
 */
export async function describeResource(
  { driver, caller, account }: DriverEngine,
  resource: Reference,
  scope: RequestScope,
  options: DescribeOptions = {},
): Promise<CallResult<ResourceDescription>> {
  const result = await caller.call(
    {
      operation: "describeResource",
      kind: resource.kind,
      resources: 1,
      repeatable: true,
      send: (context) => driver.describeResource({ resource, ...options }, context),
    },
    scope,
  );
  if (!result.ok) return result;
  const failure = descriptionProblem({ title: driver.title, scope: account.scope }, resource, result.receipt);
  if (failure === undefined) {
    const reference = completeReference(result.receipt.reference, account.scope);
    return { ...result, receipt: { ...result.receipt, reference } };
  }
  const { attempts, requestIds, uncertain, unanswered } = result;
  return { ok: false, failure, attempts, requestIds, uncertain, unanswered };
}
