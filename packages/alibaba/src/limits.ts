import type { CallLimits } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";

/** TagResources, UntagResources and ListTagResources, verified 2026-11-22. */
const batch = { resources: 50, tags: 20 } as const;
/** TagResource and UntagResource, verified 2026-11-22. */
const single = { resources: 1, tags: 10 } as const;

/**
 * Keys and secrets go through the batch operations even when there is one of them: TagResource is documented for 10 tags
 * a resource, and only UntagResources documents that a tag which is not there is no error. Certificates have no batch
 * operation. No `requestBytes`: parameters travel in the body (see `sign-request.ts`).
 */
export function limitsFor({ tagOperations }: Assumptions): CallLimits {
  const write = tagOperations === "batch" ? batch : single;
  // ListTagResources gives 200 rows a page and has no parameter for it, verified 2026-11-22.
  const read = { resources: write.resources, tags: 200 };
  return {
    writeTags: { key: write, secret: write, certificate: single },
    removeTags: { key: write, secret: write, certificate: single },
    readTags: { key: read, secret: read },
  };
}
