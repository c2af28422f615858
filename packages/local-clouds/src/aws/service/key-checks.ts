import { awsError } from "../protocol/aws-error.ts";
import type { KeyState } from "../state/key-status.ts";
import type { KmsKey } from "../state/kms-key.ts";
import { accessDenied } from "./find-key.ts";
import type { OperationContext } from "./operation.ts";

const pendingDeletion = "is pending deletion (or pending replica deletion).";
const stateTexts: Partial<Record<KeyState, string>> = {
  Creating: "is creating.",
  Updating: "is updating.",
  PendingImport: "is pending import.",
  PendingDeletion: pendingDeletion,
  PendingReplicaDeletion: pendingDeletion,
  Unavailable: "is unavailable.",
};

export const deletionStates: readonly KeyState[] = ["PendingDeletion", "PendingReplicaDeletion"];
export const transientStates: readonly KeyState[] = ["Creating", "Updating"];

/** Throws `KMSInvalidStateException` if the key is in one of the given states. */
export function refuseStates(key: KmsKey, refused: readonly KeyState[]): void {
  const { state } = key.status.current;
  if (refused.includes(state)) {
    throw awsError("KMSInvalidStateException", `${key.identity.arn} ${stateTexts[state] ?? `is ${state}.`}`);
  }
}

/** Keys that AWS manages can be read, not changed. */
export function requireCustomerManaged(context: OperationContext, key: KmsKey): void {
  if (key.identity.manager === "CUSTOMER") return;
  if (context.account.settings.awsManagedKeyError === "AccessDeniedException") {
    throw accessDenied(context, key.identity.arn);
  }
  throw awsError("UnsupportedOperationException", `${key.identity.arn} is an AWS managed key.`);
}

export function requireExternalOrigin(key: KmsKey): void {
  if (key.identity.origin !== "EXTERNAL") throw wrongOrigin(key);
}

function wrongOrigin(key: KmsKey): Error {
  return awsError(
    "UnsupportedOperationException",
    `${key.identity.arn} origin is ${key.identity.origin} which is not valid for this operation.`,
  );
}
