import type { KeyState } from "./state/key.ts";

/**
 * Behaviors of Tencent Cloud's KMS, Tag and Secrets Manager that no public source documents, or on which sources
 * contradict each other (read 2026-11-29), and what the local cloud does. "Listed" means that the vendor's Go SDK
 * lists an error code for the operation, without saying when it occurs.
 */
export interface TencentSettings {
  /** The unit of the longest tag key (127) and tag value (255). The pages say characters. Default `code-points`. */
  readonly tagLengthUnit: "code-points" | "utf-16-units" | "bytes";
  /** `documented`: letters, digits, ideographs, spaces that are not first or last, and the signs of the limits page. Default `documented`. */
  readonly tagCharacters: "documented" | "any";
  /**
   * Tag keys with one of these prefixes, in this exact case, are refused; the limits page names the default
   * `["qcs:", "project", "项目"]`, error texts name `qcloud`, `tencent` and `project`.
   */
  readonly reservedPrefixes: readonly string[];
  /** Tags that a resource can hold. Default 50. */
  readonly tagsPerResource: number;
  /** Tag keys that an account can hold. Default 1,000. */
  readonly tagKeysPerAccount: number;
  /** Values that a tag key can have in an account. Default 1,000; a page of January 2026 limits the pairs to 1,000,000 instead. */
  readonly valuesPerTagKey: number;
  /** UnTagResources with a tag key that a resource does not have. The error code is not listed for it. Default `success`. */
  readonly untagAbsentKey: "success" | "failed-resource";
  /** DetachResourcesTag for a resource without the tag key. `ResourceNotFound.AttachedTagKeyNotFound` is listed. Default `refuse`. */
  readonly detachAbsentKey: "refuse" | "success";
  /** `DeleteTags` of ModifyResourceTags with a tag key that the resource does not have. The code is not listed. Default `success`. */
  readonly modifyAbsentKey: "success" | "refuse";
  /**
   * AttachResourcesTag with a tag that does not exist in the account. `ResourceNotFound.TagNonExist` is listed, and only
   * the page of TagResources says that it creates tags. Default `refuse`.
   */
  readonly attachUnknownTag: "refuse" | "create";
  /**
   * AttachResourcesTag for a resource that has the tag key with another value. `ResourceInUse.TagKeyAttached` is listed.
   * Default `refuse`.
   */
  readonly attachOverOtherValue: "refuse" | "replace";
  /** Whether a refused AttachResourcesTag or DetachResourcesTag has changed the resources before the one it was refused for. Default `all-or-nothing`. */
  readonly batchAtomicity: "all-or-nothing" | "applies-preceding";
  /** A six-segment name that cannot be read, in TagResources and UnTagResources. Default `refuse`: the whole request. */
  readonly malformedName: "refuse" | "failed-resource";
  /** Code for a key or a secret that does not exist, of a call of the Tag service. Default `InvalidParameterValue.ResourceIdInvalid`. */
  readonly unknownResourceCode: string;
  /** Code for a resource of another account, of a call of the Tag service. Default `InvalidParameterValue.UinInvalid`. */
  readonly otherAccountCode: string;
  /** Tag writes on a key or secret in PendingDelete. Default `accept`. `refuse`: `FailedOperation`. */
  readonly tagsInPendingDelete: "accept" | "refuse";
  /** A tag value with no characters. Documented as refused by TagResources and CreateTag. Default `refuse`. */
  readonly emptyTagValue: "refuse" | "accept";
  /** The largest `Limit` of DescribeResourceTagsByResourceIds. Default 200, the largest page of GetResources. */
  readonly mostTagRows: number;
  /** The states in which DeleteImportedKeyMaterial is accepted. Default `["Enabled", "Disabled"]`. */
  readonly deleteMaterialIn: readonly KeyState[];
  /** The state of a key after CancelKeyDeletion. Default `Disabled`. */
  readonly stateAfterCancelledDeletion: "Disabled" | "Enabled";
  /** ScheduleKeyDeletion of a key in PendingImport; documented to need a key that is disabled. Default `accept`. */
  readonly scheduleFromPendingImport: "accept" | "refuse";
  /** The order of ListKeyDetail without `OrderType`, by creation. Default `descending`. */
  readonly keyOrder: "descending" | "ascending";
  /** The error for an exceeded quota. Default `RequestLimitExceeded`. */
  readonly throttlingCode: "RequestLimitExceeded" | "RequestLimitExceeded.UinLimitExceeded";
  /** The error for a session that has expired. Default `AuthFailure.TokenFailure`. */
  readonly expiredTokenCode: "AuthFailure.TokenFailure" | "AuthFailure.SecretIdNotFound";
  /** Code for a request that the caller may not send, of KMS and Secrets Manager. The Tag service has `AuthFailure.UnauthorizedOperation`. Default `UnauthorizedOperation`. */
  readonly deniedCode: "UnauthorizedOperation" | "AuthFailure.UnauthorizedOperation";
}

/** The defaults of all settings. */
export const defaultTencentSettings: TencentSettings = {
  tagLengthUnit: "code-points",
  tagCharacters: "documented",
  reservedPrefixes: ["qcs:", "project", "项目"],
  tagsPerResource: 50,
  tagKeysPerAccount: 1000,
  valuesPerTagKey: 1000,
  untagAbsentKey: "success",
  detachAbsentKey: "refuse",
  modifyAbsentKey: "success",
  attachUnknownTag: "refuse",
  attachOverOtherValue: "refuse",
  batchAtomicity: "all-or-nothing",
  malformedName: "refuse",
  unknownResourceCode: "InvalidParameterValue.ResourceIdInvalid",
  otherAccountCode: "InvalidParameterValue.UinInvalid",
  tagsInPendingDelete: "accept",
  emptyTagValue: "refuse",
  mostTagRows: 200,
  deleteMaterialIn: ["Enabled", "Disabled"],
  stateAfterCancelledDeletion: "Disabled",
  scheduleFromPendingImport: "accept",
  keyOrder: "descending",
  throttlingCode: "RequestLimitExceeded",
  expiredTokenCode: "AuthFailure.TokenFailure",
  deniedCode: "UnauthorizedOperation",
};
