import type { Reference, ResourceKind } from "../model/reference.ts";
import type { DriverScope, ReferenceGrammar } from "../model/reference-grammar.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { CallContext } from "./call-context.ts";
import type { CallLimits } from "./call-limits.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Failure } from "./failure.ts";
import type { Permissions } from "./permissions.ts";
import type { Quota } from "./quota.ts";
import type { ResourceDescription } from "../model/resource-description.ts";

/** The version of this contract; the engine refuses a driver that was written for another. */
export const DRIVER_CONTRACT = "crosstag/1";

/** Everything about a cloud that is data and needs no client; the CLI's `validate` and the documentation read it. */
export interface KmsProfile {
  /** `aws`, `alibaba`… as in references and configuration. */
  readonly provider: string;
  /** For people: `AWS KMS`. */
  readonly title: string;
  readonly references: ReferenceGrammar;
  readonly capabilities: Capabilities;
  readonly limits: CallLimits;
  readonly rules: TagRules;
  readonly quotas: readonly Quota[];
  readonly permissions: Permissions;
  /** A page of tags is silent about unknown resources: a resource without rows may not exist at all. */
  readonly readTagsHidesUnknown: boolean;
  /**
   * Calls carry the full name, so that the cloud itself refuses one of another account. False: a call reaches the account
   * that the credentials belong to, whatever the name says.
   */
  readonly sendsFullNames: boolean;
}

/**
 * One cloud, account and region. One method is one wire call; raw errors of the SDK are thrown as they are and
 * `classify` explains them; nothing here retries, waits for a quota or splits a list.
 */
export interface KmsDriver extends KmsProfile {
  readonly contract: typeof DRIVER_CONTRACT;
  /** `account` as configured; whose credentials these really are, `identify` tells. */
  readonly scope: DriverScope;
  /** How long one call may take, milliseconds, unless the request says otherwise; default 15,000. */
  readonly callTimeoutMs?: number | undefined;
  /** Where calls go, if that is not the cloud's own endpoint: `https://kms.example.com`, `http://127.0.0.1:4566`. */
  readonly endpoint?: string;
  /**
   * Asks the cloud whose credentials these are: the one operation that may take several wire calls, because services
   * without STS tell it in the name of a resource only. The engine calls it once and remembers the answer.
   */
  identify(context: CallContext): Promise<CallerIdentity>;
  writeTags(call: WriteTagsCall, context: CallContext): Promise<CallReceipt>;
  removeTags(call: RemoveTagsCall, context: CallContext): Promise<CallReceipt>;
  readTags(call: ReadTagsCall, context: CallContext): Promise<TagPage>;
  /** Resolves an alias, too. Throws where the resource is not there. */
  describeResource(call: DescribeResourceCall, context: CallContext): Promise<ResourceDescription>;
  listResources(call: ListResourcesCall, context: CallContext): Promise<ResourcePage>;
  readAccessPolicy(call: ReadAccessPolicyCall, context: CallContext): Promise<AccessPolicy>;
  deleteKeyMaterial(call: DeleteKeyMaterialCall, context: CallContext): Promise<DeleteKeyMaterialReceipt>;
  classify(error: unknown): Failure;
  /**
   * Asks the source of the credentials once more, past every cache, after the cloud refused those in use. True: it gave
   * other credentials, and the calls are worth making again. Rejects as a call does if the source fails. Absent: there
   * is nothing to renew.
   */
  renewCredentials?(context: CallContext): Promise<boolean>;
  /** The SDK's client. What is done with it is not portable and not paced. */
  readonly native: unknown;
  /** Closes what the driver opened itself; a client that was passed in stays open. */
  close(): Promise<void>;
}

/** Within `limits.writeTags[kind]`; every reference is of that kind and none is an alias. */
export interface WriteTagsCall {
  readonly kind: ResourceKind;
  readonly resources: readonly Reference[];
  readonly tags: TagSet;
}

/** `tagKeys: "all"` only where `capabilities.removeAllTags` allows it; a list is never empty. */
export interface RemoveTagsCall {
  readonly kind: ResourceKind;
  readonly resources: readonly Reference[];
  readonly tagKeys: readonly string[] | "all";
}

export interface ReadTagsCall {
  readonly kind: ResourceKind;
  readonly resources: readonly Reference[];
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface DescribeResourceCall {
  readonly resource: Reference;
  /**
   * Also list the key's materials, where the cloud can and `resource` is an external key. A refusal of that does not
   * fail the call: it is told in `materialsProblem`. What may pass (throttling, a fault of the service) is thrown.
   */
  readonly withMaterials?: boolean;
  /** Also ask when the key was last used, where the cloud records it. A failure of that never fails the call. */
  readonly withLastUse?: boolean;
}

export interface ListResourcesCall {
  readonly kind: ResourceKind;
  readonly cursor?: string;
}

export interface ReadAccessPolicyCall {
  readonly resource: Reference;
}

export interface DeleteKeyMaterialCall {
  readonly resource: Reference;
  /** Delete this material and no other. AWS symmetric keys only. */
  readonly materialId?: string;
}

/** Whose credentials a driver uses. */
export interface CallerIdentity extends CallReceipt {
  /** Absent when this service has no way to tell, or has nothing yet whose name tells. */
  readonly account?: string;
}

/** The cloud said yes. */
export interface CallReceipt {
  readonly requestId?: string;
}

export interface DeleteKeyMaterialReceipt extends CallReceipt {
  /** The material that the cloud says it has deleted; the engine compares it with the one that was named. */
  readonly materialId?: string;
}

/** What stands at the resource itself about who may use it: for AWS, the key policy. */
export interface AccessPolicy extends CallReceipt {
  /** The document as parsed from JSON, in the cloud's own policy language. */
  readonly document: unknown;
}

export interface TagRow {
  /** `Reference.id` of the resource that carries it. */
  readonly id: string;
  readonly key: string;
  readonly value: string;
}

export interface TagPage extends CallReceipt {
  readonly rows: readonly TagRow[];
  /** Present where there is another page. */
  readonly next?: string;
}

export interface ResourcePage extends CallReceipt {
  readonly resources: readonly Reference[];
  /** Present where there is another page. */
  readonly next?: string;
  /**
   * How many resources the whole list has, for a cloud that says so and counts its pages: such pages shift when
   * resources come and go meanwhile, and the engine holds them against this.
   */
  readonly total?: number;
  /** Entries of the page that name no resource; absent: none. The engine says at the end that the list has gaps. */
  readonly unreadable?: number;
}
