import type { KMSClient } from "@aws-sdk/client-kms";
import { configurationError } from "./configuration-error.ts";

/**
 * Refuses zones, spaces, capitals and other text that is clearly not the id of a region: each would be a host that does
 * not exist. Ids of an unknown form are left to the cloud and to compatible services.
 * @throws CrosstagError `configuration`
 */
export function checkRegion(region: string): void {
  const pseudo = /^fips-(.+)$|^(.+)-fips$/.exec(region);
  if (pseudo !== null) {
    const real = pseudo[1] ?? pseudo[2] ?? "";
    throw notARegion(region, `Set the region ${real} and AWS_USE_FIPS_ENDPOINT=true.`);
  }
  if (/^(?:fips-)?aws-(?:[a-z]+-)*global$/.test(region))
    throw notARegion(region, "KMS keys belong to a region: set its id, for example us-east-1.");
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)(?:[a-z]|-.+)$/.exec(region)?.[1];
  if (zone !== undefined) throw notARegion(region, `It is a zone of ${zone}: set the region ${zone}.`);
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(region)) return;
  const meant = region
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  throw notARegion(
    region,
    /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/.test(meant) ? `Write ${meant}.` : "Set an id such as us-east-1.",
  );
}

/** The region of a client: from its options, the environment or the profile. @throws CrosstagError `configuration` */
export async function regionOf(client: KMSClient): Promise<string> {
  let region: string;
  try {
    region = await client.config.region();
  } catch (error) {
    // The SDK's message contains a region that cannot be part of a host name.
    const given = /^Region not accepted: region="([\s\S]*)" is not/.exec((error as Error).message)?.[1];
    if (given !== undefined) checkRegion(given);
    const hint = 'Set "region", the environment variable AWS_REGION, or region in the profile.';
    throw configurationError("No region is set for AWS KMS.", hint, error);
  }
  checkRegion(region);
  return region;
}

function notARegion(region: string, hint: string) {
  // A text that does not look like a region may be a secret that was pasted.
  const what = /^[\w\s-]{1,30}$/.test(region) ? JSON.stringify(region) : "The region";
  return configurationError(`${what} is not the id of an AWS region.`, hint);
}
