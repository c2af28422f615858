import type { CloudSettings } from "@crosstag/core/driver";
import { oneOf, positiveInteger, resolveAssumptions as resolve, trueOrFalse } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";

/**
 * Assumptions about Tencent Cloud that no source confirms, or about which its documentation contradicts itself. Each can be
 * set in `CloudSettings.assumptions`.
 */
export interface Assumptions {
  /**
   * Whether an operation refuses to remove a tag key that a resource does not have; default `refused`, so that tags are read
   * first. The vendor's SDK for Go lists `ResourceNotFound.AttachedTagKeyNotFound` for DetachResourcesTag, and not for
   * UnTagResources and ModifyResourceTags. `ignored`: none of the three does.
   */
  readonly absentTagKeys: "ignored" | "refused";
  /**
   * AttachResourcesTag and DetachResourcesTag, which take 50 resources and one tag, are used where they need fewer calls;
   * default true. If false, all calls are TagResources, UnTagResources and ModifyResourceTags.
   */
  readonly attachOperations: boolean;
  /**
   * A refused AttachResourcesTag or DetachResourcesTag has changed none of its resources; default true. It is not documented
   * whether they are atomic. If false, a refusal of several resources counts as "maybe applied".
   */
  readonly refusedBatchIsUnchanged: boolean;
  /** Rows in a page of DescribeResourceTagsByResourceIds; default 100. The default of the cloud, 15, is documented; the limit is not. */
  readonly tagRowsPerPage: number;
}

/** What applies if a configuration sets nothing else. */
export const DEFAULT_ASSUMPTIONS: Assumptions = {
  absentTagKeys: "refused",
  attachOperations: true,
  refusedBatchIsUnchanged: true,
  tagRowsPerPage: 100,
};

/** The defaults with the given ones. @throws CrosstagError `configuration` for an unknown name or an invalid value */
export function resolveAssumptions(given: CloudSettings["assumptions"]): Assumptions {
  return resolve(
    given,
    DEFAULT_ASSUMPTIONS,
    {
      absentTagKeys: oneOf("ignored", "refused"),
      attachOperations: trueOrFalse,
      refusedBatchIsUnchanged: trueOrFalse,
      tagRowsPerPage: positiveInteger,
    },
    configurationError,
  );
}
