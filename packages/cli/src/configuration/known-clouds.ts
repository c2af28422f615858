import type { KnownClouds } from "@crosstag/config/hints";
import { readConfiguration, type ReadingInvocation } from "./read-configuration.ts";

/** The clouds that the files of a command can name: those of the configuration file, and every provider. */
export async function readKnownClouds(invocation: ReadingInvocation): Promise<KnownClouds> {
  const { file, registry } = await readConfiguration(invocation);
  return {
    providers: registry.registrations.map(({ provider }) => provider),
    configuration: file?.configuration,
  };
}
