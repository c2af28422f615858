import type { ReportedService } from "../service-quotas/service-quotas.ts";

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

/** The rates as Service Quotas names them, none of which AWS changes. The page reference_limits has these names (2026-11-30). */
export const ratesOfSecrets: ReportedService = {
  code: "secretsmanager",
  title: "AWS Secrets Manager",
  quotas: (
    [
      [
        "Combined rate of DeleteResourcePolicy, GetResourcePolicy, PutResourcePolicy, and ValidateResourcePolicy API requests",
        secretQuotas.policy,
      ],
      ["Combined rate of DescribeSecret and GetSecretValue API requests", secretQuotas.describe],
      ["Combined rate of TagResource and UntagResource API requests", secretQuotas.tagging],
      ["Rate of ListSecrets API requests", secretQuotas.list],
    ] as const
  ).map(([name, { quotaGroup, requestsPerSecond }]) => ({
    name,
    group: quotaGroup,
    documented: requestsPerSecond,
    adjustable: false,
  })),
};

/** KMS has operations of the same names, with quotas of their own. */
function group(name: string, requestsPerSecond: number): SharedQuota {
  return { quotaGroup: `secretsmanager:${name}`, requestsPerSecond };
}
