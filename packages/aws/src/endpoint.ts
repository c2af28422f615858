import type { KMSClient } from "@aws-sdk/client-kms";
import { configurationError } from "./configuration-error.ts";

/**
 * AWS has no FIPS or dual-stack variant of an endpoint from the settings, and its tools refuse the two together.
 * Ignoring the switch would send without FIPS although FIPS is enabled.
 * @throws CrosstagError `configuration` if an endpoint is set and a variant is enabled
 */
export async function refuseVariantOfEndpoint(client: KMSClient, endpoint: string | undefined): Promise<void> {
  const named = endpoint ?? endpointOfEnvironment();
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

function endpointOfEnvironment(): string | undefined {
  const { AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = process.env;
  if (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === "true") return undefined;
  return AWS_ENDPOINT_URL_KMS || AWS_ENDPOINT_URL || undefined;
}
