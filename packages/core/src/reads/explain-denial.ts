import { DRIVER_OPERATIONS } from "../driver/capabilities.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { describeResource } from "./describe-resource.ts";
import { unsupported } from "./request-checks.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "./place-resources.ts";
import { stateRefusal } from "./state-refusal.ts";

/**
 * A denied write to a key that belongs to the cloud reads like a missing permission, and clouds give one code for many states.
 * One description shows which it is; if describing is denied as well, the error stays as it is.
 */
export async function explainDenial(
  engine: DriverEngine,
  target: Target,
  error: CrosstagError,
  scope: RequestScope,
): Promise<CrosstagError> {
  const { driver } = engine;
  const { kind, reference, naming } = target;
  const operation = DRIVER_OPERATIONS.find((one) => one === error.operation);
  if (!canTell(driver, operation, error) || unsupported(driver, "describeResource", kind) !== undefined) return error;
  const looked = await describeResource(engine, reference, scope);
  if (!looked.ok) return error;
  if (error.code === "invalid-state")
    return (operation && stateRefusal(driver, operation, looked.receipt, naming.reference, error)) ?? error;
  return looked.receipt.managedBy === "cloud"
    ? managedByCloud(driver.title, error.provider, naming.reference, error)
    : error;
}

function canTell(
  { stateRules = [] }: KmsDriver,
  operation: DriverOperation | undefined,
  { code }: CrosstagError,
): boolean {
  if (code === "access-denied") return true;
  return (
    code === "invalid-state" &&
    operation !== undefined &&
    stateRules.some(({ operations }) => operations.includes(operation))
  );
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
