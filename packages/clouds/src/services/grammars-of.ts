import type { CrosstagConfiguration } from "@crosstag/config";
import type { ReferenceGrammar } from "@crosstag/core/driver";
import type { AdapterRegistry } from "../adapter-registry.ts";
import { profilesOf } from "./entry-profiles.ts";

/** How the names of a provider's resources are read, of every service and dialect that is configured. */
export async function grammarsOf(
  provider: string,
  { clouds }: Pick<CrosstagConfiguration, "clouds">,
  registry: AdapterRegistry,
): Promise<readonly ReferenceGrammar[]> {
  const entries = Object.values(clouds).filter((cloud) => cloud.provider === provider);
  const adapter = await registry.load(provider);
  return [...new Set(entries.map(({ dialect }) => dialect))].flatMap((dialect) =>
    profilesOf(adapter, dialect).map(({ references }) => references),
  );
}
