import {
  CrosstagError,
  DRIVER_CONTRACT,
  type DescribeResourceCall,
  type DriverOperation,
  type DriverScope,
  type KmsDriver,
  type KmsProfile,
  type Reference,
  type RemoveTagsCall,
  type ResourceKind,
} from "@crosstag/core/driver";
import type { HttpTransport } from "@crosstag/driver-kit/http";
import type { AlibabaKmsDriver } from "./alibaba-kms-driver.ts";
import type { Assumptions } from "./assumptions.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { AlibabaClient, WireCall } from "./client.ts";
import { toKeyDescription, toSecretDescription } from "./describe-key.ts";
import type { Endpoint } from "./endpoint.ts";
import { guardAccount } from "./guard-account.ts";
import { ownEndpoint } from "./identify-caller.ts";
import { toAliasPage, toResourcePage, toTagPage, toTagPageOf } from "./pages.ts";
import type { KmsRequests } from "./requests.ts";
import type { Credentials } from "./sdk-credentials.ts";
import type { RequestSigner } from "./sign-request.ts";

/** What a driver is assembled from. */
export interface DriverParts {
  /** The data of the cloud. */
  readonly profile: KmsProfile;
  /** The quotas of the account. */
  readonly quotas: KmsProfile["quotas"];
  /** Region, and the account if it is configured. */
  readonly scope: DriverScope;
  /** What applies to undocumented behavior. */
  readonly assumptions: Assumptions;
  /** Builds the parameters of the calls. */
  readonly requests: KmsRequests;
  /** Makes the calls to KMS. */
  readonly client: AlibabaClient;
  /** Where calls get their credentials. */
  readonly credentials: Credentials;
  /** Gives the SDK's client: `native` of the driver. */
  readonly native: () => unknown;
  /** Signs the calls. */
  readonly signer: RequestSigner;
  /** The address of the service. */
  readonly endpoint: Endpoint;
  /** Sends the calls. */
  readonly transport: HttpTransport;
  /** Whose account the credentials belong to, if that is watched elsewhere. */
  readonly owner?: Pick<KmsDriver, "identify"> | undefined;
  /** As `KmsDriver.callTimeoutMs`. */
  readonly callTimeoutMs?: number | undefined;
  /** Closes what belongs to the driver. */
  readonly close: () => Promise<void>;
}

/** Assembles the driver. One method is one wire call. */
export function assembleDriver(parts: DriverParts): AlibabaKmsDriver {
  const { profile, scope, assumptions, requests, client, credentials, endpoint, callTimeoutMs } = parts;
  let native: unknown;
  const account =
    parts.owner ?? guardAccount({ ...parts, region: scope.region, accountConfigured: scope.account !== undefined });
  const batchFor = (kind: ResourceKind) => kind !== "certificate" && assumptions.tagOperations === "batch";

  const removal = (call: RemoveTagsCall): WireCall => {
    if (call.tagKeys === "all") requireSupport(profile, "removeAllTags", call.kind);
    else if (call.tagKeys.length === 0) throw refuse('The list of tag keys is empty. To remove all tags, pass "all".');
    return batchFor(call.kind) || call.tagKeys === "all"
      ? requests.untagResources(call)
      : requests.untagResource(only(call.resources), call.tagKeys);
  };

  return {
    ...profile,
    quotas: parts.quotas,
    contract: DRIVER_CONTRACT,
    scope,
    ...(callTimeoutMs !== undefined && { callTimeoutMs }),
    ...(!ownEndpoint(endpoint) && { endpoint: `${endpoint.protocol}//${endpoint.host}` }),
    get native() {
      return (native ??= parts.native());
    },
    identify: (context) => account.identify(context),
    classify: (error) => classifyFailure(error, assumptions, credentials.origin),
    renewCredentials: () => credentials.renew(),
    credentialsAwaited: () => credentials.awaited,
    close: () => parts.close(),

    async writeTags(call, context) {
      const { requestId } = await client.call(
        batchFor(call.kind) ? requests.tagResources(call) : requests.tagResource(only(call.resources), call.tags),
        context,
      );
      return { requestId };
    },

    async removeTags(call, context) {
      const { requestId } = await client.call(removal(call), context);
      return { requestId };
    },

    async readTags(call, context) {
      requireSupport(profile, "readTags", call.kind);
      if (batchFor(call.kind))
        return toTagPage(await client.call(requests.listTagResources(call), context), call.kind, call.cursor);
      const resource = only(call.resources);
      const request =
        call.kind === "key" ? requests.listResourceTags(resource) : requests.describeSecret(resource, true);
      return toTagPageOf(resource, await client.call(request, context));
    },

    async describeResource({ resource }: DescribeResourceCall, context) {
      requireSupport(profile, "describeResource", resource.kind);
      if (resource.kind === "secret")
        return toSecretDescription(await client.call(requests.describeSecret(resource, false), context), resource);
      return toKeyDescription(await client.call(requests.describeKey(resource), context), resource);
    },

    async listResources({ kind, cursor }, context) {
      requireSupport(profile, "listResources", kind);
      const page = Number(cursor ?? 1);
      return toResourcePage(
        await client.call(kind === "key" ? requests.listKeys(page) : requests.listSecrets(page), context),
        kind,
        page,
      );
    },

    async listAliases({ kind, cursor }, context) {
      requireSupport(profile, "listAliases", kind);
      const page = Number(cursor ?? 1);
      return toAliasPage(await client.call(requests.listAliases(page), context), page);
    },

    async deleteKeyMaterial({ resource, materialId }, context) {
      requireSupport(profile, "deleteKeyMaterial", resource.kind);
      if (resource.alias) throw refuse("To delete key material, name the key by its id, not by an alias.");
      if (materialId !== undefined) throw refuse("A key of Alibaba Cloud KMS has one key material, without an id.");
      const { requestId } = await client.call(requests.deleteKeyMaterial(resource), context);
      return { requestId };
    },
  };
}

function requireSupport({ capabilities }: KmsProfile, operation: DriverOperation, kind: ResourceKind): void {
  const capability = capabilities[operation][kind];
  if (capability?.support === "no")
    throw new CrosstagError({ code: "unsupported", provider: "alibaba", operation, message: capability.reason });
}

/** The single operations accept one resource; the engine knows this from the limits. */
function only(resources: readonly Reference[]): Reference {
  const [resource] = resources;
  if (resource === undefined || resources.length > 1)
    throw refuse("This operation accepts exactly one resource in a call.");
  return resource;
}

function refuse(message: string): CrosstagError {
  return new CrosstagError({ code: "invalid-request", provider: "alibaba", message });
}
