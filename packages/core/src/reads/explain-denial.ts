import { CrosstagError } from "../model/crosstag-error.ts";
import { describeResource } from "./describe-resource.ts";
import { unsupported } from "./request-checks.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "./place-resources.ts";

/**
 * A denied write to a key that belongs to the cloud reads like a missing permission. One description distinguishes
 * them; if describing is denied as well, the error stays as it is.
 */
export async function explainDenial(
  engine: DriverEngine,
  target: Target,
  error: CrosstagError,
  scope: RequestScope,
): Promise<CrosstagError> {
  const { driver } = engine;
  if (error.code !== "access-denied" || unsupported(driver, "describeResource", target.kind) !== undefined)
    return error;
  const looked = await describeResource(engine, target.reference, scope);
  if (!looked.ok || looked.receipt.managedBy !== "cloud") return error;
  return managedByCloud(driver.title, error.provider, target.naming.reference, error);
}

export function managedByCloud(
  title: string,
  provider: string | undefined,
  reference: string,
  denial?: CrosstagError,
): CrosstagError {
  return new CrosstagError({
    code: "managed-by-cloud",
    message: `This resource is managed by ${title}; its tags and material cannot be changed.`,
    reference,
    hint: "Remove it from the list.",
    ...(provider !== undefined && { provider }),
    ...(denial?.requestId !== undefined && { requestId: denial.requestId }),
    ...(denial?.providerCode !== undefined && { providerCode: denial.providerCode }),
  });
}
