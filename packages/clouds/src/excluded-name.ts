import type { CrosstagConfiguration } from "@crosstag/config";
import { isAccount } from "@crosstag/core/internal";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { ScopeSelection } from "./fleet/scope-selection.ts";
import { factsOfAny } from "./services/facts-of-any.ts";
import { grammarsOf } from "./services/grammars-of.ts";

/**
 * The first full name whose account a selection leaves out by its id. An entry for one cloud needs no account in the
 * configuration, so it cannot be left out by that.
 */
export async function excludedName(
  configuration: CrosstagConfiguration,
  references: readonly string[],
  { notAccounts = [] }: ScopeSelection,
  registry: AdapterRegistry,
): Promise<string | undefined> {
  if (notAccounts.length === 0 || references.length === 0) return undefined;
  const providers = [...new Set(Object.values(configuration.clouds).map(({ provider }) => provider))];
  const grammars = (
    await Promise.all(providers.map((provider) => grammarsOf(provider, configuration, registry)))
  ).flat();
  return references.find((reference) => {
    const facts = factsOfAny(grammars, reference);
    return facts !== undefined && notAccounts.some((one) => isAccount(one, { id: facts.account }));
  });
}
