import { JsonService, type ServiceParts } from "../protocol/json-service.ts";
import { addTagsToCertificate } from "./operations/add-tags-to-certificate.ts";
import { deleteCertificate } from "./operations/delete-certificate.ts";
import { describeCertificate } from "./operations/describe-certificate.ts";
import { listTagsForResource, tagResource, untagResource } from "./operations/general-tagging.ts";
import { importCertificate } from "./operations/import-certificate.ts";
import { listCertificates } from "./operations/list-certificates.ts";
import { listTagsForCertificate } from "./operations/list-tags-for-certificate.ts";
import { removeTagsFromCertificate } from "./operations/remove-tags-from-certificate.ts";

/** AWS Certificate Manager: the tags of certificates. */
export function createCertificateManager(parts: ServiceParts): JsonService {
  return new JsonService(
    {
      name: "acm",
      targetPrefix: "CertificateManager.",
      throttled: ["ThrottlingException", "Rate exceeded"],
      fault: ["InternalServerException", "An internal error occurred. Try again later."],
      resourceFields: ["CertificateArn", "ResourceArn"],
      operations: {
        AddTagsToCertificate: addTagsToCertificate,
        DeleteCertificate: deleteCertificate,
        DescribeCertificate: describeCertificate,
        ImportCertificate: importCertificate,
        ListCertificates: listCertificates,
        ListTagsForCertificate: listTagsForCertificate,
        ListTagsForResource: listTagsForResource,
        RemoveTagsFromCertificate: removeTagsFromCertificate,
        TagResource: tagResource,
        UntagResource: untagResource,
      },
    },
    parts,
  );
}
