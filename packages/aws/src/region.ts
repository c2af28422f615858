import type { KMSClient } from "@aws-sdk/client-kms";
import { checkRegionForm, notARegion, type RegionForm } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import { fieldsOf } from "@crosstag/core/internal";

const FORM: RegionForm = {
  usual: /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/,
  zone: /^([a-z]{2,4}(?:-[a-z]+)+-\d+)(?:[a-z]|-.+)$/,
  example: "us-east-1",
  cloud: "an AWS",
};

/**
 * Refuses text that is clearly not the id of a region. Ids of an unknown form are left to the cloud and to compatible
 * services.
 * @throws CrosstagError `configuration`
 */
export function checkRegion(region: string): void {
  const pseudo = /^fips-(.+)$|^(.+)-fips$/.exec(region);
  if (pseudo !== null) {
    const real = pseudo[1] ?? pseudo[2] ?? "";
    throw refuse(region, `Set the region ${real} and AWS_USE_FIPS_ENDPOINT=true.`);
  }
  if (/^(?:fips-)?aws-(?:[a-z]+-)*global$/.test(region))
    throw refuse(region, "KMS keys belong to a region: set its id, for example us-east-1.");
  checkRegionForm(region, FORM, configurationError);
}

/** The region of a client: from its options, the environment or the profile. @throws CrosstagError `configuration` */
export async function regionOf(client: KMSClient): Promise<string> {
  let region: string;
  try {
    region = await client.config.region();
  } catch (error) {
    // The SDK's message contains a region that cannot be part of a host name.
    const given = /^Region not accepted: region="([\s\S]*)" is not/.exec(String(fieldsOf(error)["message"]))?.[1];
    if (given) checkRegion(given);
    const hint = 'Set "region", the environment variable AWS_REGION, or region in the profile.';
    throw configurationError("No region is set for AWS KMS.", hint, error);
  }
  checkRegion(region);
  return region;
}

function refuse(region: string, hint: string) {
  return notARegion(region, FORM, configurationError, hint);
}
