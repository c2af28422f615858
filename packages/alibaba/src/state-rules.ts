import type { StateRule } from "@crosstag/core/driver";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

/**
 * What the states of keys prevent. The page names TagResource and UntagResource; the batch operations are assumed to be the same.
 * It says nothing of secrets and certificates.
 */
export const stateRules: readonly StateRule[] = [
  {
    source: DOCUMENTS.keyStates,
    verifiedOn: VERIFIED_ON,
    status: "documented",
    kinds: ["key"],
    states: ["pending-deletion"],
    operations: ["writeTags", "removeTags"],
    reason: "Alibaba Cloud KMS does not change the tags of a key that is pending deletion.",
    fix: "Cancel the deletion first (`aliyun kms CancelKeyDeletion`), or leave the key out.",
  },
];
