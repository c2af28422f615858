import type { KMSClient } from "@aws-sdk/client-kms";
import { CONFIG_PREFIX_SEPARATOR, loadConfig } from "@smithy/core/config";
import { configurationError } from "./configuration-error.ts";

/**
 * AWS has no FIPS or dual-stack variant of an endpoint from the settings, and its tools refuse the two together.
 * Ignoring the switch would send without FIPS although FIPS is enabled.
 * @param named the endpoint of the settings, the environment or the profile. Undefined: there is none
 * @throws CrosstagError `configuration` if an endpoint is set and a variant is enabled
 */
export async function refuseVariantOfEndpoint(client: KMSClient, named: string | undefined): Promise<void> {
  if (named === undefined) return;
  for (const { name, isOn, variable, setting } of [
    {
      name: "FIPS",
      isOn: client.config.useFipsEndpoint,
      variable: "AWS_USE_FIPS_ENDPOINT",
      setting: "use_fips_endpoint",
    },
    {
      name: "Dual-stack",
      isOn: client.config.useDualstackEndpoint,
      variable: "AWS_USE_DUALSTACK_ENDPOINT",
      setting: "use_dualstack_endpoint",
    },
  ]) {
    if (!(await isOn())) continue;
    const source = process.env[variable] === undefined ? `${setting} of the profile` : variable;
    throw configurationError(
      `${name} endpoints are enabled (${source}) and an endpoint is set. AWS does not support the two together.`,
      `Set ${variable}=false to use the endpoint that is set, or remove that setting to use the region's own.`,
    );
  }
}

/** The endpoint of KMS in the environment. Undefined: it has none. */
export function endpointOfEnvironment(): string | undefined {
  const { AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = process.env;
  if (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true") return undefined;
  return AWS_ENDPOINT_URL_KMS || AWS_ENDPOINT_URL || undefined;
}

/**
 * The endpoint of a service in the environment or the profile, by the rules of the SDK. The SDK itself looks for it when a
 * client makes a call, and a driver has to say before whether its endpoint is one of AWS.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html (verified 2026-11-29)
 * @param sdkId the service's id in the SDK: `Secrets Manager`
 */
export async function configuredEndpoint(sdkId: string, profile: string | undefined): Promise<string | undefined> {
  const id = sdkId.replaceAll(" ", "_");
  const files = profile === undefined ? {} : { profile };
  const isIgnored = await loadConfig<boolean>(
    {
      environmentVariableSelector: ({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: given }) =>
        given === undefined ? undefined : given === "true",
      configFileSelector: ({ ignore_configured_endpoint_urls: given }) => given === "true",
      default: false,
    },
    files,
  )();
  if (isIgnored) return undefined;
  return loadConfig<string | undefined>(
    {
      environmentVariableSelector: (variables) =>
        variables[`AWS_ENDPOINT_URL_${id.toUpperCase()}`] || variables["AWS_ENDPOINT_URL"] || undefined,
      configFileSelector: (settings, file) => {
        const section = file?.[["services", settings["services"]].join(CONFIG_PREFIX_SEPARATOR)];
        const key = [id.toLowerCase(), "endpoint_url"].join(CONFIG_PREFIX_SEPARATOR);
        return section?.[key] || settings["endpoint_url"] || undefined;
      },
      default: undefined,
    },
    files,
  )();
}
