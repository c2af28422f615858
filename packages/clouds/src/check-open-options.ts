import { didYouMean } from "@crosstag/config/hints";
import { CrosstagError } from "@crosstag/core";

/**
 * Checks the options of `openCrosstag` for programs without types.
 * @param names of all options: one that is mistyped would open the clouds of another configuration than was meant
 * @throws CrosstagError `configuration` that says what to pass
 */
export function checkOpenOptions(options: unknown, names: readonly string[]): void {
  if (!isObject(options)) throw refused("The options of openCrosstag are not an object.");
  if ("clouds" in options) throw refused("openCrosstag has no option `clouds`: it is a part of `configuration`.");
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw refused(`openCrosstag has no option \`${unknown}\`.${suggested(unknown, names)}`);
  const { configuration } = options;
  if (configuration === undefined) return;
  if (!isObject(configuration)) throw refused("`configuration` is not an object.");
  if (!isObject(configuration["clouds"])) throw refused("`configuration.clouds` is not an object.");
  for (const [name, cloud] of Object.entries(configuration["clouds"]))
    if (!isObject(cloud) || typeof cloud["provider"] !== "string")
      throw refused(`The cloud ${JSON.stringify(name)} in \`configuration\` has no provider.`);
}

function suggested(unknown: string, names: readonly string[]): string {
  const near = didYouMean(unknown, names) ?? names.find((name) => name.startsWith(unknown));
  return near === undefined ? "" : ` Did you mean \`${near}\`?`;
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
