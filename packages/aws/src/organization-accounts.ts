import type * as Organizations from "@aws-sdk/client-organizations";
import type { Account, OrganizationsClient } from "@aws-sdk/client-organizations";
import type {
  AccountState,
  CallSender,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
} from "@crosstag/core/driver";
import { walkUnits } from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import { type FleetCallParts, type PageReader, readPages } from "./read-pages.ts";

/** AWS allows no more on a page. */
const ACCOUNTS_ON_A_PAGE = 20;

const STATES: Readonly<Record<string, AccountState>> = {
  ACTIVE: "active",
  PENDING_ACTIVATION: "pending-activation",
  PENDING_CLOSURE: "pending-closure",
  SUSPENDED: "suspended",
  CLOSED: "closed",
};

/** Lists every account of the organization of the credentials. @throws FleetCallError */
export async function listOrganization(
  parts: FleetCallParts,
  { units, tags = false }: Omit<ListAccountsRequest, "role">,
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
  const pages = <Item>(read: PageReader<Item>) => readPages("organizations", call, read);
  const accounts = await pages(async (NextToken, signal) => {
    const command = new sdk.ListAccountsCommand({ MaxResults: ACCOUNTS_ON_A_PAGE, NextToken });
    const { Accounts, NextToken: next } = await client.send(command, { abortSignal: signal });
    return { items: Accounts, next };
  });
  const pathless = accounts.some(({ Paths }) => Paths === undefined || Paths.length === 0);
  const needsTree = units === "names" || (units === "ids" && pathless);
  const tree = needsTree ? await readTree({ sdk, client, pages }, pathless) : NO_TREE;
  const known = accounts.flatMap((account) => {
    const { Id: id } = account;
    return id === undefined ? [] : [toAccount(id, account, tree)];
  });
  return tags ? withTags({ sdk, client, pages }, known) : known;
}

/** Asks for the tags of each account that can be read, one after the other: AWS Organizations throttles calls at once. */
async function withTags(
  { sdk, client, pages }: Lister,
  accounts: readonly OrganizationAccount[],
): Promise<readonly OrganizationAccount[]> {
  const tagged: OrganizationAccount[] = [];
  for (const account of accounts) {
    const isGone = account.state === "closed" || account.state === "pending-activation";
    const rows = isGone
      ? []
      : await pages(async (NextToken, abortSignal) => {
          const command = new sdk.ListTagsForResourceCommand({ ResourceId: account.id, NextToken });
          const { Tags, NextToken: next } = await client.send(command, { abortSignal });
          return { items: Tags, next };
        });
    const pairs = rows.flatMap(({ Key, Value }) => (Key === undefined || Value === undefined ? [] : [[Key, Value]]));
    tagged.push({ ...account, tags: Object.fromEntries(pairs) });
  }
  return tagged;
}

/** Reads lists of AWS Organizations. */
interface Lister {
  readonly sdk: typeof Organizations;
  readonly client: OrganizationsClient;
  readonly pages: <Item>(read: PageReader<Item>) => Promise<readonly Item[]>;
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

/** Reads the units from the roots down. With `accounts`, it also asks which accounts each unit has. */
async function readTree({ sdk, client, pages }: Lister, accounts: boolean): Promise<UnitTree> {
  const unitsOf = new Map<string, readonly OrganizationUnit[]>();
  const roots = await pages(async (NextToken, abortSignal) => {
    const { Roots, NextToken: next } = await client.send(new sdk.ListRootsCommand({ NextToken }), { abortSignal });
    return { items: Roots, next };
  });
  const units = await walkUnits(idsOf(roots), async (ParentId, path) => {
    if (accounts) {
      // Direct children only: accounts of the units below come with those units.
      const own = await pages(async (NextToken, abortSignal) => {
        const command = new sdk.ListAccountsForParentCommand({ ParentId, NextToken });
        const { Accounts, NextToken: next } = await client.send(command, { abortSignal });
        return { items: Accounts, next };
      });
      for (const id of idsOf(own)) unitsOf.set(id, path);
    }
    const below = await pages(async (NextToken, abortSignal) => {
      const command = new sdk.ListOrganizationalUnitsForParentCommand({ ParentId, NextToken });
      const { OrganizationalUnits, NextToken: next } = await client.send(command, { abortSignal });
      return { items: OrganizationalUnits, next };
    });
    return below.flatMap(({ Id: id, Name: name }) =>
      id === undefined ? [] : [{ id, ...(name !== undefined && { name }) }],
    );
  });
  return { units, unitsOf };
}

function idsOf(items: readonly { readonly Id?: string | undefined }[]): readonly string[] {
  return items.flatMap(({ Id }) => Id ?? []);
}
