import { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome } from "../model/outcome.ts";
import { listTags } from "../model/tag-set.ts";
import type { ResourceToWrite, TagResourceRequest, UntagResourceRequest, WriteResult } from "./tag-requests.ts";

/*
 * The records of tags that were written without a run, as journals have them: which change was asked for, before anything is
 * sent, and what came of it. Without tag values.
 */

/** Which change was asked for. */
export interface WriteRecord {
  readonly type: "write";
  /** The method. */
  readonly operation: "tag-resource" | "untag-resource";
  /** The resources, under their full names: cloud, account and region are part of them. */
  readonly resources: readonly string[];
  /** The names that the caller gave, in the order of the resources. Absent: the full names. */
  readonly named?: readonly string[];
  /** Tag keys to set. Absent: none. */
  readonly set?: readonly string[];
  /** Tag keys to remove. Absent: none. */
  readonly remove?: readonly string[] | "all";
}

/** The record of a request that sets tags. */
export function tagRecord({ tags }: TagResourceRequest, resources: readonly ResourceToWrite[]): WriteRecord {
  const set = listTags(tags).map(({ key }) => key);
  return { type: "write", operation: "tag-resource", ...namesOf(resources), set };
}

/** The record of a request that removes tags. */
export function untagRecord(
  { all, tagKeys = [] }: UntagResourceRequest,
  resources: readonly ResourceToWrite[],
): WriteRecord {
  const remove = all === true ? "all" : tagKeys;
  return { type: "write", operation: "untag-resource", ...namesOf(resources), remove };
}

function namesOf(resources: readonly ResourceToWrite[]): Pick<WriteRecord, "resources" | "named"> {
  const isFull = resources.every(({ resource, reference }) => resource === reference);
  return {
    resources: resources.map(({ reference }) => reference),
    ...(!isFull && { named: resources.map(({ resource }) => resource) }),
  };
}

/** What came of a write. Its fields are those of outcomes, without texts. */
export interface OutcomesRecord {
  readonly type: "outcomes";
  /** One for each resource. */
  readonly outcomes: readonly (Pick<Outcome, "reference" | "status" | "requestIds"> & {
    readonly reason?: string;
    readonly code?: string;
    /** Tag keys that were changed although the change as a whole was not. Absent: none. */
    readonly appliedKeys?: readonly string[];
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
    ...("appliedKeys" in outcome && { appliedKeys: outcome.appliedKeys }),
  };
}

/** A request that failed as a whole. */
export interface FailedRecord {
  readonly type: "failed";
  /** A code of errors. */
  readonly code: string;
}

/** The record of an error. */
export function failedRecord(error: unknown): FailedRecord {
  return { type: "failed", code: CrosstagError.is(error) ? error.code : "internal" };
}
