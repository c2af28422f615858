import type {
  AccountState,
  CallSender,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
} from "@crosstag/core/driver";
import { type Answer, isObject, malformed } from "./answer.ts";
import type { AlibabaClient } from "./client.ts";
import { FleetCallError } from "./fleet-call-error.ts";

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
  { units }: ListAccountsRequest,
  call: CallSender,
): Promise<readonly OrganizationAccount[]> {
  const rows = await readPages({ client, call }, LIST_ACCOUNTS);
  const names = units === "names" ? await folderNames(client, call) : new Map<string, string>();
  return rows.flatMap((row) => {
    const { AccountId: id, DisplayName: name, Status: status, ResourceDirectoryPath: path } = row;
    if (typeof id !== "string") return [];
    return [
      {
        id,
        state: stateOf(status),
        units: foldersIn(path).map((folder) => withName(folder, names.get(folder))),
        ...(typeof name === "string" && name !== "" && { name }),
      },
    ];
  });
}

function stateOf(status: unknown): AccountState {
  return typeof status === "string" && JOINED.test(status) ? "active" : "unknown";
}

/** `rd-…/r-…/fd-…/<account>`: the root is not a unit. */
function foldersIn(path: unknown): readonly string[] {
  return typeof path === "string" ? path.split("/").filter((part) => part.startsWith("fd-")) : [];
}

function withName(id: string, name: string | undefined): OrganizationUnit {
  return { id, ...(name !== undefined && { name }) };
}

/** The names of all folders by id, from the root down. */
async function folderNames(client: AlibabaClient, call: CallSender): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const visit = async (parameters: Readonly<Record<string, string>>): Promise<void> => {
    for (const { FolderId: id, FolderName: name } of await readPages({ client, call }, LIST_FOLDERS, parameters)) {
      if (typeof id !== "string" || names.has(id)) continue;
      names.set(id, typeof name === "string" ? name : id);
      await visit({ ParentFolderId: id });
    }
  };
  await visit({});
  return names;
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
    const answer = await call(async (context) => {
      try {
        const paged = { ...parameters, PageNumber: page, PageSize: ROWS_ON_A_PAGE };
        return await client.call({ action, parameters: paged }, context);
      } catch (cause) {
        throw new FleetCallError("resource-directory", cause);
      }
    });
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
