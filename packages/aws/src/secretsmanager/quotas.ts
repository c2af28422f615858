import type { DriverOperation, Quota } from "@crosstag/core/driver";

const LIMITS = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html";
const DESCRIBE =
  "https://aws.amazon.com/about-aws/whats-new/2025/03/aws-secrets-manager-increases-api-requests-per-second-limits/";
const LIST =
  "https://aws.amazon.com/about-aws/whats-new/2022/11/aws-secrets-manager-increases-api-requests-per-second-limits/";

/** Requests per second of one account in one region. TagResource and UntagResource share one quota, which AWS does not raise. */
const DOCUMENTED: readonly (readonly [
  name: string,
  requestsPerSecond: number,
  covers: readonly DriverOperation[],
  source: string,
])[] = [
  ["TagResource", 50, ["writeTags", "removeTags", "removeAllTags"], LIMITS],
  ["DescribeSecret", 40_000, ["readTags", "describeResource", "resolveAlias"], DESCRIBE],
  ["ListSecrets", 100, ["listResources", "listAliases"], LIST],
  ["GetResourcePolicy", 50, ["readAccessPolicy"], LIMITS],
];

/** The request rates of AWS Secrets Manager. */
export const QUOTAS: readonly Quota[] = DOCUMENTED.map(([name, requestsPerSecond, operations, source]) => ({
  id: `secretsmanager.${name}`,
  requestsPerSecond,
  covers: operations.map((operation) => ({ operation })),
  source,
  verifiedOn: "2026-11-29",
  status: "documented",
}));
