import type { CallLimits, CallShape } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import type { ResourceType } from "./resource-type.ts";

/** TagResources and UnTagResources, verified 2026-11-29. */
const RECTANGLE = { resources: 10, tags: 10 } as const;

/** AttachResourcesTag: many resources, one tag that none of them has with another value. Verified 2026-11-29. */
export const ATTACH: CallShape = { shape: "AttachResourcesTag", resources: 50, tags: 1, addsOnly: true };

/** DetachResourcesTag: many resources, one tag key. Verified 2026-11-29. */
export const DETACH: CallShape = { shape: "DetachResourcesTag", resources: 50, tags: 1 };

/** Limits of one call. */
export function limitsFor({ kind }: ResourceType, { attachOperations, tagRowsPerPage }: Assumptions): CallLimits {
  return {
    writeTags: { [kind]: RECTANGLE },
    removeTags: { [kind]: RECTANGLE },
    // ModifyResourceTags: 10 tags to set and 10 tag keys to remove.
    changeTags: { [kind]: { resources: 1, tags: 10 } },
    readTags: { [kind]: { resources: 50, tags: tagRowsPerPage } },
    ...(attachOperations && { shapes: { writeTags: { [kind]: [ATTACH] }, removeTags: { [kind]: [DETACH] } } }),
  };
}
