import type { CallLimits } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";

/** TagResources, UntagResources and ListTagResources, verified 2026-11-22. */
const batch = { resources: 50, tags: 20 } as const;
/** TagResource and UntagResource, verified 2026-11-22. */
const single = { resources: 1, tags: 10 } as const;

/**
 * Limits of one call. Even a single key or secret uses the batch operations: TagResource is documented for 10 tags per
 * resource, and only UntagResources documents that removing an absent tag succeeds. Certificates have no batch
 * operation. There is no limit on `requestBytes`: parameters are in the body (see `sign-request.ts`).
 */
export function limitsFor({ tagOperations }: Assumptions): CallLimits {
  const write = tagOperations === "batch" ? batch : single;
  // ListTagResources returns 200 rows per page and has no parameter for it, verified 2026-11-22.
  const read = { resources: write.resources, tags: 200 };
  return {
    writeTags: { key: write, secret: write, certificate: single },
    removeTags: { key: write, secret: write, certificate: single },
    readTags: { key: read, secret: read },
  };
}
