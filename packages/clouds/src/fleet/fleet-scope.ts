import type { FleetAccount } from "./fleet-account.ts";

/** One cloud, account and region that an entry of the configuration stands for. */
export interface FleetScope {
  /** `production/111122223333/eu-central-1`. */
  readonly name: string;
  /** The name of the entry. */
  readonly entry: string;
  /** The account, shared by its scopes. */
  readonly account: FleetAccount;
  /** The region. */
  readonly region: string;
}

/** The name of a cloud of a fleet. */
export function fleetScopeName(entry: string, account: string, region: string): string {
  return `${entry}/${account}/${region}`;
}
