import type { Reference, ReadTagsCall, RemoveTagsCall, TagSet, WriteTagsCall } from "@crosstag/core/driver";
import type { WireCall } from "./client.ts";
import type { KmsModels } from "./sdk.ts";

/** The largest page of ListKeys, ListSecrets and ListAliases. */
const PAGE_SIZE = 100;

/**
 * The parameters of every operation, by the typed requests of `@alicloud/kms20160120` 1.2.0 as far as it has them: it
 * has neither the batch operations nor CertificateId.
 */
export class KmsRequests {
  readonly #models: KmsModels;
  readonly #region: string;

  constructor(models: KmsModels, region: string) {
    this.#models = models;
    this.#region = region;
  }

  /** Sets tags on up to 50 keys or secrets. */
  tagResources({ kind, resources, tags }: WriteTagsCall): WireCall {
    return this.#batch("TagResources", kind, resources, { Tag: Array.from(tags, ([Key, Value]) => ({ Key, Value })) });
  }

  /** KMS reads `All` if the request has no tag keys, also for an empty list. So `All` is sent for `all` only. */
  untagResources({ kind, resources, tagKeys }: RemoveTagsCall): WireCall {
    return this.#batch("UntagResources", kind, resources, tagKeys === "all" ? { All: true } : { TagKey: tagKeys });
  }

  /** Reads a page of 200 rows of the tags of up to 50 keys or secrets. */
  listTagResources({ kind, resources, cursor }: ReadTagsCall): WireCall {
    return this.#batch("ListTagResources", kind, resources, cursor === undefined ? {} : { NextToken: cursor });
  }

  /** Sets up to 10 tags on one resource. */
  tagResource(resource: Reference, tags: TagSet): WireCall {
    const json = JSON.stringify(Array.from(tags, ([TagKey, TagValue]) => ({ TagKey, TagValue })));
    const parameters =
      resource.kind === "certificate"
        ? { CertificateId: resource.id, Tags: json }
        : new this.#models.TagResourceRequest({ ...target(resource), tags: json }).toMap();
    return { action: "TagResource", parameters };
  }

  /** Removes named tags from one resource. */
  untagResource(resource: Reference, tagKeys: readonly string[]): WireCall {
    const json = JSON.stringify(tagKeys);
    const parameters =
      resource.kind === "certificate"
        ? { CertificateId: resource.id, TagKeys: json }
        : new this.#models.UntagResourceRequest({ ...target(resource), tagKeys: json }).toMap();
    return { action: "UntagResource", parameters };
  }

  /** Reads all tags of a key. */
  listResourceTags({ id }: Reference): WireCall {
    return { action: "ListResourceTags", parameters: new this.#models.ListResourceTagsRequest({ keyId: id }).toMap() };
  }

  /** Describes a key, or the key of an alias. */
  describeKey({ id }: Reference): WireCall {
    return { action: "DescribeKey", parameters: new this.#models.DescribeKeyRequest({ keyId: id }).toMap() };
  }

  /** Describes a secret; with `fetchTags` also its tags. */
  describeSecret({ id }: Reference, fetchTags: boolean): WireCall {
    const parameters = new this.#models.DescribeSecretRequest({ secretName: id, fetchTags: String(fetchTags) }).toMap();
    return { action: "DescribeSecret", parameters };
  }

  /** Lists a page of keys, from page 1. */
  listKeys(pageNumber: number, pageSize = PAGE_SIZE): WireCall {
    return {
      action: "ListKeys",
      parameters: new this.#models.ListKeysRequest({ pageNumber, pageSize }).toMap(),
    };
  }

  /** Lists a page of aliases, from page 1. */
  listAliases(pageNumber: number, pageSize = PAGE_SIZE): WireCall {
    return {
      action: "ListAliases",
      parameters: new this.#models.ListAliasesRequest({ pageNumber, pageSize }).toMap(),
    };
  }

  /** Lists a page of secrets, from page 1. */
  listSecrets(pageNumber: number, pageSize = PAGE_SIZE): WireCall {
    return {
      action: "ListSecrets",
      parameters: new this.#models.ListSecretsRequest({ pageNumber, pageSize }).toMap(),
    };
  }

  /** Deletes the imported material of a key. */
  deleteKeyMaterial({ id }: Reference): WireCall {
    return {
      action: "DeleteKeyMaterial",
      parameters: new this.#models.DeleteKeyMaterialRequest({ keyId: id }).toMap(),
    };
  }

  #batch(
    action: string,
    kind: string,
    resources: readonly Reference[],
    more: Readonly<Record<string, unknown>>,
  ): WireCall {
    const parameters = {
      RegionId: this.#region,
      ResourceType: kind,
      ResourceId: resources.map(({ id }) => id),
      ...more,
    };
    return { action, parameters, resources: resources.length };
  }
}

function target({ kind, id }: Reference): { readonly keyId: string } | { readonly secretName: string } {
  return kind === "key" ? { keyId: id } : { secretName: id };
}
