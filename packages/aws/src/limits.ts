import type { CallLimits } from "@crosstag/core/driver";

/**
 * One key per call. A key has at most 50 tags, so one call is always enough; a page of ListResourceTags has up to 50.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html (verified 2026-11-22)
 */
export const limits: CallLimits = {
  writeTags: { key: { resources: 1, tags: 50 } },
  removeTags: { key: { resources: 1, tags: 50 } },
  readTags: { key: { resources: 1, tags: 50 } },
};
