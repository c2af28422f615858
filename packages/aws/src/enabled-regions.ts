import type { KMSClient } from "@aws-sdk/client-kms";
import type { CallSender } from "@crosstag/core/driver";
import { boundedHandler } from "./bounded-handler.ts";
import { FleetCallError } from "./fleet-call-error.ts";
import type { SdkCredentials } from "./sdk-identity.ts";

/** What the question uses. */
export interface RegionParts {
  /** A client of the fleet, whose connections are used. */
  readonly base: KMSClient;
  /** Its region. AWS Account Management has one endpoint for each partition. */
  readonly region: string;
  /** The endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** Credentials of the account whose regions are asked for. */
  readonly credentials: SdkCredentials;
}

/** The regions that the account of the credentials has enabled. @throws FleetCallError */
export async function listEnabledRegions(
  { base, region, endpoint, credentials }: RegionParts,
  call: CallSender,
): Promise<readonly string[]> {
  const { AccountClient, ListRegionsCommand } = await import("@aws-sdk/client-account");
  const client = new AccountClient({
    region,
    credentials,
    requestHandler: boundedHandler(base),
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint }),
  });
  const regions: string[] = [];
  let next: string | undefined;
  do {
    // Regions that are being enabled or disabled do not answer reliably.
    const command = new ListRegionsCommand({
      RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"],
      MaxResults: 50,
      NextToken: next,
    });
    const page = await call(async ({ signal }) => {
      try {
        return await client.send(command, { abortSignal: signal });
      } catch (cause) {
        throw new FleetCallError("account", cause);
      }
    });
    for (const { RegionName } of page.Regions ?? []) if (RegionName !== undefined) regions.push(RegionName);
    next = page.NextToken || undefined;
  } while (next !== undefined);
  return regions;
}
