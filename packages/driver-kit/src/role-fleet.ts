import type {
  CallSender,
  FleetConnection,
  FleetScopeSettings,
  KmsDriver,
  ListAccountsRequest,
  OrganizationAccount,
} from "@crosstag/core/driver";
import type { CredentialSupply } from "./credential-supply.ts";
import type { FleetCredentials } from "./fleet-credentials.ts";

/** What one cloud does for a fleet, with the credentials that the fleet chooses. */
export interface FleetCloud<Credentials> extends Pick<FleetConnection, "classify"> {
  /** Lists the accounts of the organization. */
  listAccounts(
    supply: CredentialSupply<Credentials>,
    request: Omit<ListAccountsRequest, "role">,
    call: CallSender,
  ): Promise<readonly OrganizationAccount[]>;
  /** Lists the regions that an account can use. */
  listRegions(supply: CredentialSupply<Credentials>, call: CallSender): Promise<readonly string[]>;
  /** Creates the driver of one account and region. */
  createDriver(scope: FleetScopeSettings, access: ScopeAccess<Credentials>): Promise<KmsDriver>;
  /** Closes the connections. */
  disconnect(): void | Promise<void>;
}

/** What the driver of one account and region signs with. */
export interface ScopeAccess<Credentials> {
  /** The credentials. */
  readonly supply: CredentialSupply<Credentials>;
  /** Whose account they belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
}

/** A fleet whose accounts are used with the credentials of its entry, or with one session of a role for each account. */
export function roleFleet<Credentials>(
  cloud: FleetCloud<Credentials>,
  credentials: FleetCredentials<Credentials>,
): FleetConnection {
  return {
    listAccounts: async ({ role, ...request }, call) =>
      cloud.listAccounts(credentials.supplyOfLister(role), request, call),
    listRegions: async (access, call) => cloud.listRegions(credentials.supplyFor(access), call),
    identify: (access, context) => credentials.identify(access, context),
    createDriver: async (scope) =>
      cloud.createDriver(scope, { supply: credentials.supplyFor(scope), owner: credentials.ownerOf(scope) }),
    classify: (error) => cloud.classify(error),
    close: async () => {
      credentials.close();
      await cloud.disconnect();
    },
  };
}
