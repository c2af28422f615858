import type { CloudConfiguration } from "@crosstag/config";

/** The endpoint that a fleet has in a region; undefined if it is the region's public endpoint. */
export function endpointOfRegion(
  { endpoint, endpoints }: Pick<CloudConfiguration, "endpoint" | "endpoints">,
  region: string,
): string | undefined {
  if (endpoints !== undefined && Object.hasOwn(endpoints, region)) return endpoints[region];
  return endpoint?.replaceAll("{region}", () => region);
}
