import type { FleetCoverage } from "@crosstag/compliance";
import type { ExpandedFleet, SkippedAccount, SkipReason } from "@crosstag/clouds";
import { describeAges } from "./describe-ages.ts";
import { describeCount } from "./describe-count.ts";
import type { Messages } from "./messages.ts";

/** More names on one line do not help. */
const MOST_NAMED = 5;

const REASONS: Readonly<Record<SkipReason, string>> = {
  closed: "closed",
  "pending-activation": "not yet activated",
  "pending-closure": "waiting to be closed",
  "management-account": "manages the organization (see `management` in the configuration)",
};

/**
 * Says how old the list of accounts of entries for many clouds is, which accounts are left alone, and what the configuration
 * says without effect.
 */
export function tellFleets(fleets: readonly ExpandedFleet[], messages: Messages, now: Date): void {
  for (const { entry, listedAt, skipped, warnings } of fleets) {
    for (const warning of warnings) messages.warn(warning);
    for (const line of describeAges([{ entry, listedAt }], now)) messages.info(line);
    for (const [reason, text] of Object.entries(REASONS)) {
      const accounts = skipped.filter((account) => account.reason === reason);
      if (accounts.length > 0)
        messages.info(
          `${entry}: ${describeCount(accounts.length, "account")} skipped (${text}): ${namesOf(accounts)}.`,
        );
    }
  }
}

function namesOf(accounts: readonly SkippedAccount[]): string {
  const names = accounts.slice(0, MOST_NAMED).map(({ id, name }) => (name === undefined ? id : `${id} (${name})`));
  const more = accounts.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

/**
 * How many accounts of an entry were read, could not be read and were skipped, as far as they are known. Undefined if the
 * clouds of named resources were read only.
 * @param unreadable accounts that could not be read
 */
export function coverageOf(fleet: ExpandedFleet, unreadable: ReadonlySet<string>): FleetCoverage | undefined {
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
  const read = wanted.size - unread;
  const text = `${entry}: ${describeCount(accounts, "account")}: ${read} read, ${unread} not read completely, ${skipped} skipped.`;
  return { entry, text, accounts, read, unread, skipped };
}
