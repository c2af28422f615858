import { groupBy, itemAt } from "../batching/batches.ts";
import { scopeName } from "../driver/scope-name.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { PlanWarning } from "../plan/plan.ts";
import type { UnlistedResources } from "../reads/read-requests.ts";
import { nameFirst } from "../text/name-first.ts";

/** How many accounts one warning names. */
const MOST_NAMED = 10;

/**
 * The warnings of a plan about what could not be listed, one for each reason: a role that is refused is refused in every
 * region of its account.
 * @param pluralOf returns the name of several resources of a kind
 */
export function unlistedWarnings(
  all: readonly UnlistedResources[],
  pluralOf: (kind: ResourceKind) => string,
): readonly PlanWarning[] {
  const groups = groupBy(all, ({ provider, service = "", kind = "", error }) =>
    [provider, service, kind, error.message].join(" "),
  );
  return [...groups.values()].map((group) => {
    const { kind, error } = itemAt(group, 0);
    const what = kind === undefined ? "the resources" : `the ${pluralOf(kind)}`;
    return {
      rule: "crosstag.unlisted",
      message: `There may be more: ${what} of ${placesOf(group)} could not be listed completely: ${error.message}`,
      fix: error.hint ?? "Make the plan again when they can be listed.",
      resources: 0,
      examples: [],
    };
  });
}

/** `aws/111122223333/us-east-1, aws/222233334444 (17 regions)`. */
function placesOf(group: readonly UnlistedResources[]): string {
  // Clouds of unknown accounts differ by their regions only.
  const accounts = [...groupBy(group, ({ account, region }) => account ?? ` ${region}`).values()];
  return nameFirst(accounts.map(nameOf), MOST_NAMED);
}

function nameOf(group: readonly UnlistedResources[]): string {
  const { provider, account, service, region } = itemAt(group, 0);
  const regions = new Set(group.map((one) => one.region)).size;
  if (regions > 1) return `${provider}/${account} (${[service ?? [], `${regions} regions`].flat().join(", ")})`;
  return scopeName({ provider, service, scope: { region, ...(account !== undefined && { account }) } });
}
