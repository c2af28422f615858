import type { CallSender } from "@crosstag/core/driver";
import { boundedHandler } from "./bounded-handler.ts";
import { type FleetCallParts, readPages } from "./read-pages.ts";

/** The regions that the account of the credentials has enabled. @throws FleetCallError */
export async function listEnabledRegions(
  { base, region, endpoint, credentials }: FleetCallParts,
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
  const regions = await readPages("account", call, async (NextToken, abortSignal) => {
    // Regions that are being enabled or disabled do not answer reliably.
    const command = new ListRegionsCommand({
      RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"],
      MaxResults: 50,
      NextToken,
    });
    const { Regions, NextToken: next } = await client.send(command, { abortSignal });
    return { items: Regions, next };
  });
  return regions.flatMap(({ RegionName: name }) => (name === undefined ? [] : [name]));
}
