import type { DriverWith } from "@crosstag/core/driver";

/** A driver for Tencent Cloud KMS and its Tag service. */
export type TencentKmsDriver = DriverWith<
  "writeTags" | "removeTags" | "changeTags" | "describeResource" | "listResources" | "deleteKeyMaterial"
>;
