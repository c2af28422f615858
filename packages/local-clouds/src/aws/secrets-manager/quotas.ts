interface SharedQuota {
  readonly quotaGroup: string;
  readonly requestsPerSecond: number;
}

/**
 * Quotas per account and region (user guide, page reference_limits; DescribeSecret by the announcement of 2025-03-04,
 * ListSecrets by that of 2022-11-11; verified 2026-11-29). A request for a secret of another account would count in the
 * account of the caller.
 */
export const secretQuotas = {
  /** TagResource and UntagResource. */
  tagging: group("tagging", 50),
  describe: group("DescribeSecret", 40_000),
  list: group("ListSecrets", 100),
  /** GetResourcePolicy and PutResourcePolicy. */
  policy: group("resourcePolicy", 50),
  create: group("CreateSecret", 50),
  delete: group("DeleteSecret", 50),
  restore: group("RestoreSecret", 50),
} as const;

/** KMS has operations of the same names, with quotas of their own. */
function group(name: string, requestsPerSecond: number): SharedQuota {
  return { quotaGroup: `secretsmanager:${name}`, requestsPerSecond };
}
