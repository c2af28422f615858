import type { CloudSettings } from "@crosstag/core/driver";
import { checkRegionForm, type RegionForm } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import { readCliRegion } from "./cli-profile.ts";

const FORM: RegionForm = {
  usual: /^[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*$/,
  zone: /^([a-z]{2}-[a-z]+(?:-[a-z]+)*)-\d$/,
  example: "ap-guangzhou",
  cloud: "a Tencent Cloud",
};

/**
 * The region from the settings, the environment or the profile of `tccli`.
 * @throws CrosstagError `configuration` if no region is set, or its id is invalid
 */
export async function resolveRegion({ region, profile }: Pick<CloudSettings, "region" | "profile">): Promise<string> {
  // An empty variable counts as not set.
  const found = region ?? (process.env["TENCENTCLOUD_REGION"] || (await readCliRegion(profile)));
  if (found === undefined) {
    throw configurationError(
      "No region is set for Tencent Cloud KMS.",
      'Set "region" (for example ap-guangzhou) or the environment variable TENCENTCLOUD_REGION.',
    );
  }
  checkRegionForm(found, FORM, configurationError);
  return found;
}
