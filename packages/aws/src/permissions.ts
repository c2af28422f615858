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
    permission("describeResource", "kms:DescribeKey"),
    permission("resolveAlias", "kms:DescribeKey"),
    permission("listResources", "kms:ListKeys"),
    permission("readAccessPolicy", "kms:GetKeyPolicy"),
    // The others are for the look before it; without them the look says less, and nothing else changes.
    permission(
      "deleteKeyMaterial",
      "kms:DeleteImportedKeyMaterial",
      ...(dialect.materialIds ? ["kms:ListKeyRotations"] : []),
      ...(dialect.lastUsage ? ["kms:GetKeyLastUsage"] : []),
    ),
  ];
}
