import type {
  ChangeTagsCall,
  DriverScope,
  ReadTagsCall,
  Reference,
  RemoveTagsCall,
  TagSet,
  WriteTagsCall,
} from "@crosstag/core/driver";
import type { WireCall } from "./client.ts";
import { ownIdOf, resourceNameOf } from "./references.ts";
import type { ResourceType } from "./resource-type.ts";
import { KMS, SSM, TAG } from "./services.ts";

/** The largest page of ListKeyDetail; that of ListSecrets is not documented and assumed to be the same. */
export const RESOURCES_PER_PAGE = 200;

/** The parameters of every operation. */
export class Requests {
  readonly #scope: DriverScope;
  readonly #type: ResourceType;

  constructor(scope: DriverScope, type: ResourceType) {
    this.#scope = scope;
    this.#type = type;
  }

  /** Sets up to 10 tags on up to 10 resources; tags that do not exist are created. */
  tagResources({ resources, tags }: WriteTagsCall): WireCall {
    return this.#forNames("TagResources", resources, { Tags: tagList(tags) });
  }

  /** Sets one tag, which exists, on up to 50 resources, none of which has the tag key. */
  attachResourcesTag({ resources, tags }: WriteTagsCall): WireCall {
    const [[TagKey, TagValue] = ["", ""]] = tags;
    return this.#forIds("AttachResourcesTag", resources, { TagKey, TagValue });
  }

  /** Creates a tag of the account. */
  createTag(tags: TagSet): WireCall {
    const [[TagKey, TagValue] = ["", ""]] = tags;
    return { service: TAG, action: "CreateTag", parameters: { TagKey, TagValue } };
  }

  /** Removes up to 10 tag keys from up to 10 resources. */
  untagResources(resources: readonly Reference[], tagKeys: readonly string[]): WireCall {
    return this.#forNames("UnTagResources", resources, { TagKeys: tagKeys });
  }

  /** Removes one tag key from up to 50 resources. */
  detachResourcesTag({ resources }: RemoveTagsCall, tagKey: string): WireCall {
    return this.#forIds("DetachResourcesTag", resources, { TagKey: tagKey });
  }

  /** Sets and removes tags of one resource. */
  modifyResourceTags(resource: Reference, { tags, tagKeys }: ChangeTagsCall): WireCall {
    const parameters = {
      Resource: resourceNameOf(this.#type, resource, this.#scope),
      ReplaceTags: tagList(tags),
      DeleteTags: tagKeys.map((TagKey) => ({ TagKey })),
    };
    return { service: TAG, action: "ModifyResourceTags", parameters };
  }

  /** Reads a page of the tags of up to 50 resources. System tags, which users cannot change, are left out. */
  describeResourceTags({ resources }: ReadTagsCall, offset: number, limit: number): WireCall {
    const page = { Offset: offset, Limit: limit, Category: "Custom" };
    return this.#forIds("DescribeResourceTagsByResourceIds", resources, page);
  }

  /** Describes a key. */
  describeKey(resource: Reference): WireCall {
    return { service: KMS, action: "DescribeKey", parameters: { KeyId: ownIdOf(resource) } };
  }

  /**
   * Lists a page of the account's own keys. Without `KeyUsage` asymmetric keys are missing, and without `Limit` a page has 10
   * keys. By the time of creation, so that a key that is created meanwhile is on the last page.
   */
  listKeyDetail(offset: number): WireCall {
    const parameters = {
      Offset: offset,
      Limit: RESOURCES_PER_PAGE,
      Role: 0,
      OrderType: 1,
      Origin: "ALL",
      KeyUsage: "ALL",
    };
    return { service: KMS, action: "ListKeyDetail", parameters };
  }

  /** Describes a secret. */
  describeSecret(resource: Reference): WireCall {
    return { service: SSM, action: "DescribeSecret", parameters: { SecretName: ownIdOf(resource) } };
  }

  /** Lists a page of the secrets that users made, by the time of creation. Without `Limit` a page has 20. */
  listSecrets(offset: number): WireCall {
    const parameters = { Offset: offset, Limit: RESOURCES_PER_PAGE, OrderType: 1, SecretType: 0 };
    return { service: SSM, action: "ListSecrets", parameters };
  }

  /** Deletes the imported material of a key. */
  deleteImportedKeyMaterial(resource: Reference): WireCall {
    return { service: KMS, action: "DeleteImportedKeyMaterial", parameters: { KeyId: ownIdOf(resource) } };
  }

  #forNames(action: string, resources: readonly Reference[], more: Readonly<Record<string, unknown>>): WireCall {
    const ResourceList = resources.map((resource) => resourceNameOf(this.#type, resource, this.#scope));
    return { service: TAG, action, parameters: { ResourceList, ...more }, resources: resources.length };
  }

  #forIds(action: string, resources: readonly Reference[], more: Readonly<Record<string, unknown>>): WireCall {
    const parameters = {
      ServiceType: this.#type.service.name,
      ResourcePrefix: this.#type.kind,
      ResourceRegion: this.#scope.region,
      ResourceIds: resources.map(({ id }) => id),
      ...more,
    };
    return { service: TAG, action, parameters, resources: resources.length };
  }
}

function tagList(tags: TagSet): readonly { readonly TagKey: string; readonly TagValue: string }[] {
  return Array.from(tags, ([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
