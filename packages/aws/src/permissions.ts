import type { DriverOperation, Permission, Permissions } from "@crosstag/core/driver";
import type { Dialect } from "./dialects.ts";

const SOURCE = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html";

/** The actions that a caller's IAM policies and the key's policy must allow. */
export function permissionsFor(dialect: Dialect): Permissions {
  const permission = (operation: DriverOperation, ...actions: string[]): Permission => ({
    operation,
    kind: "key",
    actions,
    source: SOURCE,
    verifiedOn: "2026-11-22",
    status: dialect.name === "aws" ? "documented" : "assumed",
  });
  return [
    permission("writeTags", "kms:TagResource"),
    permission("removeTags", "kms:UntagResource"),
    permission("readTags", "kms:ListResourceTags"),
    permission("describeResource", "kms:DescribeKey"),
    permission("resolveAlias", "kms:DescribeKey"),
    permission("listResources", "kms:ListKeys"),
    permission("listAliases", "kms:ListAliases"),
    permission("readAccessPolicy", "kms:GetKeyPolicy"),
    ...(dialect.materialIds ? [permission("listKeyMaterials", "kms:ListKeyRotations")] : []),
    ...(dialect.lastUsage ? [permission("readLastUse", "kms:GetKeyLastUsage")] : []),
    permission("deleteKeyMaterial", "kms:DeleteImportedKeyMaterial"),
  ];
}
