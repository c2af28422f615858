import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { systemReason } from "@crosstag/core/internal";
import { configurationErrorFor } from "./configuration-error.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificates of authorities in a file, as PEM.
 * @throws CrosstagError `configuration` if the file cannot be read, or contains anything except certificates
 */
export function readCaBundle(path: string, provider: string): string {
  const configurationError = configurationErrorFor(provider);
  const name = JSON.stringify(path);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw configurationError(
      `The CA bundle ${name} cannot be read: ${systemReason(error)}.`,
      "Name a file with the certificates of the authorities to trust.",
      error,
    );
  }
  if (text === checked?.text) return checked.certificates;
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw configurationError(
      `The CA bundle ${name} is not a list of certificates in PEM.`,
      'Each certificate begins with "-----BEGIN CERTIFICATE-----". To convert one: openssl x509 -inform der -in ca.der.',
    );
  }
  checked = { text, certificates: certificates.join("\n") };
  return checked.certificates;
}

/** The last bundle: to check the authorities of a usual system takes longer than all else that a driver needs to be made. */
let checked: { readonly text: string; readonly certificates: string } | undefined;

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
