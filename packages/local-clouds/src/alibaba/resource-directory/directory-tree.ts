import { createHash } from "node:crypto";
import type { AlibabaAccounts, AlibabaMember } from "../accounts/alibaba-accounts.ts";

export const directoryId = "rd-local0";
export const rootFolderId = "r-local0";

/** A folder of the resource directory. */
export interface Folder {
  readonly id: string;
  readonly name: string;
}

/** The folders of a resource directory. Ids of folders are a function of their paths of names. */
export class DirectoryTree {
  readonly #accounts: AlibabaAccounts;

  constructor(accounts: AlibabaAccounts) {
    this.#accounts = accounts;
  }

  /** The path of names of the root or of a folder; undefined if there is none with this id. An empty id is the root's. */
  pathOf(id: string): string | undefined {
    return id === "" || id === rootFolderId ? "/" : [...this.#paths()].find((path) => folderId(path) === id);
  }

  /** The folders directly in the root or in a folder. */
  foldersIn(path: string): readonly Folder[] {
    return [...this.#paths()]
      .filter((folder) => (folder.slice(0, folder.lastIndexOf("/")) || "/") === path)
      .map((folder) => ({ id: folderId(folder), name: folder.slice(folder.lastIndexOf("/") + 1) }));
  }

  folderIdOf({ folder }: AlibabaMember): string {
    return folder === "/" ? rootFolderId : folderId(folder);
  }

  /** From the directory to an account: `rd-…/r-…/fd-…/1234567890123456`. */
  idPathOf({ id, folder }: AlibabaMember): string {
    return [directoryId, rootFolderId, ...foldersOnTheWay(folder).map(folderId), id].join("/");
  }

  /** The paths of all folders that accounts are in, with those above them. */
  #paths(): ReadonlySet<string> {
    return new Set(this.#accounts.list().flatMap(({ folder }) => foldersOnTheWay(folder)));
  }
}

function foldersOnTheWay(path: string): string[] {
  const names = path.split("/").slice(1);
  return path === "/" ? [] : names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

function folderId(path: string): string {
  return `fd-${createHash("sha256").update(path).digest("hex").slice(0, 10)}`;
}
