import type { CallLimits } from "@crosstag/core/driver";

/**
 * One secret per call. A secret has at most 50 tags, so one call is always enough; DescribeSecret returns all of them.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html (verified 2026-11-29)
 */
export const LIMITS: CallLimits = {
  writeTags: { secret: { resources: 1, tags: 50 } },
  removeTags: { secret: { resources: 1, tags: 50 } },
  readTags: { secret: { resources: 1, tags: 50 } },
};
