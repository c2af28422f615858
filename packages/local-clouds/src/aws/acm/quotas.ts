interface OwnQuota {
  readonly quotaGroup: string;
  readonly requestsPerSecond: number;
}

/**
 * Quotas per account and region (ACM user guide, page acm-limits, an older copy; verified 2026-11-29). Copies of the page
 * disagree about ListCertificates: 5 or 1. The lower one is assumed. Those of the general operations are not published.
 */
export const certificateQuotas = {
  addTags: group("AddTagsToCertificate", 5),
  removeTags: group("RemoveTagsFromCertificate", 5),
  listTags: group("ListTagsForCertificate", 10),
  describe: group("DescribeCertificate", 10),
  import: group("ImportCertificate", 1),
  delete: group("DeleteCertificate", 10),
  list: group("ListCertificates", 1),
  tagResource: group("TagResource", Infinity),
  untagResource: group("UntagResource", Infinity),
  listResourceTags: group("ListTagsForResource", Infinity),
} as const;

/** Other services have operations of the same names. */
function group(name: string, requestsPerSecond: number): OwnQuota {
  return { quotaGroup: `acm:${name}`, requestsPerSecond };
}
