import type { TagRecord, TagRules } from "@crosstag/core";
import { transferTags, type TransferProblem, type DroppedTag } from "../transfer/transfer-tags.ts";
import type { Mapping } from "../mapping/mapping.ts";

/** A source and a target to compare. */
export interface VerifyRequest {
  /** The mapping from the source to the target. */
  readonly mapping: Mapping;
  /** The tags of the source. */
  readonly source: TagRecord;
  /** The current tags of the target. */
  readonly target: TagRecord;
  /** Tag rules of the target, for its kind of resource. */
  readonly rules: TagRules;
  /** Tag rules of the source. Default: tags that it reserves are not left out. */
  readonly sourceRules?: TagRules;
  /** Expect tags that the target does not accept to be missing. Default false. */
  readonly allowLoss?: boolean;
}

/** A tag of the target that differs from the result of the mapping. */
export interface TagMismatch {
  /** In the source. */
  readonly sourceKey: string;
  /** The tag key in the target. */
  readonly tagKey: string;
  /** The value that the mapping makes. */
  readonly expected: string;
  /** Absent: the target does not have the tag. */
  readonly found?: string;
}

/** Whether a target has the tags of its source. */
export interface Verification {
  /** True if there are no mismatches and no problems. */
  readonly same: boolean;
  /** Tags of the target that differ. */
  readonly mismatches: readonly TagMismatch[];
  /** Tags of the source that the mapping does not copy. */
  readonly dropped: readonly DroppedTag[];
  /** Why the tags cannot be compared. */
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
