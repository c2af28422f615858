import type { CloudCall, CloudError } from "../../server/cloud.ts";
import type { AlibabaAccounts, AlibabaMember } from "../accounts/alibaba-accounts.ts";
import type { AlibabaService } from "../alibaba-service.ts";
import { directoryDenied, directoryNotInUse, folderNotFound, internalFailure, unknownAction } from "../errors.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import { optionalBoolean, page, repeated, textsOf, timeText, type RequestParameters } from "../service/fields.ts";
import type { AlibabaSettings } from "../settings.ts";
import { directoryId, DirectoryTree, rootFolderId } from "./directory-tree.ts";

const quotaGroups: Readonly<Record<string, string>> = {
  ListAccounts: "listAccounts",
  ListAccountsForParent: "listInFolder",
  ListFoldersForParent: "listInFolder",
};

/** The reading part of the Resource Directory, version 2020-03-31 of Resource Management (verified 2026-11-29). */
export class ResourceDirectory implements AlibabaService {
  readonly name = "resourcemanager";
  readonly version = "2020-03-31";
  readonly operations: ReadonlySet<string> = new Set([...Object.keys(quotaGroups), "GetResourceDirectory"]);
  readonly #accounts: AlibabaAccounts;
  readonly #settings: AlibabaSettings;
  readonly #tree: DirectoryTree;

  constructor(accounts: AlibabaAccounts, settings: AlibabaSettings) {
    this.#accounts = accounts;
    this.#settings = settings;
    this.#tree = new DirectoryTree(accounts);
  }

  quotaGroupOf(operation: string): string | undefined {
    return quotaGroups[operation];
  }

  execute({ operation, account, parameters: given }: CloudCall): AnswerBody {
    const parameters = textsOf(given);
    if (!this.#accounts.isDirectory) throw directoryNotInUse();
    if (operation === "GetResourceDirectory") return this.#directory();
    const { management, delegatedAdministrator } = this.#accounts.get(account);
    if (!management && !delegatedAdministrator) throw directoryDenied(this.#settings.directoryDeniedCode);
    switch (operation) {
      case "ListAccounts":
        return this.#accountsOn(this.#listed(), parameters);
      case "ListAccountsForParent": {
        const path = this.#folderIn(parameters);
        return this.#accountsOn(
          this.#listed().filter(({ folder }) => folder === path),
          parameters,
        );
      }
      case "ListFoldersForParent":
        return this.#foldersOn(parameters);
      default:
        throw unknownAction();
    }
  }

  failure(): CloudError {
    return internalFailure();
  }

  #directory(): AnswerBody {
    const { id, name, joinedAt } = this.#accounts.own;
    return {
      ResourceDirectory: {
        ResourceDirectoryId: directoryId,
        RootFolderId: rootFolderId,
        MasterAccountId: id,
        MasterAccountName: name,
        CreateTime: timeText(joinedAt),
      },
    };
  }

  #listed(): readonly AlibabaMember[] {
    const all = this.#accounts.list();
    return this.#settings.managementAccountListed ? all : all.filter(({ management }) => !management);
  }

  /** Several tag filters must all match. A filter without a value matches every value. */
  #accountsOn(all: readonly AlibabaMember[], parameters: RequestParameters): AnswerBody {
    const filters = repeated(parameters, "Tag");
    const matching = all.filter(({ tags }) =>
      filters.every(({ Key = "", Value }) => Object.hasOwn(tags, Key) && (Value === undefined || tags[Key] === Value)),
    );
    const withTags = optionalBoolean(parameters, "IncludeTags") ?? false;
    const { items, answer } = page(parameters)(matching);
    return { ...answer, Accounts: { Account: items.map((member) => this.#accountEntry(member, withTags)) } };
  }

  #accountEntry(member: AlibabaMember, withTags: boolean): AnswerBody {
    const created = member.joined === "created";
    return {
      AccountId: member.id,
      AccountName: `${member.id}@${directoryId}.aliyunid.com`,
      DisplayName: member.name,
      FolderId: this.#tree.folderIdOf(member),
      ResourceDirectoryId: directoryId,
      ResourceDirectoryPath: this.#tree.idPathOf(member),
      Status: member.status,
      Type: created ? "ResourceAccount" : "CloudAccount",
      JoinMethod: created ? "created" : "invited",
      JoinTime: timeText(member.joinedAt),
      ModifyTime: timeText(member.joinedAt),
      ...(withTags && { Tags: { Tag: Object.entries(member.tags).map(([Key, Value]) => ({ Key, Value })) } }),
    };
  }

  #foldersOn(parameters: RequestParameters): AnswerBody {
    const { items, answer } = page(parameters)(this.#tree.foldersIn(this.#folderIn(parameters)));
    const CreateTime = timeText(this.#accounts.own.joinedAt);
    return {
      ...answer,
      Folders: { Folder: items.map(({ id, name }) => ({ FolderId: id, FolderName: name, CreateTime })) },
    };
  }

  /** Without a folder it is the root. */
  #folderIn(parameters: RequestParameters): string {
    const path = this.#tree.pathOf(parameters["ParentFolderId"] ?? "");
    if (path === undefined) throw folderNotFound();
    return path;
  }
}
