import type { CloudSettings } from "@crosstag/core/driver";
import { checkRegionForm, type RegionForm } from "@crosstag/driver-kit";
import { readCliConfiguration } from "./cli-configuration.ts";
import { configurationError } from "./configuration-error.ts";

/**
 * The region from the settings, the environment or the profile.
 * @throws CrosstagError `configuration` if no region is set, or its id is invalid
 */
export async function resolveRegion({ region, profile }: Pick<CloudSettings, "region" | "profile">): Promise<string> {
  const { ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_REGION } = process.env;
  // An empty variable counts as not set.
  const found = region ?? (ALIBABA_CLOUD_REGION_ID || ALIBABA_CLOUD_REGION || (await regionOfProfile(profile)));
  if (found === undefined) {
    throw configurationError(
      "No region is set for Alibaba Cloud KMS.",
      'Set "region" (for example cn-hangzhou) or the environment variable ALIBABA_CLOUD_REGION_ID.',
    );
  }
  checkRegion(found);
  return found;
}

const FORM: RegionForm = {
  usual: /^[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*$/,
  zone: /^([a-z]{2,}-(?:[a-z]{2,}-?)+)-[a-z]$|^(.+-\d+)[a-z]$/,
  example: "cn-hangzhou",
  cloud: "an Alibaba Cloud",
};

/**
 * Refuses text that is clearly not the id of a region. Ids of an unknown form are left to the cloud.
 * @throws CrosstagError `configuration`
 */
export function checkRegion(region: string): void {
  checkRegionForm(region, FORM, configurationError);
}

async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  const configuration = await readCliConfiguration();
  if (configuration.state !== "read") return undefined;
  const name = profile ?? (process.env["ALIBABA_CLOUD_PROFILE"] || configuration.current);
  return name === undefined ? undefined : configuration.regions.get(name);
}
