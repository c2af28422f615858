import type { CloudSettings } from "@crosstag/core/driver";
import { readCliConfiguration } from "./cli-configuration.ts";
import { configurationError } from "./configuration-error.ts";

/** @throws CrosstagError `configuration` where no region is set anywhere, or what is set is none */
export async function resolveRegion({ region, profile }: Pick<CloudSettings, "region" | "profile">): Promise<string> {
  const { ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_REGION } = process.env;
  // An empty variable is an unset one.
  const found = region ?? (ALIBABA_CLOUD_REGION_ID || ALIBABA_CLOUD_REGION || (await regionOfProfile(profile)));
  if (found === undefined) {
    throw configurationError(
      "No region is set for Alibaba Cloud KMS.",
      'Set "region" (for example cn-hangzhou) or the environment variable ALIBABA_CLOUD_REGION_ID.',
    );
  }
  // It becomes part of a host name.
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(found)) {
    throw configurationError("The region is not the id of a region.", 'Set "region" to an id such as cn-hangzhou.');
  }
  return found;
}

async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  const configuration = await readCliConfiguration();
  if (configuration.state !== "read") return undefined;
  const name = profile ?? (process.env["ALIBABA_CLOUD_PROFILE"] || configuration.current);
  return name === undefined ? undefined : configuration.regions.get(name);
}
