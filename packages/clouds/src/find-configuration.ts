import { dirname } from "node:path";
import type { CrosstagConfiguration } from "@crosstag/config";
import { currentUser, findConfigurationFile } from "@crosstag/config/find";
import type { AdapterRegistry } from "./adapter-registry.ts";
import { configurationFromEnvironment, type Environment } from "./configuration-from-environment.ts";
import { refuseUnusedEndpoint } from "./refuse-unused-endpoint.ts";
import { registerAdapters } from "./register-adapters.ts";

/** A configuration, and the registry with the adapters that it names. */
export interface FoundConfiguration {
  readonly configuration: CrosstagConfiguration;
  readonly registry: AdapterRegistry;
}

/**
 * Reads the configuration file, or else the environment.
 * @param file the path of the file; undefined: `crosstag.yaml` in the working directory or above it, if there is one
 * @throws CrosstagError `configuration` if the file is wrong or not to be trusted, if an endpoint of the environment would not be
 *   used for one of its clouds, or if nothing names a cloud
 */
export async function findConfiguration(
  file: string | undefined,
  environment: Environment,
  registry: AdapterRegistry,
): Promise<FoundConfiguration> {
  const path = file ?? (await findConfigurationFile(process.cwd(), currentUser(environment)));
  if (path === undefined) return { configuration: configurationFromEnvironment(environment, registry), registry };
  // Loaded on demand: most programs configure their clouds in code or in the environment, and need no YAML.
  const { readConfigurationFile } = await import("@crosstag/config");
  const { configuration, path: fullPath } = await readConfigurationFile(path);
  refuseUnusedEndpoint(configuration, environment);
  return { configuration, registry: await registerAdapters(registry, configuration, dirname(fullPath), fullPath) };
}
