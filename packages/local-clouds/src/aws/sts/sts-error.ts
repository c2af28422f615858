import { CloudError } from "../../server/cloud.ts";

/** A refusal of the query protocol, in which the HTTP status is meaningful, unlike in JSON 1.1. */
export class StsError extends CloudError {}

const missingToken = "MissingAuthenticationTokenException";

/**
 * How the query protocol spells the errors that the JSON protocol has for a signature: name and HTTP status (page of
 * STS's common errors, verified 2026-11-29).
 */
const spellings: Readonly<Record<string, readonly [string, number]>> = {
  [missingToken]: ["MissingAuthenticationToken", 403],
  IncompleteSignatureException: ["IncompleteSignature", 400],
  InvalidSignatureException: ["SignatureDoesNotMatch", 403],
  UnrecognizedClientException: ["InvalidClientTokenId", 403],
  ExpiredTokenException: ["ExpiredToken", 403],
  ValidationException: ["ValidationError", 400],
};

export function inQueryProtocol(error: CloudError): StsError {
  const [name, status] = spellings[error.code] ?? [error.code, error.status];
  return new StsError(
    status,
    name,
    error.code === missingToken ? "Request is missing Authentication Token" : error.message,
  );
}
