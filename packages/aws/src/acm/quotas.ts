import type { DriverOperation, Provenance, Quota } from "@crosstag/core/driver";

const SOURCE = "https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html";

/**
 * Requests per second of one account in one region. Copies of the page disagree on ListCertificates, 5 or 1: the lower one
 * is assumed.
 */
const KNOWN: readonly (readonly [
  name: string,
  requestsPerSecond: number,
  covers: readonly DriverOperation[],
  status: Provenance["status"],
])[] = [
  ["AddTagsToCertificate", 5, ["writeTags"], "documented"],
  ["RemoveTagsFromCertificate", 5, ["removeTags", "removeAllTags"], "documented"],
  ["ListTagsForCertificate", 10, ["readTags"], "documented"],
  ["DescribeCertificate", 10, ["describeResource"], "documented"],
  ["ListCertificates", 1, ["listResources"], "assumed"],
];

/** The request rates of AWS Certificate Manager. */
export const QUOTAS: readonly Quota[] = KNOWN.map(([name, requestsPerSecond, operations, status]) => ({
  id: `acm.${name}`,
  requestsPerSecond,
  covers: operations.map((operation) => ({ operation })),
  source: SOURCE,
  verifiedOn: "2026-11-29",
  status,
}));
