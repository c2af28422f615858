/** The date on which all these documents were last read. */
export const VERIFIED_ON = "2026-11-22";

/** The public documents from which rules, limits, quotas and permissions come. */
export const DOCUMENTS = {
  tagResource: "https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-tagresource",
  tagResources:
    "https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-tagresources",
  untagResource: "https://api.aliyun.com/document/Kms/2016-01-20/UntagResource",
  untagResources:
    "https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-untagresources",
  listTagResources:
    "https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-listtagresources",
  deleteKeyMaterial: "https://api.aliyun.com/document/Kms/2016-01-20/DeleteKeyMaterial",
  operations: "https://api.aliyun.com/document/Kms/2016-01-20/overview",
  /** "Impact of CMK status on API operations". */
  keyStates: "https://www.alibabacloud.com/help/doc-detail/44211.htm",
  quotaCenter:
    "https://www.alibabacloud.com/help/en/quota-center/developer-reference/api-quotas-2020-05-10-listproductquotas",
  performance: "https://www.alibabacloud.com/help/en/kms/key-management-service/support/performance-data",
  permissions:
    "https://www.alibabacloud.com/help/en/kms/key-management-service/security-and-compliance/use-ram-to-control-access-to-kms-resources",
  conditionKeys:
    "https://www.alibabacloud.com/help/en/kms/key-management-service/security-and-compliance/condition-key",
  tagLimits: "https://www.alibabacloud.com/help/en/resource-management/latest/limits",
  terraformTags: "https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/tags.go",
} as const;
