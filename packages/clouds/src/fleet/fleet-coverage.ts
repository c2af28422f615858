import type { UnlistedResources } from "@crosstag/core";
import type { ExpandedFleet } from "./expand-fleet.ts";

/** How many accounts of an entry for many clouds were read: `accounts` is the sum of the other numbers. */
export interface AccountCoverage {
  /** The name of the entry. */
  readonly entry: string;
  /** The same in a sentence. */
  readonly text: string;
  /** All accounts; 0 if they are not known. */
  readonly accounts: number;
  /** Accounts that were read completely. */
  readonly read: number;
  /** Accounts that could not be read, or not completely. */
  readonly unread: number;
  /** Accounts that are left alone: closed ones, for example. */
  readonly skipped: number;
}

/**
 * How many accounts of each entry for many clouds were read, could not be read and were skipped, as far as they are known.
 * Entries of which only the clouds of named resources were read, or of whose accounts none is selected, are left out.
 * @param unlisted what could not be listed
 */
export function fleetCoverage(
  fleets: readonly ExpandedFleet[],
  unlisted: readonly Pick<UnlistedResources, "provider" | "account">[],
): readonly AccountCoverage[] {
  return fleets.flatMap((fleet) => {
    const unread = unlisted.filter(({ provider }) => provider === fleet.provider);
    return coverageOf(fleet, new Set(unread.flatMap(({ account }) => account ?? []))) ?? [];
  });
}

function coverageOf(fleet: ExpandedFleet, unreadable: ReadonlySet<string>): AccountCoverage | undefined {
  const { entry, whole, unlisted } = fleet;
  if (!whole) return undefined;
  if (unlisted !== undefined) {
    const text = `${entry}: none of its accounts was read, because they are not known.`;
    return { entry, text, accounts: 0, read: 0, unread: 0, skipped: 0 };
  }
  const wanted = new Set([...fleet.scopes, ...fleet.unreadable].map(({ account }) => account.id));
  const unread = [...wanted].filter((id) => unreadable.has(id)).length;
  const skipped = fleet.skipped.length;
  const accounts = wanted.size + skipped;
  // The selection is for other entries.
  if (accounts === 0 && fleet.selectable !== undefined && fleet.selectable.length > 0) return undefined;
  const read = wanted.size - unread;
  const text = `${entry}: ${accounts.toLocaleString("en-US")} ${accounts === 1 ? "account" : "accounts"}: ${read} read, ${unread} not read completely, ${skipped} skipped.`;
  return { entry, text, accounts, read, unread, skipped };
}
