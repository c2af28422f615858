import type { TagRecord, TagRules } from "@crosstag/core";
import { transferTags, type TransferProblem, type DroppedTag } from "../transfer/transfer-tags.ts";
import type { Mapping } from "../mapping/mapping.ts";

export interface VerifyRequest {
  readonly mapping: Mapping;
  readonly source: TagRecord;
  /** The current tags of the target. */
  readonly target: TagRecord;
  /** Tag rules of the target, for its kind of resource. */
  readonly rules: TagRules;
  readonly sourceRules?: TagRules;
  /** Expect tags that the target does not accept to be missing. Default false. */
  readonly allowLoss?: boolean;
}

/** A tag of the target that differs from the result of the mapping. */
export interface TagMismatch {
  /** In the source. */
  readonly sourceKey: string;
  readonly tagKey: string;
  readonly expected: string;
  /** Absent: the target does not have the tag. */
  readonly found?: string;
}

export interface Verification {
  readonly same: boolean;
  readonly mismatches: readonly TagMismatch[];
  readonly dropped: readonly DroppedTag[];
  readonly problems: readonly TransferProblem[];
}

/** Whether a target has the tags that the mapping makes of its source. Other tags of the target are ignored. */
export function verifyMigration({ target, ...request }: VerifyRequest): Verification {
  const { unchanged, changed, dropped, problems } = transferTags({ ...request, before: target });
  const there = new Map(Object.entries(target));
  const expected = [...unchanged, ...changed].toSorted((one, other) => (one.from.key < other.from.key ? -1 : 1));
  const mismatches = expected.flatMap(({ from, to }): TagMismatch[] => {
    const found = there.get(to.key);
    if (found === to.value) return [];
    return [{ sourceKey: from.key, tagKey: to.key, expected: to.value, ...(found !== undefined && { found }) }];
  });
  return { same: mismatches.length + problems.length === 0, mismatches, dropped, problems };
}
