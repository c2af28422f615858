import type { KMSClient } from "@aws-sdk/client-kms";
import type { CallSender } from "@crosstag/core/driver";
import { callForFleet, FleetCallError } from "@crosstag/driver-kit";
import type { SdkCredentials } from "./sdk-identity.ts";

/** What calls to a service of the whole account use. */
export interface FleetCallParts {
  /** A client of the fleet, whose connections are used. */
  readonly base: KMSClient;
  /** Its region. AWS Organizations and AWS Account Management have one endpoint for each partition. */
  readonly region: string;
  /** The endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** The credentials that may ask. */
  readonly credentials: SdkCredentials;
}

/** The services that know the accounts and regions of a fleet. */
export type FleetService = "organizations" | "account" | "quotas";

/** A page of a list, and where the next one begins. An empty text means the same as no next page. */
interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** Reads one page. */
export type PageReader<Item> = (next: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;

/**
 * Every item of a list, one call at a time: AWS Organizations refuses calls at the same time. A page can be empty and still
 * have a next one.
 * @throws FleetCallError, also if the list does not end
 */
export async function readPages<Item>(
  service: FleetService,
  call: CallSender,
  read: PageReader<Item>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do {
    const page: Page<Item> = await callForFleet(service, call, ({ signal }) => read(next, signal));
    all.push(...(page.items ?? []));
    next = page.next || undefined;
    if (next !== undefined && seen.has(next))
      throw new FleetCallError(service, new Error(`The list of the service ${service} does not end.`));
    if (next !== undefined) seen.add(next);
  } while (next !== undefined);
  return all;
}
