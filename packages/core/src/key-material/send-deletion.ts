import { driverMethod } from "../driver/driver-method.ts";
import type { DeleteKeyMaterialReceipt } from "../driver/driver-receipts.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { DeletionLooks } from "./key-material-requests.ts";
import type { KeyMaterialOutcome } from "../model/outcome.ts";
import { failureError } from "../calls/driver-engine.ts";
import { explainDenial } from "../reads/explain-denial.ts";
import type { InspectedKey } from "./inspect-key-material.ts";
import { checkAfterDeletion } from "./check-after-deletion.ts";
import type { SeenAfter } from "./check-after-deletion.ts";
import { deletionOf } from "./deletion-meaning.ts";
import type { CallResult } from "../calls/call-progress.ts";
import type { RequestScope } from "../calls/request-scope.ts";

export interface SentDeletion {
  readonly outcome: KeyMaterialOutcome;
  readonly after?: ResourceDescription;
  readonly looks?: DeletionLooks;
}

const LOOK_FIRST = "Inspect the key before doing anything else, and do not repeat the deletion.";

/** One call that is never repeated once it may have worked; then the key itself says what became of its material. */
export async function sendDeletion(
  { engine, target, inspection }: InspectedKey,
  materialId: string | undefined,
  scope: RequestScope,
): Promise<SentDeletion> {
  const { driver, caller } = engine;
  const { reference } = target;
  const result = await engine.locks.hold([target.identity], scope, () =>
    caller.call(
      {
        operation: "deleteKeyMaterial",
        kind: target.kind,
        resources: 1,
        repeatable: false,
        send: (context) =>
          driverMethod(driver, "deleteKeyMaterial")(
            { resource: reference, ...(materialId !== undefined && { materialId }) },
            context,
          ),
      },
      scope,
    ),
  );
  const base = { ...target.naming, attempts: result.attempts, requestIds: result.requestIds };
  if (!result.ok && !result.uncertain) {
    const error = failureError(driver, "deleteKeyMaterial", reference, result.failure, result.cause);
    if (scope.ended?.code === result.failure.code)
      return { outcome: { ...base, status: "skipped", reason: "not-started" } };
    return { outcome: { ...base, status: "failed", error: await explainDenial(engine, target, error, scope) } };
  }
  const seen = await checkAfterDeletion(engine, reference, inspection.description, materialId, scope);
  const { after, looks } = seen;
  const told = { looks, ...(after !== undefined && { after }) };
  const isOther = result.ok ? isOtherMaterial(result.receipt, materialId) : result.failure.otherSubject === true;
  if (looks.shown && !isOther) {
    const { scheduledFor } = seen;
    const outcome: KeyMaterialOutcome =
      scheduledFor === undefined ? { ...base, status: "changed" } : { ...base, status: "scheduled", scheduledFor };
    return { outcome, ...told };
  }
  const error = unknownDeletion(engine, target, result, isOther, describeSeen(engine, seen, materialId));
  return { outcome: { ...base, status: "unknown", error }, ...told };
}

function unknownDeletion(
  { driver }: InspectedKey["engine"],
  target: InspectedKey["target"],
  result: CallResult<DeleteKeyMaterialReceipt>,
  isOther: boolean,
  seen: string,
): CrosstagError {
  const about = {
    provider: driver.provider,
    operation: "deleteKeyMaterial",
    reference: target.naming.reference,
  };
  if (result.ok) {
    const confirmed = isOther ? " of another key material than the one that was named" : "";
    const message = `${driver.title} confirmed the deletion${confirmed}. ${seen}`;
    return new CrosstagError({ ...about, code: "internal", message, hint: LOOK_FIRST });
  }
  const { code, message, retry, hint = LOOK_FIRST, requestId, providerCode } = result.failure;
  return new CrosstagError({
    ...about,
    code,
    message: `${message.replace(/\.?$/, ".")} ${seen}`,
    hint,
    retry,
    cause: result.cause,
    ...(requestId !== undefined && { requestId }),
    ...(providerCode !== undefined && { providerCode }),
  });
}

function isOtherMaterial({ materialId: deleted }: DeleteKeyMaterialReceipt, asked: string | undefined): boolean {
  return deleted !== undefined && asked !== undefined && deleted !== asked;
}

/** What was seen and for how long: the evidence of an outcome that is not known. */
function describeSeen(
  { driver }: InspectedKey["engine"],
  { after, looks: { count, seconds, shown }, scheduledFor, cannotShow }: SeenAfter,
  materialId: string | undefined,
): string {
  if (after === undefined) return "The key could not be read afterwards.";
  const times = `${count === 1 ? "one reading" : `${count} readings`} in ${seconds} s`;
  const material = materialId === undefined ? "The material of this key" : `Material ${materialId}`;
  if (scheduledFor !== undefined)
    return `${material} was seen to be deleted on ${new Date(scheduledFor).toISOString()}, after ${times}.`;
  if (shown) return `${material} was gone after ${times}.`;
  if (cannotShow)
    return `The cloud does not show, for a key in the state ${after.stateAsGiven}, whether its material is there.`;
  const effect = deletionOf(driver).effect === "scheduled" ? "scheduled for deletion" : "gone";
  return `${material} was not seen to be ${effect} in ${times}: the key's state is ${after.stateAsGiven}.`;
}
