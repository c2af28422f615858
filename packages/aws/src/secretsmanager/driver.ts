import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type {
  AccessPolicy,
  AliasPage,
  CallContext,
  DescribeResourceCall,
  KmsDriver,
  KmsProfile,
  ListAliasesCall,
  ListResourcesCall,
  ReadAccessPolicyCall,
  ReadQuotasCall,
  ReadTagsCall,
  Reference,
  RemoveTagsCall,
  ResourceDescription,
  ResourcePage,
  TagPage,
  WriteReceipt,
  WriteTagsCall,
} from "@crosstag/core/driver";
import { malformed, requestIdOf } from "../check-answer.ts";
import { createSender } from "../client.ts";
import type { ServiceConnection } from "../connect-service.ts";
import { loadPackage } from "../load-package.ts";
import { openOnce } from "../open-once.ts";
import { readQuotas } from "../read-quotas.ts";
import { answersOf, arnOf, onlyOne, serviceBase, unsupportedAll } from "../service-base.ts";
import { describeSecret, toTagPage } from "./describe-secret.ts";
import { ERRORS } from "./errors.ts";
import { toAliasPage, toResourcePage } from "./pages.ts";
import { QUOTAS_OF_SECRETS } from "./quotas.ts";
import { nameOfAlias } from "./references.ts";
import { TITLE } from "./secret-arn.ts";

/** The largest page: 100 secrets with 50 tags each. */
const ANSWERS = answersOf(TITLE, { TagResource: [], UntagResource: [] }, 8 * 1024 * 1024);

/** Assembles the driver of AWS Secrets Manager. Its SDK is loaded by the first call. */
export function assembleSecretsDriver(profile: KmsProfile, connection: ServiceConnection): KmsDriver {
  const service = openOnce(() => openService(connection));
  const base = serviceBase(profile, connection, ERRORS);
  const idOf = (resource: Reference) => secretId(resource, base);

  async function list(cursor: string | undefined, context: CallContext) {
    const { sdk, sender } = await service.open();
    // Without IncludePlannedDeletion, secrets that are marked for deletion would be absent without a word.
    const input = { MaxResults: 100, NextToken: cursor, IncludePlannedDeletion: true };
    return sender.send(new sdk.ListSecretsCommand(input), context);
  }

  async function describe(resource: Reference, context: CallContext) {
    const { sdk, sender } = await service.open();
    return sender.send(new sdk.DescribeSecretCommand({ SecretId: idOf(resource) }), context);
  }

  return {
    ...base,
    get native(): SecretsManagerClient | undefined {
      return service.opened?.client;
    },

    readQuotas: (call: ReadQuotasCall, context: CallContext) => {
      const { base: client, scope, endpoint } = connection;
      return readQuotas({ client, region: scope.region, endpoint }, QUOTAS_OF_SECRETS, call, context);
    },

    async writeTags({ resources, tags }: WriteTagsCall, context: CallContext): Promise<WriteReceipt> {
      const { sdk, sender } = await service.open();
      const Tags = Array.from(tags, ([Key, Value]) => ({ Key, Value }));
      const command = new sdk.TagResourceCommand({ SecretId: idOf(onlyOne(resources, TITLE)), Tags });
      return requestIdOf(await sender.send(command, context));
    },

    async removeTags({ resources, tagKeys }: RemoveTagsCall, context: CallContext): Promise<WriteReceipt> {
      if (tagKeys === "all") throw unsupportedAll(TITLE);
      const { sdk, sender } = await service.open();
      const SecretId = idOf(onlyOne(resources, TITLE));
      return requestIdOf(await sender.send(new sdk.UntagResourceCommand({ SecretId, TagKeys: [...tagKeys] }), context));
    },

    async readTags({ resources }: ReadTagsCall, context: CallContext): Promise<TagPage> {
      const resource = onlyOne(resources, TITLE);
      return toTagPage(await describe(resource, context), resource);
    },

    async describeResource({ resource }: DescribeResourceCall, context: CallContext): Promise<ResourceDescription> {
      return describeSecret(await describe(resource, context), resource);
    },

    async listResources({ cursor }: ListResourcesCall, context: CallContext): Promise<ResourcePage> {
      return toResourcePage(await list(cursor, context), profile.provider);
    },

    async listAliases({ cursor }: ListAliasesCall, context: CallContext): Promise<AliasPage> {
      return toAliasPage(await list(cursor, context), profile.provider);
    },

    async readAccessPolicy({ resource }: ReadAccessPolicyCall, context: CallContext): Promise<AccessPolicy> {
      const { sdk, sender } = await service.open();
      const answer = await sender.send(new sdk.GetResourcePolicyCommand({ SecretId: idOf(resource) }), context);
      return { document: documentIn(answer), ...requestIdOf(answer) };
    },
  };
}

async function openService({ clientSettings, supply }: ServiceConnection) {
  const sdk = await loadPackage(
    "@aws-sdk/client-secrets-manager",
    TITLE,
    () => import("@aws-sdk/client-secrets-manager"),
  );
  const client = new sdk.SecretsManagerClient(clientSettings);
  return { sdk, client, sender: createSender(client, { form: ANSWERS, lean: true, supply }) };
}

/** A name stands for whichever secret has it now. An ARN names one secret, in its account. */
function secretId(resource: Reference, driver: Pick<KmsDriver, "scope" | "title">): string {
  if (resource.alias) return nameOfAlias(resource.id);
  return arnOf(resource, driver, { service: "secretsmanager", resource: `secret:${resource.id}` });
}

/** A secret without a policy has no such field. */
function documentIn(
  answer: Parameters<typeof malformed>[0] & { readonly ResourcePolicy?: string | undefined },
): unknown {
  if (!answer.ResourcePolicy) return { Version: "2012-10-17", Statement: [] };
  try {
    const document: unknown = JSON.parse(answer.ResourcePolicy);
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // The parser's error would quote the policy.
  }
  throw malformed(answer, "no policy document", TITLE);
}
