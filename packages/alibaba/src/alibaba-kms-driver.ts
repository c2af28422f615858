import type { DriverWith } from "@crosstag/core/driver";

/** A driver for Alibaba Cloud KMS. */
export type AlibabaKmsDriver = DriverWith<
  "writeTags" | "removeTags" | "describeResource" | "listResources" | "deleteKeyMaterial"
>;
