import type { Reference } from "../model/reference.ts";
import type { KeyLastUse, KeyMaterialDescription } from "../model/resource-description.ts";
import type { Failure } from "./failure.ts";
import type { QuotaRates } from "./quota.ts";

/** Whose credentials a driver uses. */
export interface CallerIdentity extends CallReceipt {
  /** Absent if this service cannot report the account, or has no resource yet whose name contains it. */
  readonly account?: string;
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

/** The cloud accepted a call that changes tags. */
export interface WriteReceipt extends CallReceipt {
  /**
   * Resources that were not changed although the call succeeded, each with its own failure. The others were changed.
   * Default: none.
   */
  readonly failed?: readonly ResourceFailure[];
}

/** The failure of one resource inside a success. */
export interface ResourceFailure {
  /** `Reference.id` of the resource. */
  readonly id: string;
  /** What happened to it. `scope` is `resource`, unless the same failure concerns the account. */
  readonly failure: Failure;
}

/** The cloud replaced the tags of a resource. */
export interface ReplaceReceipt extends CallReceipt {
  /** The version that the tags have now. Absent: the cloud has no versions. */
  readonly version?: string;
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
  /** When the material will be deleted, milliseconds since 1970. Absent: it is deleted at once. */
  readonly scheduledFor?: number;
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
  /** The versions of the resources' tags by `Reference.id`, for `replaceTags`. Absent: the cloud has no versions. */
  readonly versions?: ReadonlyMap<string, string>;
  /** As `ResourceDescription.owner`, by `Reference.id`, if the same answer says so. Absent: it does not. */
  readonly owners?: ReadonlyMap<string, string>;
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
