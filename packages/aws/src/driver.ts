import {
  DeleteImportedKeyMaterialCommand,
  type DeleteImportedKeyMaterialCommandOutput,
  DescribeKeyCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  type GetKeyPolicyCommandOutput,
  type KMSClient,
  ListAliasesCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import {
  type AccessPolicy,
  type AliasPage,
  type CallContext,
  type CallReceipt,
  CrosstagError,
  type DeleteKeyMaterialCall,
  type DeleteKeyMaterialReceipt,
  type DescribeResourceCall,
  DRIVER_CONTRACT,
  type DriverScope,
  type KeyMaterialList,
  type KmsDriver,
  type KmsProfile,
  type LastUseReceipt,
  type ListAliasesCall,
  type ListKeyMaterialsCall,
  type ListResourcesCall,
  type ReadAccessPolicyCall,
  type ReadLastUseCall,
  type ReadQuotasCall,
  type ReadTagsCall,
  type Reference,
  type RemoveTagsCall,
  type ResourceDescription,
  type ResourcePage,
  type TagPage,
  type WriteTagsCall,
} from "@crosstag/core/driver";
import type { CredentialSupply } from "@crosstag/driver-kit";
import type { AwsKmsDriver } from "./aws-kms-driver.ts";
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import type { KmsSender } from "./client.ts";
import { renewCredentialsOf } from "./credentials.ts";
import { describeKey, keyMetadataIn } from "./describe-key.ts";
import type { Dialect } from "./dialects.ts";
import { keyIdIn, placeOf } from "./key-arn.ts";
import { MOST_MATERIALS, toLastUse, toMaterialList } from "./key-information.ts";
import { malformed, requestIdOf } from "./check-answer.ts";
import { toAliasPage, toResourcePage, toTagPage } from "./pages.ts";
import { QUOTAS_OF_KMS } from "./quotas.ts";
import { readQuotas } from "./read-quotas.ts";
import type { Identity } from "./sdk-identity.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

/** What a driver is assembled from. */
export interface DriverParts {
  /** The data of the dialect, with the account's own quotas. */
  readonly profile: KmsProfile;
  /** How the service differs from AWS. */
  readonly dialect: Dialect;
  /** Region, and the account if it is configured. */
  readonly scope: DriverScope;
  /** Makes the calls. */
  readonly sender: KmsSender;
  /** The SDK's client: `native` of the driver. */
  readonly client: KMSClient;
  /** The source of its credentials, if the client was created here. */
  readonly supply: CredentialSupply<Identity> | undefined;
  /** Origin of the endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** Whose account the credentials belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
  /** Closes what belongs to the driver. */
  readonly close: () => void;
}

/** Assembles the driver. One method is one wire call. */
export function assembleDriver(parts: DriverParts): AwsKmsDriver {
  const { profile, dialect, scope, sender, client, supply, endpoint } = parts;
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    ...(endpoint !== undefined && { endpoint }),
    // Another service may ignore the account in an ARN.
    sendsFullNames: profile.sendsFullNames && endpoint === undefined,
    native: client,
    classify: (error) => classifyFleetFailure(error, supply?.origin),
    credentialsAwaited: () => supply?.awaited,
    renewCredentials: async () => (supply === undefined ? renewCredentialsOf(client) : supply.renew()),
    identify: (context) => parts.owner.identify(context),

    ...(dialect.quotaService && {
      readQuotas: (call: ReadQuotasCall, context: CallContext) =>
        readQuotas({ client, region: scope.region, endpoint }, QUOTAS_OF_KMS, call, context),
    }),

    async writeTags({ resources, tags }: WriteTagsCall, context: CallContext): Promise<CallReceipt> {
      const Tags = Array.from(tags, ([TagKey, TagValue]) => ({ TagKey, TagValue }));
      return requestIdOf(await sender.send(new TagResourceCommand({ KeyId: onlyKey(resources), Tags }), context));
    },

    async removeTags({ resources, tagKeys }: RemoveTagsCall, context: CallContext): Promise<CallReceipt> {
      if (tagKeys === "all") throw unsupported("AWS KMS cannot remove all tags in one call.");
      return requestIdOf(
        await sender.send(new UntagResourceCommand({ KeyId: onlyKey(resources), TagKeys: [...tagKeys] }), context),
      );
    },

    async readTags({ resources, cursor }: ReadTagsCall, context: CallContext): Promise<TagPage> {
      const key = only(resources);
      const command = new ListResourceTagsCommand({ KeyId: keyName(key), Limit: 50, Marker: cursor });
      return toTagPage(await sender.send(command, context), key, dialect);
    },

    async describeResource({ resource }: DescribeResourceCall, context: CallContext): Promise<ResourceDescription> {
      const answer = await sender.send(new DescribeKeyCommand({ KeyId: keyName(resource) }), context);
      return { ...describeKey(resource, keyMetadataIn(answer), dialect), ...requestIdOf(answer) };
    },

    async listResources({ cursor }: ListResourcesCall, context: CallContext): Promise<ResourcePage> {
      const answer = await sender.send(new ListKeysCommand({ Limit: 1000, Marker: cursor }), context);
      return toResourcePage(answer, profile.provider, dialect);
    },

    async listAliases({ cursor }: ListAliasesCall, context: CallContext): Promise<AliasPage> {
      const answer = await sender.send(new ListAliasesCommand({ Limit: 100, Marker: cursor }), context);
      return toAliasPage(answer, profile.provider, dialect);
    },

    async readAccessPolicy({ resource }: ReadAccessPolicyCall, context: CallContext): Promise<AccessPolicy> {
      const answer = await sender.send(new GetKeyPolicyCommand({ KeyId: keyName(resource) }), context);
      return { document: documentIn(answer), ...requestIdOf(answer) };
    },

    ...(dialect.materialIds && {
      async listKeyMaterials({ resource }: ListKeyMaterialsCall, context: CallContext): Promise<KeyMaterialList> {
        const command = new ListKeyRotationsCommand({
          KeyId: keyName(resource),
          IncludeKeyMaterial: "ALL_KEY_MATERIAL",
          Limit: MOST_MATERIALS,
        });
        return toMaterialList(await sender.send(command, context), dialect);
      },
    }),

    ...(dialect.lastUsage && {
      async readLastUse({ resource }: ReadLastUseCall, context: CallContext): Promise<LastUseReceipt> {
        return toLastUse(await sender.send(new GetKeyLastUsageCommand({ KeyId: keyName(resource) }), context));
      },
    }),

    async deleteKeyMaterial(
      { resource, materialId }: DeleteKeyMaterialCall,
      context: CallContext,
    ): Promise<DeleteKeyMaterialReceipt> {
      if (materialId !== undefined && !dialect.materialIds)
        throw unsupported(`${dialect.title} does not accept the id of the key material to delete.`);
      const command = new DeleteImportedKeyMaterialCommand({ KeyId: keyName(resource), KeyMaterialId: materialId });
      const answer = await sender.send(command, context);
      checkDeleted(answer, resource, materialId);
      // Answers had no fields before June 2025. A material id in the request names the deleted material, too.
      const deleted = answer.KeyMaterialId || materialId;
      return { ...(deleted !== undefined && { materialId: deleted }), ...requestIdOf(answer) };
    },

    async close(): Promise<void> {
      parts.close();
    },
  };

  function keyName(resource: Reference): string {
    return nameOf(profile, resource);
  }

  function onlyKey(resources: readonly Reference[]): string {
    return keyName(only(resources));
  }
}

function only(resources: readonly Reference[]): Reference {
  const [resource] = resources;
  if (resource === undefined || resources.length > 1) throw new TypeError("AWS KMS accepts exactly one key in a call.");
  return resource;
}

/** The full name, because AWS then refuses a key of another region or account itself. */
function nameOf({ sendsFullNames }: KmsProfile, { alias, id, partition, region, account, text }: Reference): string {
  // What a service of another maker takes besides its own ids is not known: it gets an ARN if the caller named one.
  if (!sendsFullNames && !text.startsWith("arn:")) return id;
  if (partition === undefined || region === undefined || account === undefined) return id;
  return `arn:${partition}:kms:${region}:${account}:${alias ? "" : "key/"}${id}`;
}

/** Compares a receipt with the request. @throws UnexpectedAnswerError if it is about another key or key material */
function checkDeleted(
  answer: DeleteImportedKeyMaterialCommandOutput,
  asked: Reference,
  materialId: string | undefined,
): void {
  const { KeyId: key, KeyMaterialId: deleted, $metadata } = answer;
  const names: readonly unknown[] = [key, deleted];
  for (const text of names)
    if (text !== undefined && text !== null && typeof text !== "string")
      throw malformed(answer, "a name of a key or material that is not text");
  const other = (what: string) =>
    new UnexpectedAnswerError(
      `AWS KMS confirmed the deletion of another ${what} than requested.`,
      $metadata.requestId,
      "Check the key and AWS CloudTrail before you continue.",
      true,
    );
  if (key) {
    const { region, account } = placeOf(key);
    if ((keyIdIn(key) ?? key) !== asked.id || differ(region, asked.region) || differ(account, asked.account))
      throw other("key");
  }
  if (deleted && materialId !== undefined && deleted !== materialId) throw other("key material");
}

function differ(given: string | undefined, known: string | undefined): boolean {
  return given !== undefined && known !== undefined && given !== known;
}

function documentIn(answer: GetKeyPolicyCommandOutput): unknown {
  try {
    const document: unknown = JSON.parse(answer.Policy ?? "");
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // The parser's error would quote the policy.
  }
  throw malformed(answer, "no policy document");
}

function unsupported(message: string): CrosstagError {
  return new CrosstagError({ code: "unsupported", provider: "aws", message });
}
