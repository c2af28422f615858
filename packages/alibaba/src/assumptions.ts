import type { CloudSettings } from "@crosstag/core/driver";
import { oneOf, positiveInteger, resolveAssumptions as resolve, trueOrFalse } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";

/**
 * Assumptions about Alibaba Cloud KMS that no source confirms, or about which its documentation contradicts itself.
 * Each can be set in `CloudSettings.assumptions`.
 */
export interface Assumptions {
  /**
   * Tags that one resource may have; default 20. The pages of CreateKey and of Resource Management say 20, the page of
   * TagResource still says 10.
   */
  readonly tagsPerResource: number;
  /** A tag value may be empty; default true. The KMS page of 2019 allows it, the Tag service's page does not. */
  readonly emptyValues: boolean;
  /**
   * A batch that is refused has changed none of its resources; default true. KMS answers a batch with one code and
   * without a list of resources, and does not document whether a batch is atomic. If false, a refusal of several
   * resources counts as "maybe applied".
   */
  readonly refusedBatchIsUnchanged: boolean;
  /**
   * Operations for keys and secrets; default `batch`: TagResources, UntagResources and ListTagResources, which take 50
   * resources and 20 tags per call. `single`: TagResource, UntagResource, ListResourceTags and DescribeSecret, with one
   * resource and 10 tags per call, for accounts whose policies name only these. Which RAM action the batch operations
   * require is not documented.
   */
  readonly tagOperations: "batch" | "single";
}

/** What applies if a configuration sets nothing else. */
export const DEFAULT_ASSUMPTIONS: Assumptions = {
  tagsPerResource: 20,
  emptyValues: true,
  refusedBatchIsUnchanged: true,
  tagOperations: "batch",
};

/** The defaults with the given ones. @throws CrosstagError `configuration` for an unknown name or an invalid value */
export function resolveAssumptions(given: CloudSettings["assumptions"]): Assumptions {
  return resolve(
    given,
    DEFAULT_ASSUMPTIONS,
    {
      tagsPerResource: positiveInteger,
      emptyValues: trueOrFalse,
      refusedBatchIsUnchanged: trueOrFalse,
      tagOperations: oneOf("batch", "single"),
    },
    configurationError,
  );
}
