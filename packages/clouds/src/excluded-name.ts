import type { CrosstagConfiguration } from "@crosstag/config";
import type { ReferenceFacts } from "@crosstag/core/driver";
import { isAccount, matchesAnyGlob } from "@crosstag/core/internal";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { OpenedClouds } from "./open-drivers.ts";
import { isOnlyAnId, type ScopeSelection } from "./fleet/scope-selection.ts";
import { factsOfAny } from "./services/facts-of-any.ts";
import { grammarsOf } from "./services/grammars-of.ts";

/**
 * The first full name whose account or region a selection leaves out, as far as the name alone shows it. An entry for one cloud needs
 * no account in the configuration, so it cannot be left out by that.
 */
export async function excludedName(
  configuration: CrosstagConfiguration,
  references: readonly string[],
  selection: ScopeSelection,
  registry: AdapterRegistry,
): Promise<string | undefined> {
  const { accounts, notAccounts, regions } = selection;
  if (references.length === 0 || (accounts ?? notAccounts ?? regions) === undefined) return undefined;
  const factsOf = await factsReader(configuration, registry);
  return references.find((reference) => {
    const facts = factsOf(reference);
    return facts !== undefined && leavesOut(selection, facts);
  });
}

/** The first full name of an account that a selection leaves out by its name, its unit or a tag, and that no other cloud serves. */
export async function leftOutName(
  configuration: CrosstagConfiguration,
  references: readonly string[],
  { fleets, drivers }: Pick<OpenedClouds, "fleets" | "drivers">,
  registry: AdapterRegistry,
): Promise<string | undefined> {
  const leftOut = new Set(fleets.flatMap((fleet) => fleet.leftOut ?? []));
  if (references.length === 0 || leftOut.size === 0) return undefined;
  const factsOf = await factsReader(configuration, registry);
  const served = new Set([...drivers.values()].map(({ scope }) => scope.account));
  return references.find((reference) => {
    const account = factsOf(reference)?.account;
    // A cloud without an account may be the one.
    return account !== undefined && leftOut.has(account) && !served.has(account) && !served.has(undefined);
  });
}

async function factsReader(
  configuration: CrosstagConfiguration,
  registry: AdapterRegistry,
): Promise<(reference: string) => ReferenceFacts | undefined> {
  const providers = [...new Set(Object.values(configuration.clouds).map(({ provider }) => provider))];
  const grammars = (
    await Promise.all(providers.map((provider) => grammarsOf(provider, configuration, registry)))
  ).flat();
  return (reference) => factsOfAny(grammars, reference);
}

function leavesOut(
  { accounts = ["*"], notAccounts = [], regions = ["*"] }: ScopeSelection,
  { account: id, region }: ReferenceFacts,
): boolean {
  return (
    notAccounts.some((one) => isAccount(one, { id })) ||
    // One that can be a name can select the account all the same.
    accounts.every((one) => isOnlyAnId(one) && !isAccount(one, { id })) ||
    !matchesAnyGlob(regions, region)
  );
}
