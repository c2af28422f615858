import type { OpenedCrosstag } from "@crosstag/clouds";
import { groupBy, nameFirst } from "@crosstag/core/internal";
import { describeCount } from "./describe-count.ts";

/** More entries on one line do not help. */
const MOST_NAMED = 10;

/** The entries of the open clouds: `production (50 accounts, 2 regions; 2 accounts cannot be read), aws (us-east-1)`. */
export function describeClouds({ cloudNames, fleets }: Pick<OpenedCrosstag, "cloudNames" | "fleets">): string {
  const entries = groupBy(cloudNames, ([, { entry }]) => entry);
  const described = [...entries].map(([entry, clouds]) => {
    const scopes = clouds.flatMap(([driver]) => (driver.unreadable === undefined ? [driver.scope] : []));
    const accounts = [...new Set(scopes.flatMap(({ account }) => account ?? []))];
    const regions = [...new Set(scopes.map(({ region }) => region))];
    const fleet = fleets.find((one) => one.entry === entry);
    if (fleet === undefined) return `${entry} (${[...accounts.map((id) => `account ${id}`), ...regions].join(", ")})`;
    if (fleet.unlisted !== undefined) return `${entry} (its accounts are not known)`;
    const unread = fleet.unreadable.length;
    const rest = unread === 0 ? "" : `; ${describeCount(unread, "account")} cannot be read`;
    return `${entry} (${describeCount(accounts.length, "account")}, ${describeCount(regions.length, "region")}${rest})`;
  });
  return nameFirst(described, MOST_NAMED);
}
