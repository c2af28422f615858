import type {
  AccountState,
  CallSender,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
} from "@crosstag/core/driver";
import { callForFleet, FleetCallError, walkUnits } from "@crosstag/driver-kit";
import { type Answer, isObject, malformed } from "./answer.ts";
import type { AlibabaClient } from "./client.ts";

/** Alibaba Cloud allows no more on a page. */
const ROWS_ON_A_PAGE = 100;

/** How an account joined. It can be used in each of these states; Alibaba Cloud reports others during a change. */
const JOINED = /^(?:CreateSuccess|InviteSuccess|Promote\w*)$/;

type Row = Readonly<Record<string, unknown>>;

/**
 * Lists every member of the resource directory of the credentials.
 * @param client calls Resource Manager, version 2020-03-31
 * @throws FleetCallError
 */
export async function listOrganization(
  client: AlibabaClient,
  { units, tags = false }: Omit<ListAccountsRequest, "role">,
  call: CallSender,
): Promise<readonly OrganizationAccount[]> {
  const rows = await readPages({ client, call }, LIST_ACCOUNTS, tags ? { IncludeTags: "true" } : {});
  const folders = units === "names" ? await readFolders(client, call) : undefined;
  return rows.flatMap((row) => {
    const { AccountId: id, DisplayName: name, Status: status, ResourceDirectoryPath: path } = row;
    if (typeof id !== "string") return [];
    return [
      {
        id,
        state: stateOf(status),
        units: foldersIn(path).map((folder) => folders?.get(folder) ?? { id: folder }),
        ...(typeof name === "string" && name !== "" && { name }),
        ...(tags && { tags: tagsIn(row) }),
      },
    ];
  });
}

function tagsIn({ Tags: wrapper }: Row): Readonly<Record<string, string>> {
  const rows = isObject(wrapper) ? wrapper["Tag"] : undefined;
  const pairs = (Array.isArray(rows) ? rows.filter(isObject) : []).flatMap(({ Key: key, Value: value }) =>
    typeof key === "string" && typeof value === "string" ? [[key, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}

function stateOf(status: unknown): AccountState {
  return typeof status === "string" && JOINED.test(status) ? "active" : "unknown";
}

/** `rd-…/r-…/fd-…/<account>`: the root is not a unit. */
function foldersIn(path: unknown): readonly string[] {
  return typeof path === "string" ? path.split("/").filter((part) => part.startsWith("fd-")) : [];
}

/** All folders by id, with their names. */
function readFolders(client: AlibabaClient, call: CallSender): Promise<ReadonlyMap<string, OrganizationUnit>> {
  return walkUnits([undefined], async (parent) => {
    const rows = await readPages({ client, call }, LIST_FOLDERS, { ...(parent && { ParentFolderId: parent }) });
    return rows.flatMap(({ FolderId: id, FolderName: name }) =>
      typeof id === "string" ? [{ id, name: typeof name === "string" ? name : id }] : [],
    );
  });
}

/** A list with numbered pages: the operation, and the fields that contain its rows. */
interface PagedList {
  readonly action: string;
  readonly outer: string;
  readonly inner: string;
}

const LIST_ACCOUNTS: PagedList = { action: "ListAccounts", outer: "Accounts", inner: "Account" };
const LIST_FOLDERS: PagedList = { action: "ListFoldersForParent", outer: "Folders", inner: "Folder" };

/** Makes the calls of a list. */
interface Asking {
  readonly client: AlibabaClient;
  readonly call: CallSender;
}

/** All rows of a list. */
async function readPages(
  { client, call }: Asking,
  { action, outer, inner }: PagedList,
  parameters: Readonly<Record<string, string>> = {},
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await callForFleet("resource-directory", call, (context) =>
      client.call({ action, parameters: { ...parameters, PageNumber: page, PageSize: ROWS_ON_A_PAGE } }, context),
    );
    const rows = rowsIn(answer, outer, inner);
    all.push(...rows);
    const total = Number(answer.body["TotalCount"]);
    if (rows.length === 0 && all.length < total)
      throw new FleetCallError("resource-directory", malformed(answer, "fewer rows than it counts"));
    if (rows.length === 0 || all.length >= total) return all;
  }
}

function rowsIn({ body }: Answer, outer: string, inner: string): readonly Row[] {
  const wrapper = body[outer];
  const rows = isObject(wrapper) ? wrapper[inner] : undefined;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}
