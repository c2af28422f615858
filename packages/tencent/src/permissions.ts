import type { Permission, Permissions } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { DOCUMENTS, VERIFIED_ON } from "./documents.ts";
import type { ResourceType } from "./resource-type.ts";

// CAM actions have the names of the operations; which operation is sent depends on the number of resources and tags.
const assumed = { verifiedOn: VERIFIED_ON, status: "assumed" } as const;

const OF_KEYS: Permissions = (
  [
    ["describeResource", "kms:DescribeKey"],
    ["listResources", "kms:ListKeyDetail"],
    ["deleteKeyMaterial", "kms:DeleteImportedKeyMaterial"],
  ] as const
).map(([operation, action]) => ({ operation, actions: [action], source: DOCUMENTS.kmsModel, ...assumed }));

const OF_SECRETS: Permissions = (
  [
    ["describeResource", "ssm:DescribeSecret"],
    ["listResources", "ssm:ListSecrets"],
  ] as const
).map(([operation, action]) => ({ operation, actions: [action], source: DOCUMENTS.ssmModel, ...assumed }));

function ofTags(operation: Permission["operation"], actions: readonly string[]): Permission {
  return { operation, actions, source: DOCUMENTS.tagModel, ...assumed };
}

/** The CAM actions that a caller must be allowed. */
export function permissionsFor({ kind }: ResourceType, { attachOperations }: Assumptions): Permissions {
  const attach = attachOperations ? ["tag:AttachResourcesTag", "tag:CreateTag"] : [];
  const detach = attachOperations ? ["tag:DetachResourcesTag"] : [];
  return [
    ofTags("writeTags", ["tag:TagResources", "tag:ModifyResourceTags", ...attach]),
    ofTags("removeTags", ["tag:UnTagResources", "tag:ModifyResourceTags", ...detach]),
    ofTags("readTags", ["tag:DescribeResourceTagsByResourceIds"]),
    ...(kind === "key" ? OF_KEYS : OF_SECRETS),
  ];
}
