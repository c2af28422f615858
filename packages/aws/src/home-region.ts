import type { KMSClient } from "@aws-sdk/client-kms";
import type { FleetSettings } from "@crosstag/core/driver";
import { createKmsClient } from "./client.ts";
import { partitionOf } from "./partitions.ts";
import { checkRegion } from "./region.ts";

/** A region of each partition that is enabled in every account. */
const ALWAYS_ENABLED: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-eusc": "eusc-de-east-1",
};

/**
 * The region whose STS assumes the roles of a fleet: the configured one, or that of the environment or profile if it is in
 * the same partition as the fleet, or one that is always enabled. Never a target region: opt-in regions have an STS only
 * for accounts that have enabled them.
 * @throws CrosstagError `configuration` if the configured one is not a region
 */
export async function homeRegionOf({ session, profile, exampleRegion }: FleetSettings): Promise<string> {
  if (session?.region !== undefined) {
    checkRegion(session.region);
    return session.region;
  }
  const partition = exampleRegion === undefined ? undefined : partitionOf(exampleRegion);
  const found = await regionOfEnvironment(createKmsClient({ ...(profile !== undefined && { profile }) }));
  if (found !== undefined && (partition === undefined || partitionOf(found) === partition)) return found;
  return ALWAYS_ENABLED[partition ?? "aws"] ?? exampleRegion ?? "us-east-1";
}

async function regionOfEnvironment(client: KMSClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
