import type { CloudError } from "../../server/cloud.ts";
import { awsError } from "../protocol/aws-error.ts";
import type { JsonCall } from "../protocol/json-service.ts";
import type { Certificate } from "./state/certificate.ts";

/** The pattern of the model (botocore 1.43.11, verified 2026-11-29). */
const arnShape = /^arn:[\w+=/,.@-]+:acm:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(?:\/[\w+=,.@-]+)*$/;
const arnPattern = "arn:[\\w+=/,.@-]+:acm:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=,.@-]+)*";

/** The ARN that a request names: of a certificate, or of another resource of ACM. */
export function acmArn({ parameters }: JsonCall, field: "CertificateArn" | "ResourceArn" = "CertificateArn"): string {
  return parameters.string(field, { minimum: 20, maximum: 2048, pattern: arnShape, patternText: arnPattern });
}

/** Whether an ARN has the form of a certificate's. */
export function isCertificateArn(arn: string): boolean {
  return /^arn:aws:acm:[^:]+:\d{12}:certificate\/[^/]+$/.test(arn);
}

/** The certificate with an ARN. Only the whole ARN is a name of it. */
export function findCertificate(call: JsonCall, arn: string): Certificate {
  const { certificates } = call.member;
  const { settings } = certificates;
  if (!isCertificateArn(arn)) {
    const error = settings.certificateArnError;
    throw error === "ResourceNotFoundException" ? notFound(arn) : awsError(error, `Invalid ARN: ${arn}`);
  }
  const [, , , region, account] = arn.split(":");
  if (region !== call.region) {
    const error = settings.certificateOtherRegionError;
    throw error === "ResourceNotFoundException" ? notFound(arn) : awsError(error, `Invalid ARN: ${arn}`);
  }
  if (account !== call.member.id) {
    throw settings.certificateOtherAccountError === "ResourceNotFoundException" ? notFound(arn) : call.denial(arn);
  }
  const certificate = certificates.regions.get(region)?.items.get(arn.slice(arn.indexOf("/") + 1));
  if (certificate === undefined) throw notFound(arn);
  return certificate;
}

/** The same for an operation that changes the tags of the certificate. */
export function findCertificateToTag(call: JsonCall, arn: string): Certificate {
  const certificate = findCertificate(call, arn);
  const { managedBy } = certificate.identity;
  const { regions, settings } = call.member.certificates;
  if (managedBy !== undefined && settings.managersRefusingTags.includes(managedBy)) throw call.denial(arn);
  if (settings.statusesRefusingTags.includes(certificate.status)) {
    throw awsError("InvalidStateException", `The certificate is in the status ${certificate.status}.`);
  }
  const region = regions.get(call.region);
  if (region !== undefined) region.changed = true;
  return certificate;
}

export function notFound(arn: string): CloudError {
  return awsError("ResourceNotFoundException", `Could not find certificate ${arn}.`);
}
