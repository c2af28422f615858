import { CrosstagError } from "@crosstag/core";
import type { AdapterRegistry } from "./adapter-registry.ts";
import type { CloudConfiguration, CrosstagConfiguration } from "@crosstag/config";
import { defaultAdapterRegistry } from "./default-adapter-registry.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A configuration from environment variables, each cloud under its provider's name:
 * - `CROSSTAG_PROVIDER`: one provider or several with commas; default: the providers for which a region is set;
 * - `CROSSTAG_AWS_REGION`, `_ACCOUNT`, `_PROFILE`, `_ENDPOINT`, `_DIALECT`, `_ALLOW_PLAIN_HTTP`, `_CA_BUNDLE`,
 *   `_CALL_TIMEOUT_SECONDS`, and the same for any provider (`CROSSTAG_ALIBABA_…`);
 * - the cloud's own: `AWS_REGION`, `AWS_DEFAULT_REGION`, `AWS_ENDPOINT_URL_KMS`, `AWS_ENDPOINT_URL`,
 *   `ALIBABA_CLOUD_REGION_ID`, `ALIBABA_CLOUD_REGION`.
 *
 * Credentials are not read here: each cloud's own SDK finds them.
 * @throws CrosstagError `configuration` if the environment names no cloud
 */
export function configurationFromEnvironment(
  environment: Environment,
  registry: AdapterRegistry = defaultAdapterRegistry(),
): CrosstagConfiguration {
  const providers =
    firstOf(environment, ["CROSSTAG_PROVIDER"])
      ?.split(",")
      .map((provider) => provider.trim())
      .filter((provider) => provider !== "") ??
    registry.registrations
      .map(({ provider }) => provider)
      .filter((provider) => cloudFromEnvironment(provider, environment, registry).region !== undefined);
  if (providers.length === 0) {
    const known = registry.registrations.map(({ provider }) => provider).join(", ");
    throw new CrosstagError({
      code: "configuration",
      message: "No cloud is configured.",
      hint: `With the command: write crosstag.yaml with \`crosstag init\`, or add --cloud and --region, or try \`crosstag local\`. In a program: pass a configuration. Or set CROSSTAG_PROVIDER to one or several of: ${known}.`,
    });
  }
  return {
    clouds: Object.fromEntries(
      providers.map((provider) => [provider, cloudFromEnvironment(provider, environment, registry)]),
    ),
  };
}

/** The settings of the environment for one cloud, if there are any. */
export function cloudFromEnvironment(
  provider: string,
  environment: Environment,
  registry: AdapterRegistry = defaultAdapterRegistry(),
): CloudConfiguration {
  const own = registry.registrations.find((registration) => registration.provider === provider)?.environment;
  const prefix = prefixOf(provider);
  const settings = {
    dialect: firstOf(environment, [`${prefix}_DIALECT`]),
    region: firstOf(environment, [`${prefix}_REGION`, ...(own?.region ?? [])]),
    account: firstOf(environment, [`${prefix}_ACCOUNT`]),
    profile: firstOf(environment, [`${prefix}_PROFILE`]),
    endpoint: firstOf(environment, [`${prefix}_ENDPOINT`, ...(own?.endpoint ?? [])]),
    allowPlainHttp: flagOf(environment, `${prefix}_ALLOW_PLAIN_HTTP`),
    caBundle: firstOf(environment, [`${prefix}_CA_BUNDLE`]),
    callTimeoutSeconds: numberOf(environment, `${prefix}_CALL_TIMEOUT_SECONDS`),
  };
  return { provider, ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) };
}

/** The variable of a setting of a provider: `CROSSTAG_AWS_ENDPOINT`. */
export function variableOf(provider: string, setting: string): string {
  return `${prefixOf(provider)}_${setting}`;
}

function prefixOf(provider: string): string {
  return `CROSSTAG_${provider.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
}

/**
 * @throws CrosstagError `configuration` for anything except `true` and `false`: a typing error must not count as either
 */
function flagOf(environment: Environment, name: string): boolean | undefined {
  const text = firstOf(environment, [name]);
  if (text === undefined) return undefined;
  if (text !== "true" && text !== "false") throw wrongVariable(name, "neither true nor false", `Write ${name}=true.`);
  return text === "true";
}

function numberOf(environment: Environment, name: string): number | undefined {
  const text = firstOf(environment, [name]);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) throw wrongVariable(name, "not a number", `Write ${name}=30.`);
  return Number(text);
}

function wrongVariable(name: string, what: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message: `The environment variable ${name} is ${what}.`, hint });
}

/** An empty variable counts as not set. */
function firstOf(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
}
