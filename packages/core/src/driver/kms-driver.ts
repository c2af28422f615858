import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference, ResourceKind, DriverScope, ReferenceGrammar } from "../model/reference.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { CallContext } from "./call-context.ts";
import type { CallLimits } from "./call-limits.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import type { Failure } from "./failure.ts";
import type { Permissions } from "./permissions.ts";
import type { Quota, QuotaRates } from "./quota.ts";
import type { KeyLastUse, KeyMaterialDescription, ResourceDescription } from "../model/resource-description.ts";

/** The version of this contract. The engine refuses a driver that was written for another version. */
export const DRIVER_CONTRACT = "crosstag/1";

/** How a cloud writes the policies that allow and deny access. */
export interface PolicyLanguage {
  /** The value of `Version` in a policy document. */
  readonly version: string;
  /**
   * The condition keys that stand for a tag of the resource, without the tag key: `aws:ResourceTag` in
   * `aws:ResourceTag/team`. Compared without regard to case.
   */
  readonly tagConditionKeys: readonly string[];
}

/** Everything about a cloud that is data and needs no client. `crosstag validate` and the documentation read it. */
export interface KmsProfile {
  /** The cloud's name in references and in the configuration: `aws`, `alibaba`. */
  readonly provider: string;
  /** The cloud's name in messages: `AWS KMS`. */
  readonly title: string;
  /** How the cloud names its resources. */
  readonly references: ReferenceGrammar;
  /** What the cloud can do, by operation and kind of resource. */
  readonly capabilities: Capabilities;
  /** How much fits in one wire call. */
  readonly limits: CallLimits;
  /** What the cloud requires of tags. */
  readonly rules: TagRules;
  /** The request rates that the cloud enforces. */
  readonly quotas: readonly Quota[];
  /** Whether the cloud reports the request rates of an account, so that `readQuotas` is there. Default: no. */
  readonly quotaDiscovery?: Capability | undefined;
  /** What a caller must be allowed to do. */
  readonly permissions: Permissions;
  /** The cloud's language of access policies. Absent: it has none, or its policies do not refer to tags. */
  readonly policyLanguage?: PolicyLanguage;
  /** Whether a page of tags has no row for an unknown resource: then a resource without rows may not exist. */
  readonly readTagsHidesUnknown: boolean;
  /**
   * Whether calls carry the full name, so that the cloud refuses a resource of another account. False: a call reaches the
   * account of the credentials, whatever account the name has.
   */
  readonly sendsFullNames: boolean;
  /**
   * Returns the https address of a resource's page in the cloud's console, for reports that people read; undefined if the
   * resource has no page of its own. Absent: the cloud has no console.
   */
  readonly consolePage?: (resource: ConsoleResource) => string | undefined;
}

/** What the address of a resource's page in a console is made of. */
export interface ConsoleResource {
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The region of the resource. */
  readonly region: string;
  /** The cloud's id of the resource: key id, secret name or certificate id. */
  readonly id: string;
}

/**
 * One cloud, account and region. One method is one wire call. Methods throw raw errors of the SDK, which `classify`
 * explains. A driver does not retry, wait for a quota or split a list: the engine does. A method is absent exactly if
 * `capabilities` gives a reason why the cloud does not support the operation for any kind.
 */
export interface KmsDriver extends KmsProfile {
  /** The version of the contract that the driver implements. */
  readonly contract: typeof DRIVER_CONTRACT;
  /** `account` is the configured one; `identify` returns the account of the credentials. */
  readonly scope: DriverScope;
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
  /** Sets tags on resources. Other tags must not change. */
  writeTags(call: WriteTagsCall, context: CallContext): Promise<CallReceipt>;
  /** Removes tags from resources. */
  removeTags(call: RemoveTagsCall, context: CallContext): Promise<CallReceipt>;
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

/** Within `limits.writeTags[kind]`. All references are of that kind; none is an alias. */
export interface WriteTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** Never empty. */
  readonly tags: TagSet;
}

/** Within `limits.removeTags[kind]`. All references are of that kind; none is an alias. */
export interface RemoveTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** Never an empty list. `all` only if `capabilities.removeAllTags` allows it. */
  readonly tagKeys: readonly string[] | "all";
}

/** Within `limits.readTags[kind]`. All references are of that kind; none is an alias. */
export interface ReadTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** `next` of the previous page. Absent: the first page. */
  readonly cursor?: string;
}

/** One resource to describe. */
export interface DescribeResourceCall {
  /** May be an alias if `capabilities.resolveAlias` allows it. */
  readonly resource: Reference;
}

/** One page of a list. */
export interface ListResourcesCall {
  /** The kind to list. */
  readonly kind: ResourceKind;
  /** `next` of the previous page. Absent: the first page. */
  readonly cursor?: string;
}

/** One page of the aliases of resources of one kind. */
export interface ListAliasesCall {
  /** The kind of the resources that the aliases name. */
  readonly kind: ResourceKind;
  /** `next` of the previous page. Absent: the first page. */
  readonly cursor?: string;
}

/** One resource whose policy is read. */
export interface ReadAccessPolicyCall {
  /** Never an alias. */
  readonly resource: Reference;
}

/** One key whose materials are listed. */
export interface ListKeyMaterialsCall {
  /** The key, as `describeResource` returned it: with its account and region if the cloud reports them. Never an alias. */
  readonly resource: Reference;
}

/** One key whose last use is read. */
export interface ReadLastUseCall {
  /** The key, as `describeResource` returned it: with its account and region if the cloud reports them. Never an alias. */
  readonly resource: Reference;
}

/** One key whose material is deleted. */
export interface DeleteKeyMaterialCall {
  /** The key. Never an alias. */
  readonly resource: Reference;
  /** Delete only this material. Absent: the key's current or only one. Never set if the cloud does not identify materials. */
  readonly materialId?: string;
}

/** Whose credentials a driver uses. */
export interface CallerIdentity extends CallReceipt {
  /** Absent if this service cannot report the account, or has no resource yet whose name contains it. */
  readonly account?: string;
}

/** One page of request rates. */
export interface ReadQuotasCall {
  /** `next` of the previous page. Absent: the first page. */
  readonly cursor?: string;
}

/** Request rates of the account and region. */
export interface QuotaPage extends CallReceipt {
  /** The rates of this page, of quotas in `quotas`. A quota on no page has its documented rate. */
  readonly rates: QuotaRates;
  /** The cursor of the next page. Absent: this is the last page. */
  readonly next?: string;
}

/** The cloud accepted the call. */
export interface CallReceipt {
  /** The cloud's id of the request, for support cases. */
  readonly requestId?: string;
}

/** Every material of a key. */
export interface KeyMaterialList extends CallReceipt {
  /** In any order. Empty: the key never had material. */
  readonly materials: readonly KeyMaterialDescription[];
}

/** When a key was last used. */
export interface LastUseReceipt extends CallReceipt {
  /** The last use, or since when the cloud has seen none. */
  readonly lastUse: KeyLastUse;
}

/** The cloud accepted a deletion. */
export interface DeleteKeyMaterialReceipt extends CallReceipt {
  /** The material that the cloud reports as deleted. The engine compares it with the requested one. */
  readonly materialId?: string;
}

/** The resource's own policy, for example an AWS key policy. */
export interface AccessPolicy extends CallReceipt {
  /** The document as parsed from JSON, in the cloud's own policy language. */
  readonly document: unknown;
}

/** One tag of one resource. */
export interface TagRow {
  /** `Reference.id` of the resource. */
  readonly id: string;
  /** The tag's key. */
  readonly key: string;
  /** The tag's value. */
  readonly value: string;
}

/** One page of the tags of resources. */
export interface TagPage extends CallReceipt {
  /** The tags of this page, in any order. */
  readonly rows: readonly TagRow[];
  /** The cursor of the next page. Absent: this is the last page. */
  readonly next?: string;
}

/** One page of a list of resources. */
export interface ResourcePage extends CallReceipt {
  /** The resources of this page. */
  readonly resources: readonly Reference[];
  /** The cursor of the next page. Absent: this is the last page. */
  readonly next?: string;
  /**
   * The number of resources in the whole list, for clouds that number their pages. Such pages shift when resources are
   * created or deleted meanwhile, so the engine compares the list with this number.
   */
  readonly total?: number;
  /** Entries of the page without a usable name. The engine reports at the end that the list has gaps. Default: 0. */
  readonly unreadable?: number;
}

/** One alias, and what it names now. */
export interface AliasRow {
  /** The alias, `alias/<name>` as its id; with account and region if the cloud reports them. */
  readonly alias: Reference;
  /** `Reference.id` of the resource that it names. */
  readonly id: string;
}

/** One page of a list of aliases, without aliases that name nothing. */
export interface AliasPage extends CallReceipt {
  /** The aliases of this page. */
  readonly aliases: readonly AliasRow[];
  /** The cursor of the next page. Absent: this is the last page. */
  readonly next?: string;
  /** The number of aliases in the whole list; see `ResourcePage.total`. */
  readonly total?: number;
  /** Entries of the page without a usable name; see `ResourcePage.unreadable`. Default: 0. */
  readonly unreadable?: number;
}
