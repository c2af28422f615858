import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { awsError } from "../protocol/aws-error.ts";
import type { KeyAlgorithm } from "./state/certificate.ts";

/** What ACM keeps of a certificate that is imported. Times are milliseconds since 1970. */
export interface ImportedCertificate {
  readonly domainName: string;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly notAfter: number;
}

const curves: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: "EC_prime256v1",
  secp384r1: "EC_secp384r1",
  secp521r1: "EC_secp521r1",
};
const moduli: Readonly<Record<string, KeyAlgorithm>> = {
  1024: "RSA_1024",
  2048: "RSA_2048",
  3072: "RSA_3072",
  4096: "RSA_4096",
};

/**
 * Reads a certificate and its private key, in PEM, by the guidelines of ImportCertificate (verified 2026-11-30): the key belongs
 * to the certificate and is not encrypted, an issuer is named, and `now` is in the time of the certificate.
 */
export function readCertificate(body: Buffer, privateKey: Buffer, now: number): ImportedCertificate {
  const certificate = parsed(() => new X509Certificate(body), "The certificate is not valid PEM.");
  const key = parsed(() => createPrivateKey(privateKey), "The private key is not valid PEM, or it is encrypted.");
  if (!certificate.checkPrivateKey(key)) throw invalid("The private key is not that of the certificate.");
  if (certificate.issuer === "") throw invalid("The certificate has no issuer.");
  const notAfter = Date.parse(certificate.validTo);
  if (now < Date.parse(certificate.validFrom) || now > notAfter)
    throw invalid("The certificate is not valid at this time.");
  const domainName = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "";
  return { domainName, keyAlgorithm: algorithmOf(certificate.publicKey), notAfter };
}

function algorithmOf({ asymmetricKeyDetails = {} }: KeyObject): KeyAlgorithm {
  const { namedCurve = "", modulusLength } = asymmetricKeyDetails;
  const known = curves[namedCurve] ?? moduli[String(modulusLength)];
  if (known === undefined) throw invalid("ACM does not import certificates with a key of this kind.");
  return known;
}

function parsed<Value>(parse: () => Value, problem: string): Value {
  try {
    return parse();
  } catch {
    throw invalid(problem);
  }
}

const invalid = (problem: string): Error => awsError("ValidationException", problem);
