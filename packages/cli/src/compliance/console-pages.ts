import type { CheckRecord } from "@crosstag/compliance";
import { kindsOf, type KmsDriver } from "@crosstag/core/driver";

type ConsoleCloud = Pick<KmsDriver, "provider" | "kinds" | "references" | "scope" | "endpoint" | "consolePage">;

/**
 * Returns the addresses of resources in the consoles of their clouds. A resource of a cloud with an endpoint of its own has
 * none: a local cloud or a compatible service is not in the console.
 */
export function consolePages(clouds: readonly ConsoleCloud[]): (record: CheckRecord) => string | undefined {
  return ({ reference, provider, kind, region }) => {
    const own = clouds.filter(
      (cloud) => cloud.provider === provider && cloud.scope.region === region && kindsOf(cloud).includes(kind),
    );
    const [cloud] = own;
    if (cloud === undefined || region === undefined || own.some(({ endpoint }) => endpoint !== undefined))
      return undefined;
    const facts = cloud.references.factsOf(reference);
    return facts && cloud.consolePage?.({ kind, region, id: facts.id });
  };
}
