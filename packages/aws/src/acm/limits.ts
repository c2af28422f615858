import type { CallLimits } from "@crosstag/core/driver";

/**
 * One certificate and 50 tags per call, which are all that a certificate can have.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html (verified 2026-11-29)
 */
export const LIMITS: CallLimits = {
  writeTags: { certificate: { resources: 1, tags: 50 } },
  removeTags: { certificate: { resources: 1, tags: 50 } },
  readTags: { certificate: { resources: 1, tags: 50 } },
};
