import type { Certificate } from "./state/certificate.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Every certificate of a local cloud is one for TLS. */
export const keyUsages = ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"];
export const extendedKeyUsages = ["TLS_WEB_SERVER_AUTHENTICATION", "TLS_WEB_CLIENT_AUTHENTICATION"];

/** The entry of ListCertificates. It has no tags. */
export function certificateSummary({ identity, status }: Certificate): Fields {
  return {
    ...commonFields(identity),
    Status: status,
    KeyUsages: keyUsages,
    ExtendedKeyUsages: extendedKeyUsages,
    ExportOption: "DISABLED",
    InUse: identity.inUseBy.length > 0,
    SubjectAlternativeNameSummaries: [identity.domainName],
    HasAdditionalSubjectAlternativeNames: false,
  };
}

/** The fields of DescribeCertificate. It has no tags. */
export function certificateDetail({ identity, status }: Certificate): Fields {
  return {
    ...commonFields(identity),
    Status: status,
    InUseBy: identity.inUseBy,
    SubjectAlternativeNames: [identity.domainName],
  };
}

function commonFields({
  arn,
  domainName,
  type,
  keyAlgorithm,
  keyPairOrigin,
  managedBy,
  createdAt,
  notAfter,
}: Certificate["identity"]): Fields {
  return {
    CertificateArn: arn,
    DomainName: domainName,
    Type: type,
    // Recorded: answers spell RSA-2048, whereas filters take RSA_2048.
    KeyAlgorithm: keyAlgorithm.replace("RSA_", "RSA-"),
    CertificateKeyPairOrigin: keyPairOrigin,
    ...(managedBy !== undefined && { ManagedBy: managedBy }),
    CreatedAt: createdAt / 1000,
    NotAfter: notAfter / 1000,
  };
}
