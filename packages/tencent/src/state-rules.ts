import type { StateRule } from "@crosstag/core/driver";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

/** What the states of keys prevent. Tags can be changed in every state, because another service keeps them. */
export const stateRules: readonly StateRule[] = [
  {
    kinds: ["key"],
    states: ["pending-deletion"],
    operations: ["deleteKeyMaterial"],
    reason: "Tencent Cloud KMS does not delete the material of a key that is scheduled for deletion.",
    fix: "Cancel the deletion first: tccli kms CancelKeyDeletion --KeyId <key id>",
    source: DOCUMENTS.deleteImportedKeyMaterial,
    verifiedOn: VERIFIED_ON,
    status: "assumed",
  },
];
