import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";

/** Within `limits.writeTags[kind]`. All references are of that kind; none is an alias. */
export interface WriteTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** Never empty. */
  readonly tags: TagSet;
  /** The shape to send, of `limits.shapes.writeTags[kind]`. Absent: the one that `limits.writeTags[kind]` describes. */
  readonly shape?: string;
}

/** Within `limits.removeTags[kind]`. All references are of that kind; none is an alias. */
export interface RemoveTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** Never an empty list. `all` only if `capabilities.removeAllTags` allows it. */
  readonly tagKeys: readonly string[] | "all";
  /** The shape to send, of `limits.shapes.removeTags[kind]`. Absent: the one that `limits.removeTags[kind]` describes. */
  readonly shape?: string;
}

/** Within `limits.changeTags[kind]`. All references are of that kind; none is an alias. */
export interface ChangeTagsCall {
  /** The kind of all resources in the call. */
  readonly kind: ResourceKind;
  /** Never empty, without duplicates. */
  readonly resources: readonly Reference[];
  /** The tags to set. Never empty. */
  readonly tags: TagSet;
  /** The tag keys to remove. Never empty, and none of `tags`. */
  readonly tagKeys: readonly string[];
}

/** All tags of one resource. */
export interface ReplaceTagsCall {
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** Never an alias. */
  readonly resource: Reference;
  /** Every tag that the resource has after the call. May be empty. */
  readonly tags: TagSet;
  /**
   * The version of the tags that were read. The cloud refuses the call if the resource has another one; `classify` returns
   * the code `conflict` then, with the retry class `transient`. Absent exactly if `writes.versioned` is false.
   */
  readonly version?: string;
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
  /**
   * Delete only this material. Never set if the cloud does not identify materials. Absent: the key's current or only one. If
   * the cloud has no such call, the driver refuses it as `invalid-state` and sends nothing.
   */
  readonly materialId?: string;
}

/** One page of request rates. */
export interface ReadQuotasCall {
  /** `next` of the previous page. Absent: the first page. */
  readonly cursor?: string;
}
