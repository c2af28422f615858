import { CrosstagError } from "@crosstag/core";
import { ENGINE_OPTIONS, unknownOption, type OptionNames } from "@crosstag/core/internal";
import type { ScopeSelection } from "./fleet/scope-selection.ts";

/** The parts of a selection. */
const SELECTION: OptionNames<ScopeSelection> = {
  clouds: true,
  accounts: true,
  notAccounts: true,
  regions: true,
  units: true,
  accountTags: true,
};

/**
 * Checks the options of `openCrosstag` for programs without types.
 * @param names of all options: one that is mistyped would open the clouds of another configuration than was meant
 * @throws CrosstagError `configuration` that says what to pass
 */
export function checkOpenOptions(options: unknown, names: Readonly<Record<string, true>>): void {
  if (!isObject(options)) throw refused("The options of openCrosstag are not an object.");
  if ("clouds" in options) throw refused("openCrosstag has no option `clouds`: it is a part of `configuration`.");
  const { configuration, engine, selection } = options;
  const unknown =
    unknownOption("openCrosstag", options, names) ??
    unknownOption("`engine` of openCrosstag", engine, ENGINE_OPTIONS) ??
    unknownOption("`selection` of openCrosstag", selection, SELECTION);
  if (unknown !== undefined) throw refused(unknown);
  if (configuration === undefined) return;
  if (!isObject(configuration)) throw refused("`configuration` is not an object.");
  if (!isObject(configuration["clouds"])) throw refused("`configuration.clouds` is not an object.");
  for (const [name, cloud] of Object.entries(configuration["clouds"]))
    if (!isObject(cloud) || typeof cloud["provider"] !== "string")
      throw refused(`The cloud ${JSON.stringify(name)} in \`configuration\` has no provider.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(message: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "openCrosstag",
    message,
    hint: 'Pass { configuration: { clouds: { main: { provider: "aws", region: "us-east-1" } } } }, or no options to read crosstag.yaml.',
  });
}
