import {
  type CallContext,
  CrosstagError,
  DRIVER_CONTRACT,
  type DriverOperation,
  type DriverScope,
  type DriverWith,
  type KmsDriver,
  type KmsProfile,
  type Reference,
  type WriteReceipt,
  type WriteTagsCall,
} from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { TencentCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { TencentClient, WireCall } from "./client.ts";
import type { Credentials } from "./credentials.ts";
import { toKeyDescription } from "./describe-key.ts";
import { toSecretDescription } from "./describe-secret.ts";
import { toWriteReceipt } from "./failed-resources.ts";
import { ATTACH, DETACH } from "./limits.ts";
import { tagCursorOf, toResourcePage, toTagPage } from "./pages.ts";
import { KNOWN_TAG, UNKNOWN_TAG } from "./refusals.ts";
import type { Requests } from "./requests.ts";
import type { ResourceType } from "./resource-type.ts";
import type { TencentKmsDriver } from "./tencent-kms-driver.ts";

/** What a driver is assembled from. */
export interface DriverParts {
  /** The type of its resources. */
  readonly type: ResourceType;
  /** The data of the service, with the account's own quotas. */
  readonly profile: KmsProfile;
  /** Region, and the account if it is configured. */
  readonly scope: DriverScope;
  /** What applies to undocumented behavior. */
  readonly assumptions: Assumptions;
  /** Builds the parameters of the calls. */
  readonly requests: Requests;
  /** Makes the calls. */
  readonly client: TencentClient;
  /** Where calls get their credentials. */
  readonly credentials: Credentials;
  /** Whose account they belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
  /** The SDK's client of the service: `native` of the driver. */
  readonly native: unknown;
  /** The endpoint from the settings; undefined if it is Tencent Cloud's own. */
  readonly endpoint: string | undefined;
  /** Closes what belongs to the driver. */
  readonly close: () => Promise<void>;
}

/** A driver for resources with tags: what those of KMS and of Secrets Manager have in common. */
export type TaggingDriver = DriverWith<
  "writeTags" | "removeTags" | "changeTags" | "describeResource" | "listResources"
>;

/** Assembles a driver. One method is one wire call, except for a tag that the account does not have yet. */
export function assembleDriver(parts: DriverParts): TaggingDriver {
  const { type, profile, scope, assumptions, requests, client, credentials, owner } = parts;
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope,
    ...(parts.endpoint !== undefined && { endpoint: parts.endpoint }),
    native: parts.native,
    identify: (context) => owner.identify(context),
    classify: (error) => classifyFailure(error, assumptions, credentials.origin),
    renewCredentials: () => credentials.renew(),
    credentialsAwaited: () => credentials.awaited,
    close: () => parts.close(),

    async writeTags(call, context) {
      requireSupport(profile, "writeTags", call.kind);
      if (call.shape === ATTACH.shape) return attach(parts, call, context);
      return toWriteReceipt(await client.call(requests.tagResources(call), context), call.resources);
    },

    async removeTags(call, context) {
      requireSupport(profile, "removeTags", call.kind);
      const { resources, tagKeys, shape } = call;
      if (tagKeys === "all") {
        requireSupport(profile, "removeAllTags", call.kind);
        throw refuse("The Tag service has no form for all tag keys.");
      }
      const [tagKey] = tagKeys;
      if (tagKey === undefined) throw refuse("The list of tag keys is empty.");
      if (shape === DETACH.shape) return receiptOf(client, requests.detachResourcesTag(call, tagKey), context);
      return toWriteReceipt(await client.call(requests.untagResources(resources, tagKeys), context), resources);
    },

    async changeTags(call, context) {
      requireSupport(profile, "writeTags", call.kind);
      const [resource, ...others] = call.resources;
      if (resource === undefined || others.length > 0) throw refuse("ModifyResourceTags changes exactly one resource.");
      return receiptOf(client, requests.modifyResourceTags(resource, call), context);
    },

    async readTags(call, context) {
      requireSupport(profile, "readTags", call.kind);
      const cursor = tagCursorOf(call.cursor);
      const request = requests.describeResourceTags(call, cursor.offset, assumptions.tagRowsPerPage);
      return toTagPage(await client.call(request, context), cursor, type);
    },

    async describeResource({ resource }, context) {
      requireSupport(profile, "describeResource", resource.kind);
      return type.kind === "key"
        ? toKeyDescription(await client.call(requests.describeKey(resource), context), resource)
        : toSecretDescription(await client.call(requests.describeSecret(resource), context), resource);
    },

    async listResources({ kind, cursor }, context) {
      requireSupport(profile, "listResources", kind);
      const offset = Number(cursor ?? 0);
      const request = type.kind === "key" ? requests.listKeyDetail(offset) : requests.listSecrets(offset);
      return toResourcePage(await client.call(request, context), offset, type);
    },
  };
}

/** Assembles the driver of KMS, which can also delete key material. */
export function assembleKmsDriver(parts: DriverParts): TencentKmsDriver {
  const { profile, requests, client } = parts;
  return {
    ...assembleDriver(parts),
    async deleteKeyMaterial({ resource, materialId }, context) {
      requireSupport(profile, "deleteKeyMaterial", resource.kind);
      if (materialId !== undefined) throw refuse("A key of Tencent Cloud KMS has one key material, without an id.");
      if (resource.alias) throw refuse("To delete key material, name the key by its whole name.");
      const { requestId } = await client.call(requests.deleteImportedKeyMaterial(resource), context);
      return { requestId };
    },
  };
}

async function receiptOf(client: TencentClient, request: WireCall, context: CallContext): Promise<WriteReceipt> {
  const { requestId } = await client.call(request, context);
  return { requestId };
}

/**
 * Sets one tag on many resources. A tag that the account does not have is created once, and the call is repeated. Nothing
 * was changed by then, and one that another program creates at this moment is as good.
 */
async function attach(
  { client, requests }: DriverParts,
  call: WriteTagsCall,
  context: CallContext,
): Promise<WriteReceipt> {
  const request = requests.attachResourcesTag(call);
  try {
    return await receiptOf(client, request, context);
  } catch (error) {
    if (!isRefusal(error, UNKNOWN_TAG)) throw error;
  }
  try {
    await client.call(requests.createTag(call.tags), context);
  } catch (error) {
    if (!isRefusal(error, KNOWN_TAG)) throw error;
  }
  return receiptOf(client, request, context);
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof TencentCallError && error.problem.kind === "refused" && error.problem.code === code;
}

function requireSupport(profile: KmsProfile, operation: DriverOperation, kind: Reference["kind"]): void {
  const capability = profile.capabilities[operation][kind];
  if (capability?.support === "yes") return;
  const message =
    capability?.support === "no" ? capability.reason : `${profile.title} has no resources of kind ${kind}.`;
  throw new CrosstagError({ code: "unsupported", provider: "tencent", operation, message });
}

function refuse(message: string): CrosstagError {
  return new CrosstagError({ code: "invalid-request", provider: "tencent", message });
}
