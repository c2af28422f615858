import {
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GetKeyPolicyCommandOutput,
  type KeyMetadata,
  type KMSClient,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  type RotationsListEntry,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import {
  type AccessPolicy,
  type CallContext,
  type CallReceipt,
  CrosstagError,
  type DeleteKeyMaterialCall,
  type DeleteKeyMaterialReceipt,
  type DescribeResourceCall,
  DRIVER_CONTRACT,
  type DriverScope,
  type KmsDriver,
  type KmsProfile,
  type ListResourcesCall,
  type ReadAccessPolicyCall,
  type ReadTagsCall,
  type Reference,
  type RemoveTagsCall,
  type ResourceDescription,
  type ResourcePage,
  type TagPage,
  type WriteTagsCall,
} from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import type { KmsSender } from "./client.ts";
import { describeKey } from "./describe-key.ts";
import type { Dialect } from "./dialects.ts";
import { placeOf } from "./key-arn.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

export interface DriverParts {
  readonly profile: KmsProfile;
  readonly dialect: Dialect;
  readonly scope: DriverScope;
  readonly sender: KmsSender;
  readonly client: KMSClient;
  /** The client was made here, and closes with the driver. */
  readonly ownsClient: boolean;
}

interface Metadata {
  readonly $metadata: { readonly requestId?: string | undefined };
}

interface Page extends Metadata {
  readonly Truncated?: boolean | undefined;
  readonly NextMarker?: string | undefined;
}

export function assembleDriver({ profile, dialect, scope, sender, client, ownsClient }: DriverParts): KmsDriver {
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    native: client,
    classify: classifyFailure,

    async writeTags({ resources, tags }: WriteTagsCall, context: CallContext): Promise<CallReceipt> {
      const Tags = Array.from(tags, ([TagKey, TagValue]) => ({ TagKey, TagValue }));
      return receiptOf(await sender.send(new TagResourceCommand({ KeyId: onlyKey(resources), Tags }), context));
    },

    async removeTags({ resources, tagKeys }: RemoveTagsCall, context: CallContext): Promise<CallReceipt> {
      if (tagKeys === "all") throw unsupported("AWS KMS cannot take away all tags in one call.");
      return receiptOf(
        await sender.send(new UntagResourceCommand({ KeyId: onlyKey(resources), TagKeys: [...tagKeys] }), context),
      );
    },

    async readTags({ resources, cursor }: ReadTagsCall, context: CallContext): Promise<TagPage> {
      const answer = await sender.send(
        new ListResourceTagsCommand({ KeyId: onlyKey(resources), Limit: 50, Marker: cursor }),
        context,
      );
      const { id = "" } = resources[0] ?? {};
      const rows = listIn(answer, answer.Tags).map(({ TagKey: key, TagValue: value = "" }) => {
        if (key === undefined)
          throw new UnexpectedAnswerError("A tag in the answer has no key.", answer.$metadata.requestId);
        return { id, key, value };
      });
      return { rows, ...nextOf(answer), ...receiptOf(answer) };
    },

    /** Two wire calls where materials are asked for and the key can have several: DescribeKey, ListKeyRotations. */
    async describeResource(
      { resource, withMaterials }: DescribeResourceCall,
      context: CallContext,
    ): Promise<ResourceDescription> {
      const answer = await sender.send(new DescribeKeyCommand({ KeyId: keyName(resource) }), context);
      const metadata = answer.KeyMetadata;
      if (!hasKeyId(metadata))
        throw new UnexpectedAnswerError("The answer describes no key.", answer.$metadata.requestId);
      const rotations = withMaterials && dialect.materialIds ? await listMaterials(metadata, context) : undefined;
      return { ...describeKey(resource, metadata, rotations), ...receiptOf(answer) };
    },

    async listResources({ cursor }: ListResourcesCall, context: CallContext): Promise<ResourcePage> {
      const answer = await sender.send(new ListKeysCommand({ Limit: 1000, Marker: cursor }), context);
      const resources = listIn(answer, answer.Keys).map(({ KeyId: id, KeyArn: arn }): Reference => {
        if (id === undefined)
          throw new UnexpectedAnswerError("A key in the answer has no id.", answer.$metadata.requestId);
        return { provider: profile.provider, kind: "key", id, alias: false, ...placeOf(arn), text: arn ?? id };
      });
      return { resources, ...nextOf(answer), ...receiptOf(answer) };
    },

    async readAccessPolicy({ resource }: ReadAccessPolicyCall, context: CallContext): Promise<AccessPolicy> {
      const answer = await sender.send(new GetKeyPolicyCommand({ KeyId: keyName(resource) }), context);
      return { document: documentIn(answer), ...receiptOf(answer) };
    },

    async deleteKeyMaterial(
      { resource, materialId }: DeleteKeyMaterialCall,
      context: CallContext,
    ): Promise<DeleteKeyMaterialReceipt> {
      if (materialId !== undefined && !dialect.materialIds)
        throw unsupported(`${dialect.title} cannot be told which material to delete.`);
      const command = new DeleteImportedKeyMaterialCommand({ KeyId: keyName(resource), KeyMaterialId: materialId });
      const answer = await sender.send(command, context);
      // Answers had no fields before June 2025; what was pinned is what was deleted.
      const deleted = answer.KeyMaterialId || materialId;
      return { ...(deleted !== undefined && { materialId: deleted }), ...receiptOf(answer) };
    },

    async close(): Promise<void> {
      if (ownsClient) client.destroy();
    },
  };

  async function listMaterials(
    key: KeyMetadata,
    context: CallContext,
  ): Promise<readonly RotationsListEntry[] | undefined> {
    if (key.Origin !== "EXTERNAL" || key.KeySpec !== "SYMMETRIC_DEFAULT") return undefined;
    try {
      const command = new ListKeyRotationsCommand({
        KeyId: key.Arn ?? key.KeyId,
        IncludeKeyMaterial: "ALL_KEY_MATERIAL",
        Limit: 1000,
      });
      const answer = await sender.send(command, context);
      if (answer.Truncated)
        throw new UnexpectedAnswerError("The key has more materials than one page holds.", answer.$metadata.requestId);
      return listIn(answer, answer.Rotations);
    } catch (error) {
      // Multi-Region and deleted keys may have nothing to list; what DescribeKey says stays true.
      if (error instanceof Error && /^(?:UnsupportedOperation|KMSInvalidState)Exception$/.test(error.name))
        return undefined;
      throw error;
    }
  }

  function listIn<Item>(answer: Metadata, list: readonly Item[] | undefined): readonly Item[] {
    if (list !== undefined) return list;
    if (!dialect.listsAlwaysPresent) return [];
    throw new UnexpectedAnswerError("The answer holds no list.", answer.$metadata.requestId);
  }
}

/** The full name where it is known, because AWS then refuses a key of another region or account itself. */
function keyName({ alias, id, partition, region, account }: Reference): string {
  if (partition === undefined || region === undefined || account === undefined) return id;
  return `arn:${partition}:kms:${region}:${account}:${alias ? "" : "key/"}${id}`;
}

function onlyKey(resources: readonly Reference[]): string {
  const [resource] = resources;
  if (resource === undefined || resources.length > 1) throw new TypeError("AWS KMS takes exactly one key in a call.");
  return keyName(resource);
}

function hasKeyId(metadata: KeyMetadata | undefined): metadata is KeyMetadata & { KeyId: string } {
  return typeof metadata?.KeyId === "string" && metadata.KeyId !== "";
}

function documentIn({ Policy, $metadata }: GetKeyPolicyCommandOutput): unknown {
  try {
    return JSON.parse(Policy ?? "");
  } catch {
    // The parser's own error would quote the policy.
    throw new UnexpectedAnswerError("The answer holds no policy document.", $metadata.requestId);
  }
}

function nextOf({ Truncated, NextMarker, $metadata }: Page): { next?: string } {
  if (!Truncated) return {};
  if (!NextMarker)
    throw new UnexpectedAnswerError("The answer is cut short and does not say how to go on.", $metadata.requestId);
  return { next: NextMarker };
}

function receiptOf({ $metadata: { requestId } }: Metadata): CallReceipt {
  return requestId === undefined ? {} : { requestId };
}

function unsupported(message: string): CrosstagError {
  return new CrosstagError({ code: "unsupported", provider: "aws", message });
}
