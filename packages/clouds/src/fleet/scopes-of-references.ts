import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import type { ReferenceFacts, ReferenceGrammar } from "@crosstag/core/driver";
import { factsOfAny } from "../services/facts-of-any.ts";
import { toFleetAccount } from "./choose-accounts.ts";
import { fleetScopeName, type FleetScope } from "./fleet-scope.ts";
import { compileRegions } from "./region-patterns.ts";
import { selectsAccount, selectsByIds, selectsRegion, type ScopeSelection } from "./scope-selection.ts";

/** How names of resources are read, and which clouds are wanted. */
interface NamedResources {
  readonly grammars: readonly ReferenceGrammar[];
  readonly selection: ScopeSelection;
}

/**
 * The selected scopes of a fleet that full names of resources need, without asking the cloud. Undefined if it must be asked:
 * a name is not a full name, or names, units or tags of accounts decide which belong to the fleet or are selected.
 * @param references full names that the cloud claims, and short names
 */
export function scopesOfReferences(
  entry: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  references: readonly string[],
  { grammars, selection }: NamedResources,
): readonly FleetScope[] | undefined {
  if (mustAsk(cloud) || !selectsByIds(selection)) return undefined;
  const named = { name: entry, provider: cloud.provider };
  const own = new Map(configured.map((account) => [account.id, account]));
  const scopes = new Map<string, FleetScope>();
  for (const reference of references) {
    const facts = factsOfAny(grammars, reference);
    if (facts === undefined) return undefined;
    const scope = scopeOf(entry, cloud, own, facts);
    if (scope === undefined) continue;
    const { account, region } = scope;
    if (selectsAccount(selection, named, account) && selectsRegion(selection, named, account, region))
      scopes.set(scope.name, scope);
  }
  return [...scopes.values()];
}

/** Whether only the cloud can say which accounts the entry has. */
function mustAsk({ organization, accounts }: CloudConfiguration): boolean {
  if (organization === undefined) return accounts === undefined;
  return organization.units !== undefined || (organization.exclude ?? []).some((one) => !/^\d+$/.test(one));
}

function scopeOf(
  entry: string,
  cloud: CloudConfiguration,
  configured: ReadonlyMap<string, AccountConfiguration>,
  { account: id, region }: Pick<ReferenceFacts, "account" | "region">,
): FleetScope | undefined {
  const { organization } = cloud;
  const own = configured.get(id);
  if ((own === undefined && organization === undefined) || organization?.exclude?.includes(id)) return undefined;
  const source = own === undefined ? "organization" : "configuration";
  const account = toFleetAccount(cloud, own ?? { id }, { state: "unknown", units: [], source });
  if (!compileRegions(account.regions).select([region]).includes(region)) return undefined;
  return { name: fleetScopeName(entry, id, region), entry, account, region };
}
