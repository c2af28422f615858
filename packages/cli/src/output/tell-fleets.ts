import type { ExpandedFleet, SkippedAccount, SkipReason } from "@crosstag/clouds";
import { nameFirst } from "@crosstag/core/internal";
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
  "no-region": "no region that is meant is enabled",
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
  const names = accounts.map(({ id, name }) => (name === undefined ? id : `${id} (${name})`));
  return nameFirst(names, MOST_NAMED);
}
