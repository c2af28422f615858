import type { PlanSize } from "@crosstag/core/internal";
import { describeNumber } from "./describe-number.ts";
import { printableLine } from "./printable.ts";

/** More accounts on one line do not help. */
const MOST_NAMED = 5;

/** How many resources a plan changes in each account. Undefined if it is one account, which the plan shows. */
export function describePlanSize({ changes, byAccount }: PlanSize): string | undefined {
  if (byAccount.size < 2) return undefined;
  const named = [...byAccount].slice(0, MOST_NAMED);
  const parts = named.map(([account, count]) => `${describeNumber(count)} in ${printableLine(account)}`);
  const others = byAccount.size - named.length;
  const rest = changes - named.reduce((sum, [, count]) => sum + count, 0);
  const more = others === 0 ? [] : [`${describeNumber(rest)} in ${describeNumber(others)} more`];
  return `Resources to change in ${describeNumber(byAccount.size)} accounts: ${[...parts, ...more].join(", ")}.`;
}
