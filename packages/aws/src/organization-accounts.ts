import type { KMSClient } from "@aws-sdk/client-kms";
import type * as Organizations from "@aws-sdk/client-organizations";
import type { Account, OrganizationsClient } from "@aws-sdk/client-organizations";
import type {
  AccountState,
  CallSender,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
} from "@crosstag/core/driver";
import { boundedHandler } from "./bounded-handler.ts";
import { FleetCallError } from "./fleet-call-error.ts";
import type { SdkCredentials } from "./sdk-identity.ts";

/** AWS allows no more on a page. */
const ACCOUNTS_ON_A_PAGE = 20;

const STATES: Readonly<Record<string, AccountState>> = {
  ACTIVE: "active",
  PENDING_ACTIVATION: "pending-activation",
  PENDING_CLOSURE: "pending-closure",
  SUSPENDED: "suspended",
  CLOSED: "closed",
};

/** The client whose connections are used, and what of it does not apply. */
export interface OrganizationParts {
  /** A client of the fleet. */
  readonly base: KMSClient;
  /** Its region. AWS Organizations has one endpoint for each partition. */
  readonly region: string;
  /** The endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** The credentials that may list the accounts. */
  readonly credentials: SdkCredentials;
}

/** Lists every account of the organization of the credentials. @throws FleetCallError */
export async function listOrganization(
  parts: OrganizationParts,
  { units }: ListAccountsRequest,
  call: CallSender,
): Promise<readonly OrganizationAccount[]> {
  const sdk = await import("@aws-sdk/client-organizations");
  const client = new sdk.OrganizationsClient({
    region: parts.region,
    credentials: parts.credentials,
    requestHandler: boundedHandler(parts.base),
    maxAttempts: 1,
    ...(parts.endpoint !== undefined && { endpoint: parts.endpoint }),
  });
  const asking = new Asking(client, call);
  const accounts = await asking.pages(async (NextToken, signal) => {
    const command = new sdk.ListAccountsCommand({ MaxResults: ACCOUNTS_ON_A_PAGE, NextToken });
    const { Accounts, NextToken: next } = await client.send(command, { abortSignal: signal });
    return { items: Accounts, next };
  });
  const pathless = accounts.some(({ Paths }) => Paths === undefined || Paths.length === 0);
  const needsTree = units === "names" || (units === "ids" && pathless);
  const tree = needsTree ? await readTree(sdk, asking, pathless) : NO_TREE;
  return accounts.flatMap((account) => {
    const { Id: id } = account;
    return id === undefined ? [] : [toAccount(id, account, tree)];
  });
}

interface UnitTree {
  /** By id. */
  readonly units: ReadonlyMap<string, OrganizationUnit>;
  /** Units by the id of an account. Empty if the accounts say it themselves. */
  readonly unitsOf: ReadonlyMap<string, readonly OrganizationUnit[]>;
}

const NO_TREE: UnitTree = { units: new Map(), unitsOf: new Map() };

/** The state, and only without one the status, which AWS retires (announced for September 2026). */
function toAccount(id: string, account: Account, { units, unitsOf }: UnitTree): OrganizationAccount {
  const { Name: name, Arn: arn, State, Status, Paths } = account;
  const ids = Paths?.[0]?.split("/").filter((part) => part.startsWith("ou-")) ?? [];
  const own = Paths?.[0] === undefined ? unitsOf.get(id) : ids.map((unit) => units.get(unit) ?? { id: unit });
  return {
    id,
    state: STATES[State ?? Status ?? ""] ?? "unknown",
    units: own ?? [],
    // arn:aws:organizations::<management account>:account/<organization>/<account>
    isManagement: arn?.split(":")[4] === id,
    ...(name !== undefined && { name }),
  };
}

/** Walks the units from the roots down. With `accounts`, it also asks which accounts each unit has. */
async function readTree(sdk: typeof Organizations, asking: Asking, accounts: boolean): Promise<UnitTree> {
  const units = new Map<string, OrganizationUnit>();
  const unitsOf = new Map<string, readonly OrganizationUnit[]>();
  const { client } = asking;
  const visit = async (ParentId: string, above: readonly OrganizationUnit[]): Promise<void> => {
    if (accounts) {
      // Direct children only: accounts of the units below come with those units.
      const own = await asking.pages(async (NextToken, abortSignal) => {
        const command = new sdk.ListAccountsForParentCommand({ ParentId, NextToken });
        const { Accounts, NextToken: next } = await client.send(command, { abortSignal });
        return { items: Accounts, next };
      });
      for (const { Id } of own) if (Id !== undefined) unitsOf.set(Id, above);
    }
    const below = await asking.pages(async (NextToken, abortSignal) => {
      const command = new sdk.ListOrganizationalUnitsForParentCommand({ ParentId, NextToken });
      const { OrganizationalUnits, NextToken: next } = await client.send(command, { abortSignal });
      return { items: OrganizationalUnits, next };
    });
    for (const { Id: id, Name: name } of below) {
      if (id === undefined) continue;
      const unit = { id, ...(name !== undefined && { name }) };
      units.set(id, unit);
      await visit(id, [...above, unit]);
    }
  };
  const roots = await asking.pages(async (NextToken, abortSignal) => {
    const { Roots, NextToken: next } = await client.send(new sdk.ListRootsCommand({ NextToken }), { abortSignal });
    return { items: Roots, next };
  });
  for (const { Id } of roots) if (Id !== undefined) await visit(Id, []);
  return { units, unitsOf };
}

interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** Reads lists page by page, one call at a time: AWS Organizations refuses calls at the same time. */
class Asking {
  readonly client: OrganizationsClient;
  readonly #call: CallSender;

  constructor(client: OrganizationsClient, call: CallSender) {
    this.client = client;
    this.#call = call;
  }

  /** Every item. A page can be empty and still have a next one. */
  async pages<Item>(
    read: (next: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  ): Promise<readonly Item[]> {
    const all: Item[] = [];
    const seen = new Set<string>();
    let next: string | undefined;
    do {
      const page: Page<Item> = await this.#call(async ({ signal }) => {
        try {
          return await read(next, signal);
        } catch (cause) {
          throw new FleetCallError("organizations", cause);
        }
      });
      all.push(...(page.items ?? []));
      next = page.next || undefined;
      if (next !== undefined && seen.has(next))
        throw new FleetCallError("organizations", new Error("The list of AWS Organizations does not end."));
      if (next !== undefined) seen.add(next);
    } while (next !== undefined);
    return all;
  }
}
