import type { DriverOperation, Permission, Permissions } from "@crosstag/core/driver";

function permission(operation: DriverOperation, action: string): Permission {
  return {
    operation,
    kind: "secret",
    actions: [`secretsmanager:${action}`],
    source: `https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_${action}.html`,
    verifiedOn: "2026-11-29",
    status: "documented",
  };
}

/** The actions that the caller's IAM policies or the secret's policy must allow. ListSecrets needs the resource `*`. */
export const PERMISSIONS: Permissions = [
  permission("writeTags", "TagResource"),
  permission("removeTags", "UntagResource"),
  permission("readTags", "DescribeSecret"),
  permission("describeResource", "DescribeSecret"),
  permission("resolveAlias", "DescribeSecret"),
  permission("listResources", "ListSecrets"),
  permission("listAliases", "ListSecrets"),
  permission("readAccessPolicy", "GetResourcePolicy"),
];
