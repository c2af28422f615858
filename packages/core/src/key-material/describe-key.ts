import { driverMethod } from "../driver/driver-method.ts";
import type { OptionalOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CallReceipt } from "../driver/driver-receipts.ts";
import type { CallContext } from "../driver/call-context.ts";
import type { KeyFacts, ResourceDescription } from "../model/resource-description.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { describeResource } from "../reads/describe-resource.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { unsupported } from "../reads/request-checks.ts";
import { endedFailure } from "../calls/quota-lanes.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallResult } from "../calls/call-progress.ts";

/**
 * Describes a key with its materials, if it can have several, and on request with its last use. Both only inform: why
 * they could not be read is part of the description, and not an error. Never rejects.
 */
export async function describeKey(
  engine: DriverEngine,
  asked: Reference,
  scope: RequestScope,
  { withLastUse = false } = {},
): Promise<CallResult<ResourceDescription>> {
  const described = await describeResource(engine, asked, scope);
  if (!described.ok) return described;
  const { reference, key } = described.receipt;
  if (key === undefined) return described;
  const materials = key.severalMaterials === true ? await listMaterials(engine, reference, scope) : {};
  const use = withLastUse ? await readLastUse(engine, reference, scope) : {};
  const isComplete = !("materialsProblem" in materials || "lastUseProblem" in use);
  if (!isComplete && scope.ended !== undefined) {
    const { attempts, requestIds, uncertain, unanswered } = described;
    return { ok: false, failure: endedFailure(scope.ended), attempts, requestIds, uncertain, unanswered };
  }
  return { ...described, receipt: { ...described.receipt, key: { ...key, ...materials, ...use } } };
}

async function listMaterials(
  engine: DriverEngine,
  resource: Reference,
  scope: RequestScope,
): Promise<Pick<KeyFacts, "materials" | "materialsProblem">> {
  const { driver } = engine;
  const listed = await informingCall(engine, ["listKeyMaterials", resource.kind], scope, (context) =>
    driverMethod(driver, "listKeyMaterials")({ resource }, context),
  );
  if (listed === undefined) return {};
  return "problem" in listed ? { materialsProblem: listed.problem } : { materials: listed.receipt.materials };
}

async function readLastUse(
  engine: DriverEngine,
  resource: Reference,
  scope: RequestScope,
): Promise<Pick<KeyFacts, "lastUse" | "lastUseProblem">> {
  const { driver } = engine;
  const read = await informingCall(engine, ["readLastUse", resource.kind], scope, (context) =>
    driverMethod(driver, "readLastUse")({ resource }, context),
  );
  if (read === undefined) return {};
  return "problem" in read ? { lastUseProblem: read.problem } : { lastUse: read.receipt.lastUse };
}

/** Undefined if the cloud does not support the operation for the kind. */
async function informingCall<Receipt extends CallReceipt>(
  { driver, caller }: DriverEngine,
  [operation, kind]: readonly [OptionalOperation, ResourceKind],
  scope: RequestScope,
  send: (context: CallContext) => Promise<Receipt>,
): Promise<{ readonly receipt: Receipt } | { readonly problem: string } | undefined> {
  if (unsupported(driver, operation, kind) !== undefined) return undefined;
  const result = await caller.call({ operation, kind, resources: 1, repeatable: true, send }, scope);
  return result.ok ? result : { problem: describeProblem(driver, operation, result.failure) };
}

/** In the cloud's own words for the operation: `access denied: kms:ListKeyRotations`. */
function describeProblem(
  { permissions, title }: KmsDriver,
  operation: OptionalOperation,
  { code, message, providerCode }: Failure,
): string {
  const actions = permissions.find((permission) => permission.operation === operation)?.actions ?? [operation];
  const name = actions.join(" or ");
  if (code === "access-denied") return `access denied: ${name}`;
  if (code === "unsupported") return `this service does not support ${name}`;
  // The description is valid although the state or the kind of key does not allow this.
  if (code === "invalid-state" && providerCode !== undefined)
    return `${title} refuses ${name} for this key: ${providerCode}`;
  return `${name} failed: ${message.replace(/\.$/, "")}`;
}
