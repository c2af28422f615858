/** The date on which all these documents were last read. */
export const VERIFIED_ON = "2026-11-29";

/** The public documents from which rules, limits, quotas and permissions come. */
export const DOCUMENTS = {
  tagLimits: "https://www.tencentcloud.com/document/product/651/13354",
  tagResources: "https://www.tencentcloud.com/document/product/651/46533",
  // The models of the API that Tencent Cloud's own command line is generated from.
  tagModel: "https://github.com/TencentCloud/tencentcloud-cli/blob/master/tccli/services/tag/v20180813/api.json",
  kmsModel: "https://github.com/TencentCloud/tencentcloud-cli/blob/master/tccli/services/kms/v20190118/api.json",
  ssmModel: "https://github.com/TencentCloud/tencentcloud-cli/blob/master/tccli/services/ssm/v20190923/api.json",
  deleteImportedKeyMaterial: "https://www.tencentcloud.com/document/product/1030/33538",
  describeKey: "https://www.tencentcloud.com/document/product/1030/32197",
  listKeyDetail: "https://www.tencentcloud.com/document/product/1030/32185",
  accessByTag: "https://www.tencentcloud.com/document/product/598/57129",
  policyElements: "https://www.tencentcloud.com/document/product/598/10603",
  olderConditionKey: "https://www.tencentcloud.com/document/product/598/40493",
  conditionKeys: "https://www.tencentcloud.com/document/product/598/58421",
} as const;
