import type { DriverOperation, Quota } from "@crosstag/core/driver";
import type { QuotaService } from "../read-quotas.ts";

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

/**
 * Secrets Manager in Service Quotas: a quota names all its operations, `Combined rate of TagResource and UntagResource API
 * requests`. That the page on limits has the same names is assumed.
 */
export const QUOTAS_OF_SECRETS: QuotaService = {
  code: "secretsmanager",
  idOfName: (name) => {
    const operations = /\brate of (.+) API requests$/i.exec(name)?.[1]?.split(/[\s,]+/) ?? [];
    return DOCUMENTED.flatMap(([operation]) =>
      operations.includes(operation) ? `secretsmanager.${operation}` : [],
    )[0];
  },
};

/** The request rates of AWS Secrets Manager. */
export const QUOTAS: readonly Quota[] = DOCUMENTED.map(([name, requestsPerSecond, operations, source]) => ({
  id: `secretsmanager.${name}`,
  requestsPerSecond,
  covers: operations.map((operation) => ({ operation })),
  source,
  verifiedOn: "2026-11-29",
  status: "documented",
}));
