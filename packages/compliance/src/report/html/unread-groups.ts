import { resultCounts, type GroupSummary } from "../check-summary.ts";
import { unreadName } from "../count-unread.ts";
import type { UnreadAccount } from "../report.ts";

/** Accounts that could not be read, or not completely, as groups of the page. */
export interface UnreadGroups {
  /** Why each could not be read, by the name of its group. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Groups without resources, for the accounts of which nothing was read. */
  readonly empty: readonly GroupSummary[];
}

/** @param known the groups of the accounts whose resources were read, as `CheckTally` names them */
export function unreadGroups(unread: readonly UnreadAccount[], known: readonly GroupSummary[]): UnreadGroups {
  const names = new Set(known.map(({ name }) => name));
  const reasons = new Map<string, readonly string[]>();
  const empty: GroupSummary[] = [];
  for (const one of unread) {
    const name = unreadName(one);
    const before = reasons.get(name);
    reasons.set(name, [...(before ?? []), one.reason]);
    if (before !== undefined || names.has(name)) continue;
    const { accountName: title } = one;
    empty.push({ name, ...(title !== undefined && { title }), resources: 0, results: resultCounts() });
  }
  return { reasons, empty };
}
