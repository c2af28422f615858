import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import type { CloudConfiguration } from "./cloud-configuration.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";
import { parseConfiguration } from "./parse-configuration.ts";

/** A configuration file that was read. */
export interface ConfigurationFile {
  /** Full path of the file. */
  readonly path: string;
  /** Its content. Paths of other files are resolved from the folder of the file. */
  readonly configuration: CrosstagConfiguration;
}

/**
 * Reads and checks a configuration file.
 * @param path relative to the working directory of the process
 * @throws CrosstagError `configuration` if the file cannot be read, or with every problem, each with line and column
 */
export async function readConfigurationFile(path: string): Promise<ConfigurationFile> {
  const full = resolve(path);
  let text: string;
  try {
    text = await readFile(full, "utf8");
  } catch (error) {
    throw new CrosstagError({
      code: "configuration",
      message: `The configuration file ${JSON.stringify(path)} cannot be read: ${systemReason(error)}.`,
    });
  }
  return { path: full, configuration: withPathsFrom(dirname(full), parseConfiguration(text, path)) };
}

/** Resolves the paths of other files in a configuration from a folder: the one of the configuration file. */
export function withPathsFrom(folder: string, configuration: CrosstagConfiguration): CrosstagConfiguration {
  const clouds = Object.entries(configuration.clouds).map(([name, cloud]): [string, CloudConfiguration] => {
    const { caBundle, accounts } = cloud;
    return [
      name,
      {
        ...cloud,
        ...(caBundle !== undefined && { caBundle: resolve(folder, caBundle) }),
        ...(typeof accounts === "string" && { accounts: resolve(folder, accounts) }),
      },
    ];
  });
  return { ...configuration, clouds: Object.fromEntries(clouds) };
}
