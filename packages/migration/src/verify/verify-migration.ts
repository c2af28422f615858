import type { TagRecord, TagRules } from "@crosstag/core";
import { transferTags, type TransferProblem, type DroppedTag } from "../transfer/transfer-tags.ts";
import type { Mapping } from "../mapping/mapping.ts";

export interface VerifyRequest {
  readonly mapping: Mapping;
  readonly source: TagRecord;
  /** The tags of the target now. */
  readonly target: TagRecord;
  /** Of the target, for its kind of resource. */
  readonly rules: TagRules;
  readonly sourceRules?: TagRules;
  /** Tags that the target cannot take are expected to be missing; default false. */
  readonly allowLoss?: boolean;
}

/** A tag of the target that is not what the mapping makes of the source. */
export interface TagMismatch {
  /** As the source has it. */
  readonly sourceKey: string;
  readonly tagKey: string;
  readonly expected: string;
  /** Absent: the target has no such tag. */
  readonly found?: string;
}

export interface Verification {
  readonly same: boolean;
  readonly mismatches: readonly TagMismatch[];
  readonly dropped: readonly DroppedTag[];
  readonly problems: readonly TransferProblem[];
}

/** Whether a target has what the mapping makes of its source. What else it has is nobody's business here. */
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
