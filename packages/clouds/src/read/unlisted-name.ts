import type { UnlistedResources } from "@crosstag/core";
import type { OpenedCrosstag } from "../open-crosstag.ts";

/**
 * The configured name of a cloud that could not be listed; of several for one cloud and region, the one of its account.
 * The provider, if none is known.
 */
export function unlistedName(
  { provider, region, account, error }: UnlistedResources,
  { drivers }: Pick<OpenedCrosstag, "drivers">,
): string {
  let here: string | undefined;
  for (const [name, { provider: own, service, scope, unreadable }] of drivers) {
    // Services have the name of their entry.
    if (own !== provider || service !== undefined || scope.region !== region) continue;
    if (unreadable !== undefined && unreadable.error.message !== error.message) continue;
    if (scope.account === account) return name;
    here ??= name;
  }
  return here ?? provider;
}
