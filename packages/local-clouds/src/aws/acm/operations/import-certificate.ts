import { awsError } from "../../protocol/aws-error.ts";
import type { JsonOperation } from "../../protocol/json-service.ts";
import { addTags, checkPolicy, requestedTags } from "../certificate-tags.ts";
import { acmArn, findCertificate, notFound } from "../find-certificate.ts";
import { certificateQuotas } from "../quotas.ts";
import { readCertificate } from "../read-certificate.ts";

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html (verified 2026-11-30) */
const longest = { certificate: 32_768, privateKey: 5_120, chain: 2_097_152 } as const;

/** Imports a certificate, or another one in the place of a certificate that was imported. The private key is not stored. */
export const importCertificate: JsonOperation = {
  ...certificateQuotas.import,
  run(call) {
    const { parameters } = call;
    const { certificates } = call.member;
    const { settings } = certificates;
    const arn = parameters.optionalString("CertificateArn") === undefined ? undefined : acmArn(call);
    const body = parameters.bytes("Certificate", longest.certificate);
    const privateKey = parameters.bytes("PrivateKey", longest.privateKey);
    parameters.optionalBytes("CertificateChain", longest.chain);
    const hasTags = parameters.optionalList("Tags") !== undefined;
    const tags = hasTags ? requestedTags(call) : [];
    parameters.check();

    const imported = readCertificate(body, privateKey, certificates.clock.now());
    if (arn !== undefined) {
      if (hasTags) throw awsError("ValidationException", "Tagging is not permitted on re-import.");
      const certificate = findCertificate(call, arn);
      if (certificate.identity.type !== "IMPORTED")
        throw awsError("ValidationException", "The certificate was not imported.");
      certificate.identity = { ...certificate.identity, ...imported };
      return { CertificateArn: arn };
    }
    const region = certificates.regions.get(call.region);
    if (region === undefined) throw notFound("");
    checkPolicy(tags, settings);
    const certificate = certificates.create({
      ...imported,
      region,
      status: "ISSUED",
      type: "IMPORTED",
      managedBy: undefined,
      inUseBy: [],
      tags: new Map(),
    });
    try {
      addTags(certificate, tags, settings);
    } catch (error) {
      region.remove(certificate.identity.id);
      throw error;
    }
    return { CertificateArn: certificate.identity.arn };
  },
};
