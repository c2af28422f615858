import type { CloudSettings } from "@crosstag/core/driver";
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

/**
 * Refuses zones, spaces, capitals and other text that is clearly not the id of a region: each would be a host that does
 * not exist. Ids of an unknown form are left to the cloud.
 * @throws CrosstagError `configuration`
 */
export function checkRegion(region: string): void {
  const zone = /^([a-z]{2,}-(?:[a-z]{2,}-?)+)-[a-z]$|^(.+-\d+)[a-z]$/.exec(region);
  if (zone !== null) {
    const real = zone[1] ?? zone[2] ?? "";
    throw notARegion(region, `It is a zone of ${real}: set the region ${real}.`);
  }
  // It becomes part of a host name.
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(region)) return;
  const meant = region
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  throw notARegion(
    region,
    /^[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*$/.test(meant) ? `Write ${meant}.` : "Set an id such as cn-hangzhou.",
  );
}

function notARegion(region: string, hint: string) {
  // A text that does not look like a region may be a secret that was pasted.
  const what = /^[\w\s-]{1,30}$/.test(region) ? JSON.stringify(region) : "The region";
  return configurationError(`${what} is not the id of an Alibaba Cloud region.`, hint);
}

async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  const configuration = await readCliConfiguration();
  if (configuration.state !== "read") return undefined;
  const name = profile ?? (process.env["ALIBABA_CLOUD_PROFILE"] || configuration.current);
  return name === undefined ? undefined : configuration.regions.get(name);
}
