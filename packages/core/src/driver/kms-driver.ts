import type { CrosstagError } from "../model/crosstag-error.ts";
import type { DriverScope, ResourceKind } from "../model/reference.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import type { CallContext } from "./call-context.ts";
import type {
  ChangeTagsCall,
  DeleteKeyMaterialCall,
  DescribeResourceCall,
  ListAliasesCall,
  ListKeyMaterialsCall,
  ListResourcesCall,
  ReadAccessPolicyCall,
  ReadLastUseCall,
  ReadQuotasCall,
  ReadTagsCall,
  RemoveTagsCall,
  ReplaceTagsCall,
  WriteTagsCall,
} from "./driver-calls.ts";
import type {
  AccessPolicy,
  AliasPage,
  CallerIdentity,
  DeleteKeyMaterialReceipt,
  KeyMaterialList,
  LastUseReceipt,
  QuotaPage,
  ReplaceReceipt,
  ResourcePage,
  TagPage,
  WriteReceipt,
} from "./driver-receipts.ts";
import type { Failure } from "./failure.ts";
import type { KmsProfile } from "./kms-profile.ts";

/** The version of this contract. The engine refuses a driver that was written for another version. */
export const DRIVER_CONTRACT = "crosstag/1";

/**
 * One service of one cloud, account and region. One method is one wire call. Methods throw raw errors of the SDK, which `classify`
 * explains. A driver does not retry, wait for a quota or split a list: the engine does. A method is absent exactly if
 * `capabilities` gives a reason why the cloud does not support the operation for any kind; the methods that change tags depend on
 * `writes`.
 */
export interface KmsDriver extends KmsProfile {
  /** The version of the contract that the driver implements. */
  readonly contract: typeof DRIVER_CONTRACT;
  /** `account` is the configured one; `identify` returns the account of the credentials. */
  readonly scope: DriverScope;
  /**
   * The kinds that lists, plans and checks cover if none is named. A resource of another kind that is named is served.
   * Default: every kind of the profile.
   */
  readonly listedKinds?: readonly ResourceKind[];
  /** Time limit of one call, in milliseconds; a request can override it. Default: 15,000. */
  readonly callTimeoutMs?: number | undefined;
  /** The endpoint of the calls: `https://kms.example.com`, `http://127.0.0.1:4566`. Absent: the cloud's own endpoint. */
  readonly endpoint?: string;
  /**
   * Asks the cloud for the account of the credentials. The only method that may take several wire calls, because for
   * services without STS only the name of a resource contains the account. The engine calls it once and keeps the answer.
   */
  identify(context: CallContext): Promise<CallerIdentity>;
  /**
   * Reads one page of the request rates of the account and region. Absent: the cloud does not report them; `quotaDiscovery`
   * says why.
   */
  readQuotas?(call: ReadQuotasCall, context: CallContext): Promise<QuotaPage>;
  /** Sets tags on resources. Other tags must not change. Present exactly if `writes.style` is `delta`. */
  writeTags?(call: WriteTagsCall, context: CallContext): Promise<WriteReceipt>;
  /** Removes tags from resources. Present exactly if `writes.style` is `delta`. */
  removeTags?(call: RemoveTagsCall, context: CallContext): Promise<WriteReceipt>;
  /**
   * Sets and removes tags of resources in one call. Other tags must not change. Absent: `limits.changeTags` has no kind, and
   * the engine makes two calls.
   */
  changeTags?(call: ChangeTagsCall, context: CallContext): Promise<WriteReceipt>;
  /** Replaces all tags of one resource. Present exactly if `writes.style` is `replace`. */
  replaceTags?(call: ReplaceTagsCall, context: CallContext): Promise<ReplaceReceipt>;
  /** Reads one page of the tags of resources. */
  readTags(call: ReadTagsCall, context: CallContext): Promise<TagPage>;
  /**
   * Describes a resource, and resolves an alias. Throws if the resource does not exist. Of a key's materials it reports
   * whether there can be several (`KeyFacts.severalMaterials`), and not the list. Absent: the cloud describes nothing.
   */
  describeResource?(call: DescribeResourceCall, context: CallContext): Promise<ResourceDescription>;
  /** Lists one page of resources of one kind. Absent: the cloud lists nothing. */
  listResources?(call: ListResourcesCall, context: CallContext): Promise<ResourcePage>;
  /** Lists one page of aliases with the keys that they name. Absent: the cloud has no aliases, or does not list them. */
  listAliases?(call: ListAliasesCall, context: CallContext): Promise<AliasPage>;
  /** Reads the resource's own access policy. Absent: resources have none, or the cloud does not show it. */
  readAccessPolicy?(call: ReadAccessPolicyCall, context: CallContext): Promise<AccessPolicy>;
  /**
   * Lists all materials of a key for which `KeyFacts.severalMaterials` is true, in one page. Throws if the answer is not
   * the whole list. Absent: a key has one material at most, or the cloud does not list them.
   */
  listKeyMaterials?(call: ListKeyMaterialsCall, context: CallContext): Promise<KeyMaterialList>;
  /** Reads when a key was last used. Absent: the cloud does not record it. */
  readLastUse?(call: ReadLastUseCall, context: CallContext): Promise<LastUseReceipt>;
  /**
   * Deletes imported key material. The engine never repeats this call after it may have taken effect. Absent: the cloud
   * has no imported material, or does not delete it.
   */
  deleteKeyMaterial?(call: DeleteKeyMaterialCall, context: CallContext): Promise<DeleteKeyMaterialReceipt>;
  /** Explains an error that a method of this driver threw: code, retry class, and whether the call may have taken effect. */
  classify(error: unknown): Failure;
  /**
   * Asks the source of the credentials again, without caches, after the cloud refused the current ones. Returns true if
   * it got different credentials, so that the calls can be repeated. Rejects as a call does if the source fails. Absent:
   * the credentials cannot be renewed.
   */
  renewCredentials?(context: CallContext): Promise<boolean>;
  /**
   * The source of the credentials that calls wait for at this moment, for messages: `profile "audit"`. Undefined: no call
   * waits for credentials. Absent: not known.
   */
  credentialsAwaited?(): string | undefined;
  /**
   * Present if the driver stands for clouds that cannot be asked, so that no list and no plan without them looks complete.
   * Every call fails with the reason. `scope.region` is then only a text for messages. Default: absent.
   */
  readonly unreadable?: UnreadableClouds;
  /** The SDK's client. Calls through it are not portable, and the engine does not limit their rate. */
  readonly native: unknown;
  /** Closes connections that the driver opened. A client that was passed in stays open. */
  close(): Promise<void>;
}

/** Clouds of the configuration that cannot be asked. */
export interface UnreadableClouds {
  /** The regions that they may have, with `*` and `?`. */
  readonly regions: readonly string[];
  /** Why they cannot be asked. */
  readonly error: CrosstagError;
}
