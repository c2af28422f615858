import type { TryItCloud } from "./target.ts";

const KMS_OF_AWS = [
  "TagResource",
  "UntagResource",
  "ListResourceTags",
  "DeleteImportedKeyMaterial",
  "DescribeKey",
  "ListKeys",
];

/** The operations that can be sent to each cloud. None of them creates keys or changes policies. */
export const WIRE_OPERATIONS: Readonly<Record<TryItCloud, readonly string[]>> = {
  aws: KMS_OF_AWS,
  qkms: KMS_OF_AWS,
  alibaba: [
    "TagResource",
    "UntagResource",
    "ListResourceTags",
    "TagResources",
    "UntagResources",
    "ListTagResources",
    "DeleteKeyMaterial",
    "DescribeKey",
    "ListKeys",
  ],
  tencent: ["TagResources", "UnTagResources", "GetResources", "DeleteImportedKeyMaterial", "DescribeKey", "ListKeys"],
};

const DELETING = new Set(["DeleteImportedKeyMaterial", "DeleteKeyMaterial"]);

/** Whether an operation deletes key material, which cannot be undone. */
export function deletesKeyMaterial(operation: string): boolean {
  return DELETING.has(operation);
}
