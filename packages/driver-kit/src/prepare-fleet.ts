import type { DriverSettings, FleetScopeSettings, FleetSessionSettings, FleetSettings } from "@crosstag/core/driver";
import { checkFleetAccounts, type AccountForms } from "./check-fleet-accounts.ts";
import { checkFleetSession, type SessionRules } from "./check-fleet-session.ts";
import { credentialsTimeoutMsOf } from "./credentials-timeout.ts";

/** What all drivers of a fleet are created with. */
export type SharedSettings<Given> = Omit<
  DriverSettings,
  "account" | "assumeRole" | "credentials" | "endpoint" | "region"
> & {
  /** Credentials that an application passes. Default: the cloud's own SDK finds them. */
  readonly credentials?: Given;
};

/** The settings of one entry for many clouds, checked. */
export interface PreparedFleet<Given> {
  /** What its drivers have in common. */
  readonly shared: SharedSettings<Given>;
  /** How roles are assumed. */
  readonly session: FleetSessionSettings;
  /** The configured endpoint of a region; undefined if it is the public one. */
  readonly endpointOf: (region: string) => string | undefined;
  /** The time limit of one question for credentials, milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Checks what is the same for all accounts and regions of an entry.
 * @param toCredentials checks credentials that an application passes
 * @throws CrosstagError `configuration` if a setting is wrong
 */
export function prepareFleet<Given>(
  settings: FleetSettings,
  rules: SessionRules & AccountForms,
  toCredentials: (credentials: unknown) => Given,
): PreparedFleet<Given> {
  const {
    session = {},
    exampleRegion: _,
    accounts: _accounts,
    endpointOf = () => undefined,
    credentials,
    ...others
  } = settings;
  checkFleetAccounts(settings, rules);
  checkFleetSession(session, rules);
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, rules.configurationError);
  const shared = { ...others, ...(credentials !== undefined && { credentials: toCredentials(credentials) }) };
  return { shared, session, endpointOf, timeoutMs };
}

/** The settings of the driver of one account and region. */
export function scopeSettings<Given>(
  { shared, endpointOf }: Pick<PreparedFleet<Given>, "shared" | "endpointOf">,
  { account, region, name, quotas }: FleetScopeSettings,
) {
  return { ...shared, account, region, name, endpoint: endpointOf(region), ...(quotas !== undefined && { quotas }) };
}
