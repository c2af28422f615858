import { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome } from "../model/outcome.ts";
import { listTags } from "../model/tag-set.ts";
import type { TagResourceRequest, UntagResourceRequest, WriteResult } from "./tag-requests.ts";

/*
 * The records of tags that were written without a run, as journals have them: which change was asked for, before anything is
 * sent, and what came of it. Without tag values.
 */

/** The request of a write that is recorded: its resources are names, as the caller gave them. */
export type NamedRequest<Request> = Omit<Request, "resources"> & {
  /** The names. */
  readonly resources: readonly string[];
};

/** Which change was asked for. */
export interface WriteRecord {
  readonly type: "write";
  /** The method. */
  readonly operation: "tag-resource" | "untag-resource";
  /** The resources, as they were named. */
  readonly resources: readonly string[];
  /** Tag keys to set. Absent: none. */
  readonly set?: readonly string[];
  /** Tag keys to remove. Absent: none. */
  readonly remove?: readonly string[] | "all";
}

/** The record of a request that sets tags. */
export function tagRecord({ resources, tags }: NamedRequest<TagResourceRequest>): WriteRecord {
  const set = listTags(tags).map(({ key }) => key);
  return { type: "write", operation: "tag-resource", resources, set };
}

/** The record of a request that removes tags. */
export function untagRecord({ resources, all, tagKeys = [] }: NamedRequest<UntagResourceRequest>): WriteRecord {
  return { type: "write", operation: "untag-resource", resources, remove: all === true ? "all" : tagKeys };
}

/** What came of a write. Its fields are those of outcomes, without texts. */
export interface OutcomesRecord {
  readonly type: "outcomes";
  /** One for each resource. */
  readonly outcomes: readonly (Pick<Outcome, "reference" | "status" | "requestIds"> & {
    readonly reason?: string;
    readonly code?: string;
  })[];
}

/** The record of a result. */
export function outcomesRecord({ outcomes }: WriteResult): OutcomesRecord {
  return { type: "outcomes", outcomes: outcomes.map(recordOf) };
}

function recordOf(outcome: Outcome): OutcomesRecord["outcomes"][number] {
  const { reference, status, requestIds } = outcome;
  return {
    reference,
    status,
    requestIds,
    ...("reason" in outcome && { reason: outcome.reason }),
    ...("error" in outcome && { code: outcome.error.code }),
  };
}

/** A request that was refused as a whole. */
export function failedRecord(error: unknown): { readonly type: "failed"; readonly code: string } {
  return { type: "failed", code: CrosstagError.is(error) ? error.code : "internal" };
}
