import type { CrosstagConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import { variableOf, type Environment } from "./configuration-from-environment.ts";

/**
 * Refuses an endpoint of the environment that an entry of a file would not use. A file is not mixed with the environment, and one
 * address would be wrong for the other regions of a file. But the variable often comes with credentials for a server of its own,
 * such as a local cloud, which must not be sent elsewhere.
 * @throws CrosstagError `configuration` then
 */
export function refuseUnusedEndpoint({ clouds }: CrosstagConfiguration, environment: Environment): void {
  for (const [name, { provider, endpoint, endpoints }] of Object.entries(clouds)) {
    const variable = variableOf(provider, "ENDPOINT");
    if (!environment[variable] || endpoint !== undefined || endpoints !== undefined) continue;
    throw new CrosstagError({
      code: "configuration",
      provider,
      message: `${variable} is set, and clouds.${name} of the configuration file has no endpoint: its calls would not go to that address. Nothing was sent.`,
      hint: `Add the address to clouds.${name} as endpoint, or unset ${variable}. With a configuration file, the variable is not used.`,
    });
  }
}
