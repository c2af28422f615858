import type { ACMClient, CertificateKeyPairOrigin, KeyAlgorithm } from "@aws-sdk/client-acm";
import type {
  CallContext,
  DescribeResourceCall,
  KmsDriver,
  KmsProfile,
  ListResourcesCall,
  ReadTagsCall,
  Reference,
  RemoveTagsCall,
  ResourceDescription,
  ResourcePage,
  TagPage,
  WriteReceipt,
  WriteTagsCall,
} from "@crosstag/core/driver";
import { requestIdOf } from "../check-answer.ts";
import { createSender } from "../client.ts";
import type { ServiceConnection } from "../connect-service.ts";
import { loadPackage } from "../load-package.ts";
import { openOnce } from "../open-once.ts";
import { answersOf, arnOf, onlyOne, serviceBase, unsupportedAll } from "../service-base.ts";
import { TITLE } from "./certificate-arn.ts";
import { describeCertificate } from "./describe-certificate.ts";
import { ERRORS } from "./errors.ts";
import { toResourcePage, toTagPage } from "./pages.ts";

/**
 * The largest page: 1,000 certificates with many names each. Whether a certificate without tags has an empty list of them or
 * none is not documented (2026-11-29): another answer without the list must not pass for that.
 */
const ANSWERS = answersOf(
  TITLE,
  { AddTagsToCertificate: [], RemoveTagsFromCertificate: [], ListTagsForCertificate: ["Tags"] },
  8 * 1024 * 1024,
);

/** Without them ListCertificates hides all certificates except those with RSA keys of at most 2,048 bits. */
const KEY_TYPES: KeyAlgorithm[] = [
  "RSA_1024",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
];
/** Without them ListCertificates hides certificates that were requested with ACME. */
const ORIGINS: CertificateKeyPairOrigin[] = ["AWS_MANAGED", "CUSTOMER_PROVIDED", "ACME"];

/**
 * Assembles the driver of AWS Certificate Manager. Its SDK is loaded by the first call. ACM's TagResource, UntagResource and
 * ListTagsForResource are for its other resources, not for certificates (API reference, verified 2026-11-29).
 */
export function assembleCertificatesDriver(profile: KmsProfile, connection: ServiceConnection): KmsDriver {
  const service = openOnce(() => openService(connection));
  const base = serviceBase(profile, connection, ERRORS);
  const arnIn = (resource: Reference) =>
    arnOf(resource, base, { service: "acm", resource: `certificate/${resource.id}` });
  return {
    ...base,
    get native(): ACMClient | undefined {
      return service.opened?.client;
    },

    async writeTags({ resources, tags }: WriteTagsCall, context: CallContext): Promise<WriteReceipt> {
      const { sdk, sender } = await service.open();
      const Tags = Array.from(tags, ([Key, Value]) => ({ Key, Value }));
      const command = new sdk.AddTagsToCertificateCommand({ CertificateArn: arnIn(onlyOne(resources, TITLE)), Tags });
      return requestIdOf(await sender.send(command, context));
    },

    async removeTags({ resources, tagKeys }: RemoveTagsCall, context: CallContext): Promise<WriteReceipt> {
      if (tagKeys === "all") throw unsupportedAll(TITLE);
      const { sdk, sender } = await service.open();
      const CertificateArn = arnIn(onlyOne(resources, TITLE));
      // By key alone: with a value that is not the tag's, the call would succeed and remove nothing.
      const Tags = tagKeys.map((Key) => ({ Key }));
      return requestIdOf(
        await sender.send(new sdk.RemoveTagsFromCertificateCommand({ CertificateArn, Tags }), context),
      );
    },

    async readTags({ resources }: ReadTagsCall, context: CallContext): Promise<TagPage> {
      const { sdk, sender } = await service.open();
      const resource = onlyOne(resources, TITLE);
      const command = new sdk.ListTagsForCertificateCommand({ CertificateArn: arnIn(resource) });
      return toTagPage(await sender.send(command, context), resource);
    },

    async describeResource({ resource }: DescribeResourceCall, context: CallContext): Promise<ResourceDescription> {
      const { sdk, sender } = await service.open();
      const command = new sdk.DescribeCertificateCommand({ CertificateArn: arnIn(resource) });
      return describeCertificate(await sender.send(command, context), resource);
    },

    async listResources({ cursor }: ListResourcesCall, context: CallContext): Promise<ResourcePage> {
      const { sdk, sender } = await service.open();
      const command = new sdk.ListCertificatesCommand({
        MaxItems: 1000,
        NextToken: cursor,
        Includes: { keyTypes: KEY_TYPES },
        CertificateKeyPairOrigins: ORIGINS,
      });
      return toResourcePage(await sender.send(command, context), profile.provider);
    },
  };
}

async function openService({ clientSettings, supply }: ServiceConnection) {
  const sdk = await loadPackage("@aws-sdk/client-acm", TITLE, () => import("@aws-sdk/client-acm"));
  const client = new sdk.ACMClient(clientSettings);
  return { sdk, client, sender: createSender(client, { form: ANSWERS, lean: true, supply }) };
}
