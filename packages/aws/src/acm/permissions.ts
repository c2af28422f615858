import type { DriverOperation, Permission, Permissions } from "@crosstag/core/driver";

function permission(operation: DriverOperation, action: string): Permission {
  return {
    operation,
    kind: "certificate",
    actions: [`acm:${action}`],
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html",
    verifiedOn: "2026-11-29",
    status: "documented",
  };
}

/** The actions that the caller's IAM policies must allow. ListCertificates needs the resource `*`. */
export const PERMISSIONS: Permissions = [
  permission("writeTags", "AddTagsToCertificate"),
  permission("removeTags", "RemoveTagsFromCertificate"),
  permission("readTags", "ListTagsForCertificate"),
  permission("describeResource", "DescribeCertificate"),
  permission("listResources", "ListCertificates"),
];
