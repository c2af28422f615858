import type { Permission, Permissions } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";

const documented = { source: DOCUMENTS.permissions, verifiedOn: VERIFIED_ON, status: "documented" } as const;
// The pages of the batch operations do not document their actions, so both names are listed.
const assumed = { source: DOCUMENTS.untagResources, verifiedOn: VERIFIED_ON, status: "assumed" } as const;

const COMMON: Permissions = [
  { operation: "writeTags", kind: "certificate", actions: ["kms:TagResource"], ...documented },
  { operation: "removeTags", kind: "certificate", actions: ["kms:UntagResource"], ...documented },
  { operation: "describeResource", kind: "key", actions: ["kms:DescribeKey"], ...documented },
  { operation: "describeResource", kind: "secret", actions: ["kms:DescribeSecret"], ...documented },
  { operation: "resolveAlias", kind: "key", actions: ["kms:DescribeKey"], ...documented },
  { operation: "listResources", kind: "key", actions: ["kms:ListKeys"], ...documented },
  { operation: "listResources", kind: "secret", actions: ["kms:ListSecrets"], ...documented },
  { operation: "listAliases", kind: "key", actions: ["kms:ListAliases"], ...documented },
  { operation: "deleteKeyMaterial", kind: "key", actions: ["kms:DeleteKeyMaterial"], ...documented },
];

const BATCH: Permissions = (["key", "secret"] as const).flatMap((kind): Permission[] => [
  { operation: "writeTags", kind, actions: ["kms:TagResource", "kms:TagResources"], ...assumed },
  { operation: "removeTags", kind, actions: ["kms:UntagResource", "kms:UntagResources"], ...assumed },
  { operation: "removeAllTags", kind, actions: ["kms:UntagResource", "kms:UntagResources"], ...assumed },
  { operation: "readTags", kind, actions: ["kms:ListResourceTags", "kms:ListTagResources"], ...assumed },
]);

const SINGLE: Permissions = [
  ...(["key", "secret"] as const).flatMap((kind): Permission[] => [
    { operation: "writeTags", kind, actions: ["kms:TagResource"], ...documented },
    { operation: "removeTags", kind, actions: ["kms:UntagResource"], ...documented },
  ]),
  { operation: "readTags", kind: "key", actions: ["kms:ListResourceTags"], ...documented },
  { operation: "readTags", kind: "secret", actions: ["kms:DescribeSecret"], ...documented },
];

/** The RAM actions that a caller must be allowed. */
export function permissionsFor({ tagOperations }: Assumptions): Permissions {
  return [...(tagOperations === "batch" ? BATCH : SINGLE), ...COMMON];
}
