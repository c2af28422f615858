import type { CrosstagConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { AdapterRegistry } from "./adapter-registry.ts";

/**
 * Returns a registry that also has the adapters that a configuration names under `adapters`. The packages are loaded.
 * @param folder of the configuration file; default the working directory. Packages are looked up from there
 * @param file the configuration file. Code of its owner is trusted as that of the user is. Default: none
 * @throws CrosstagError `configuration` if a package is missing, is not an adapter, belongs to another user, or is for a
 *   provider that the registry already has
 */
export async function registerAdapters(
  registry: AdapterRegistry,
  { adapters = [] }: Pick<CrosstagConfiguration, "adapters">,
  folder?: string,
  file?: string,
): Promise<AdapterRegistry> {
  if (adapters.length === 0) return registry;
  const { loadAdapterPackage } = await import("./load-adapter-package.ts");
  const extended = registry.copy();
  for (const name of new Set(adapters)) {
    const adapter = await loadAdapterPackage(name, folder ?? process.cwd(), file);
    const { provider } = adapter;
    const known = extended.registrations.find((registration) => registration.provider === provider);
    if (known !== undefined)
      throw new CrosstagError({
        code: "configuration",
        provider,
        message: `The adapter ${name} is for the provider ${JSON.stringify(provider)}, which already has an adapter: ${known.packageName}.`,
        hint: "Remove one of them from `adapters`.",
      });
    extended.register({ provider, packageName: name, load: () => Promise.resolve({ adapter }) });
  }
  return extended;
}
