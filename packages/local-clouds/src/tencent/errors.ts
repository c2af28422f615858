import { CloudError } from "../server/cloud.ts";

/**
 * A refusal. Tencent Cloud answers every refusal with status 200 and an Error in the body. Codes: the vendor's pages of
 * common error codes and the lists of its Go SDK, read 2026-11-29. The messages are this package's own.
 */
export function refused(code: string, message: string): CloudError {
  return new CloudError(200, code, message);
}

export const unsupportedProtocol = (): CloudError =>
  refused("UnsupportedProtocol", "Send a POST request whose body is JSON. (This is a local Tencent Cloud.)");

export const unreadableBody = (): CloudError =>
  refused("InvalidRequest", "The body of the request is not a JSON object.");

export const missingParameter = (name: string): CloudError =>
  refused("MissingParameter", `The request is missing the parameter \`${name}\`.`);

export const unknownParameter = (name: string): CloudError =>
  refused("UnknownParameter", `The parameter \`${name}\` is not recognized.`);

export const invalidParameter = (name: string, expected: string): CloudError =>
  refused("InvalidParameter", `The parameter \`${name}\` must be ${expected}.`);

export const invalidValue = (name: string, expected: string): CloudError =>
  refused("InvalidParameterValue", `The parameter \`${name}\` must be ${expected}.`);

export const noSuchVersion = (version: string): CloudError =>
  refused("NoSuchVersion", `The version \`${version}\` does not exist.`);

/** The text names the supported operations for users of a local cloud who call another. */
export const invalidAction = (action: string, supported: readonly string[]): CloudError =>
  refused(
    "InvalidAction",
    `The operation \`${action}\` does not exist. (This is a local Tencent Cloud. It has ${supported.join(", ")}.)`,
  );

export const unsupportedRegion = (region: string): CloudError =>
  refused("UnsupportedRegion", `The region \`${region}\` is not supported.`);

export const signatureFailure = (reason: string): CloudError =>
  refused("AuthFailure.SignatureFailure", `The signature is not valid: ${reason}`);

export const signatureExpired = (): CloudError =>
  refused("AuthFailure.SignatureExpire", "The timestamp of the signature is more than five minutes off.");

export const unknownSecretId = (): CloudError =>
  refused("AuthFailure.SecretIdNotFound", "The SecretId does not exist, or is disabled.");

export const tokenFailure = (): CloudError =>
  refused("AuthFailure.TokenFailure", "The token is not valid for the SecretId, or has expired.");

export const denied = (code: string, operation: string): CloudError =>
  refused(code, `The caller is not authorized to perform \`${operation}\`.`);

export const throttled = (code: string, operation: string): CloudError =>
  refused(code, `The request rate of \`${operation}\` exceeds its limit.`);

export const internalError = (): CloudError => refused("InternalError", "An internal error has occurred.");
