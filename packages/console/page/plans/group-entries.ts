import { groupBy, itemAt, tagChanges, type TagChange } from "@crosstag/core/internal";
import type { planEntry } from "@crosstag/operations";
import type { z } from "zod";

/** One line of a plan. */
export type PlanEntry = z.output<typeof planEntry>;

/** Resources of which a plan says the same. */
interface EntryGroup {
  /** What distinguishes the group from others. */
  readonly key: string;
  readonly entries: readonly PlanEntry[];
}

/** Resources whose tags change in the same way. */
export interface ChangeGroup extends EntryGroup {
  readonly changes: readonly TagChange[];
}

/** Resources that stay as they are for the same reason. */
export interface RestGroup extends EntryGroup {
  /** A code: `managed-by-cloud`, `access-denied`. */
  readonly reason: string;
  /** The same in a sentence. */
  readonly detail: string;
  readonly hint?: string | undefined;
}

/** A plan for review. */
export interface GroupedPlan {
  readonly changes: readonly ChangeGroup[];
  readonly skipped: readonly RestGroup[];
  readonly unreadable: readonly RestGroup[];
}

/** Groups entries of which the same is to be said, the largest group first. Pure. */
export function groupEntries(entries: readonly PlanEntry[]): GroupedPlan {
  const [changes, skipped, unreadable]: [ChangeGroup[], RestGroup[], RestGroup[]] = [[], [], []];
  const groups = [...groupBy(entries, keyOf)].toSorted(([, one], [, other]) => other.length - one.length);
  for (const [key, group] of groups) {
    const first = itemAt(group, 0);
    switch (first.action) {
      case "change":
        changes.push({ key, entries: group, changes: tagChanges(first) });
        break;
      case "skip":
        skipped.push({ key, entries: group, reason: first.reason, detail: first.detail });
        break;
      case "unreadable": {
        const { code, message, hint } = first.error;
        unreadable.push({ key, entries: group, reason: code, detail: message, hint });
        break;
      }
    }
  }
  return { changes, skipped, unreadable };
}

/** Equal for entries of which the same is to be said. */
function keyOf(entry: PlanEntry): string {
  switch (entry.action) {
    case "change":
      return JSON.stringify(["change", tagChanges(entry)]);
    case "skip":
      return JSON.stringify(["skip", entry.reason, entry.detail]);
    case "unreadable":
      return JSON.stringify(["unreadable", entry.error.code, entry.error.message]);
  }
}

/** Entries with the text in their name, tag keys or values. */
export function entriesWith(entries: readonly PlanEntry[], text: string): readonly PlanEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return entries;
  return entries.filter((entry) => textsOf(entry).some((each) => each.toLowerCase().includes(wanted)));
}

function textsOf(entry: PlanEntry): readonly string[] {
  switch (entry.action) {
    case "change":
      return [entry.reference, ...Object.entries(entry.set).flat(), ...entry.remove, ...valuesBefore(entry)];
    case "skip":
      return [entry.reference, entry.reason, entry.detail];
    case "unreadable":
      return [entry.reference, entry.error.code, entry.error.message];
  }
}

/** Of the tags that change. */
function valuesBefore({ before, set, remove }: PlanEntry & { readonly action: "change" }): readonly string[] {
  return [...Object.keys(set), ...remove].flatMap((key) => (Object.hasOwn(before, key) ? (before[key] ?? []) : []));
}

/** How many resources change in each account, the largest first. */
export function changesByAccount(
  entries: readonly PlanEntry[],
  accountOf: (scope: string) => string,
): readonly (readonly [account: string, resources: number])[] {
  const counts = new Map<string, number>();
  for (const { action, scope } of entries) {
    if (action !== "change") continue;
    const account = accountOf(scope);
    counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one);
}
