import type { DriverWith } from "@crosstag/core/driver";

/** A driver for AWS KMS. A dialect may lack `listKeyMaterials` and `readLastUse`. */
export type AwsKmsDriver = DriverWith<
  "writeTags" | "removeTags" | "describeResource" | "listResources" | "readAccessPolicy" | "deleteKeyMaterial"
>;
