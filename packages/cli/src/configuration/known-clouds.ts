import { entryProfiles, type CrosstagConfiguration } from "@crosstag/clouds";
import type { KnownClouds } from "@crosstag/config/hints";
import { kindsOf } from "@crosstag/core/driver";
import { readConfiguration, type ReadingInvocation } from "./read-configuration.ts";

/** The clouds and kinds that the files of a command can name: those of the configuration file, and every provider. */
export async function readKnownClouds(invocation: ReadingInvocation): Promise<KnownClouds> {
  const { file, registry } = await readConfiguration(invocation);
  const configuration: CrosstagConfiguration | undefined = file?.configuration;
  const profiles = configuration && (await entryProfiles(configuration, registry));
  return {
    providers: registry.registrations.map(({ provider }) => provider),
    configuration,
    kinds: profiles && [...new Set(profiles.flatMap(kindsOf))],
  };
}
