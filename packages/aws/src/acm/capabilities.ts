import type { Capabilities, Capability } from "@crosstag/core/driver";

const REFERENCE = "https://docs.aws.amazon.com/acm/latest/APIReference";
const yes: Capability = { support: "yes" };

function no(reason: string, page = "Welcome"): Capability {
  return { support: "no", reason, link: `${REFERENCE}/${page}.html` };
}

const NO_ALIASES = no("Certificates have no aliases; name them by their ARN.");
const NO_MATERIAL = no("Certificates have no key material that can be deleted by itself.");

/** What AWS Certificate Manager can do with certificates. */
export const CAPABILITIES: Capabilities = {
  writeTags: { certificate: yes },
  removeTags: { certificate: yes },
  removeAllTags: {
    certificate: no(
      "RemoveTagsFromCertificate accepts named tags only; read the tags and name them.",
      "API_RemoveTagsFromCertificate",
    ),
  },
  readTags: { certificate: yes },
  describeResource: { certificate: yes },
  resolveAlias: { certificate: NO_ALIASES },
  listResources: { certificate: yes },
  listAliases: { certificate: NO_ALIASES },
  readAccessPolicy: { certificate: no("Certificates have no policies of their own.") },
  listKeyMaterials: { certificate: NO_MATERIAL },
  readLastUse: { certificate: no("AWS Certificate Manager does not record when a certificate was last used.") },
  deleteKeyMaterial: { certificate: NO_MATERIAL },
};
