import type { ReceivedRequest } from "../../server/cloud.ts";
import { awsError } from "./aws-error.ts";

export const algorithm = "AWS4-HMAC-SHA256";

/** The three fields of the Authorization header. */
export interface Authorization {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/** Throws `IncompleteSignatureException`, naming every missing part. */
export function parseAuthorization(header: string, request: ReceivedRequest): Authorization {
  if (!header.startsWith(`${algorithm} `)) {
    throw awsError("IncompleteSignatureException", "Unsupported AWS 'algorithm' in the Authorization header.");
  }
  const credential = authorizationField(header, "Credential=");
  const signedHeaders = authorizationField(header, "SignedHeaders=");
  const signature = authorizationField(header, "Signature=");
  const lacking: string[] = [];
  if (credential === "") lacking.push("Authorization header requires 'Credential' parameter.");
  if (signature === "") lacking.push("Authorization header requires 'Signature' parameter.");
  if (signedHeaders === "") lacking.push("Authorization header requires 'SignedHeaders' parameter.");
  if (request.headers["x-amz-date"] === undefined) {
    lacking.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (lacking.length > 0) throw awsError("IncompleteSignatureException", lacking.join(" "));
  return { credential, signedHeaders, signature };
}

function authorizationField(header: string, name: string): string {
  const at = header.indexOf(name, algorithm.length);
  if (at < 0) return "";
  const start = at + name.length;
  const comma = header.indexOf(",", start);
  return (comma < 0 ? header.slice(start) : header.slice(start, comma)).trim();
}

/** Access key id, day, region, service, terminator. */
export function splitScope(credential: string): string[] {
  const parts = credential.split("/");
  if (parts.length !== 5) {
    throw awsError(
      "IncompleteSignatureException",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.",
    );
  }
  return parts;
}
