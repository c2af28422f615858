import type { DriverOperation, Permission, Permissions } from "@crosstag/core/driver";
import type { Dialect } from "./dialects.ts";

const SOURCE = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html";

/** What a caller's IAM policies and the key's policy must allow. */
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
    // ListKeyRotations only where the materials of an external key are asked for.
    permission("describeResource", "kms:DescribeKey", ...(dialect.materialIds ? ["kms:ListKeyRotations"] : [])),
    permission("resolveAlias", "kms:DescribeKey"),
    permission("listResources", "kms:ListKeys"),
    permission("readAccessPolicy", "kms:GetKeyPolicy"),
    permission("deleteKeyMaterial", "kms:DeleteImportedKeyMaterial"),
  ];
}
