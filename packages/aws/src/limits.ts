import type { CallLimits } from "@crosstag/core/driver";

/**
 * One key a call. A key carries 50 tags at most, so that one call always suffices; ListResourceTags gives 50 a page.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html (verified 2026-11-22)
 */
export const limits: CallLimits = {
  writeTags: { key: { resources: 1, tags: 50 } },
  removeTags: { key: { resources: 1, tags: 50 } },
  readTags: { key: { resources: 1, tags: 50 } },
};
