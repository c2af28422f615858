import type { CrosstagError } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";

/** How a cloud writes the ids of its regions. */
export interface RegionForm {
  /** An id of a region of this cloud in a common form. */
  readonly usual: RegExp;
  /** A zone; its first group that matches is the region. */
  readonly zone: RegExp;
  /** A region to type, for hints: `us-east-1`. */
  readonly example: string;
  /** The cloud with its article: `an AWS`. */
  readonly cloud: string;
}

/**
 * Refuses zones, spaces, capitals and other text that is clearly not the id of a region: each would be a host that does
 * not exist. Ids of an unknown form are left to the cloud and to compatible services.
 * @throws CrosstagError `configuration`
 */
export function checkRegionForm(region: string, form: RegionForm, configurationError: ConfigurationError): void {
  const zone = form.zone.exec(region);
  if (zone !== null) {
    const real = zone.slice(1).find((group) => group !== undefined) ?? "";
    throw notARegion(region, form, configurationError, `It is a zone of ${real}: set the region ${real}.`);
  }
  // It becomes part of a host name.
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(region)) return;
  const meant = region
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  const hint = form.usual.test(meant) ? `Write ${meant}.` : `Set an id such as ${form.example}.`;
  throw notARegion(region, form, configurationError, hint);
}

/** The error for a text that is not the id of a region. */
export function notARegion(
  region: string,
  { cloud }: Pick<RegionForm, "cloud">,
  configurationError: ConfigurationError,
  hint: string,
): CrosstagError {
  // A text that does not look like a region may be a secret that was pasted.
  const what = /^[\w\s-]{1,30}$/.test(region) ? JSON.stringify(region) : "The region";
  return configurationError(`${what} is not the id of ${cloud} region.`, hint);
}
