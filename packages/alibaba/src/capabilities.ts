import type { Capabilities, Capability } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { DOCUMENTS } from "./documents.ts";

const yes: Capability = { support: "yes" };

function no(reason: string, link: string): Capability {
  return { support: "no", reason, link };
}

const noCertificateReads = no(
  "Alibaba Cloud KMS has no operation that reads certificates or their tags: ListResourceTags accepts keys, ListTagResources accepts keys and secrets.",
  DOCUMENTS.operations,
);
const certificateByParameter: Capability = {
  support: "unverified",
  assumption:
    "TagResource and UntagResource still accept CertificateId, as documented, although KMS no longer offers operations on certificates.",
  link: DOCUMENTS.tagResource,
};
const batchOnly = no(
  "UntagResource removes named tags only; All is a parameter of UntagResources.",
  DOCUMENTS.untagResources,
);
const keysOnly = no("Only keys have key material.", DOCUMENTS.deleteKeyMaterial);
const aliasesNameKeys = no("An alias always names a key.", DOCUMENTS.operations);
const policiesAreHandedIn = no(
  "Crosstag does not read the policies of keys and secrets, which exist in KMS instances only. Pass them in.",
  DOCUMENTS.conditionKeys,
);
const oneMaterial = no("A key has one key material at most, without an id.", DOCUMENTS.deleteKeyMaterial);
const noLastUse = no("Alibaba Cloud KMS does not report when a resource was last used.", DOCUMENTS.operations);
const noCertificatePolicies = no("Certificates have no policies of their own.", DOCUMENTS.conditionKeys);

/** What Alibaba Cloud KMS can do with keys, secrets and certificates. */
export function capabilitiesFor({ tagOperations }: Assumptions): Capabilities {
  const removeAll = tagOperations === "batch" ? yes : batchOnly;
  return {
    writeTags: { key: yes, secret: yes, certificate: certificateByParameter },
    removeTags: { key: yes, secret: yes, certificate: certificateByParameter },
    removeAllTags: { key: removeAll, secret: removeAll, certificate: batchOnly },
    readTags: { key: yes, secret: yes, certificate: noCertificateReads },
    describeResource: { key: yes, secret: yes, certificate: noCertificateReads },
    resolveAlias: { key: yes, secret: aliasesNameKeys, certificate: aliasesNameKeys },
    listResources: { key: yes, secret: yes, certificate: noCertificateReads },
    listAliases: { key: yes, secret: aliasesNameKeys, certificate: aliasesNameKeys },
    readAccessPolicy: {
      key: policiesAreHandedIn,
      secret: policiesAreHandedIn,
      certificate: noCertificatePolicies,
    },
    listKeyMaterials: { key: oneMaterial, secret: keysOnly, certificate: keysOnly },
    readLastUse: { key: noLastUse, secret: noLastUse, certificate: noLastUse },
    deleteKeyMaterial: { key: yes, secret: keysOnly, certificate: keysOnly },
  };
}
