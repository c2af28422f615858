import { CloudError } from "../server/cloud.ts";

/**
 * A refusal by the API gateway, before the service has seen the request. Its body has another shape than the service's
 * own errors: without HttpStatus, with HostId and Recommend.
 */
export class GatewayError extends CloudError {}

// Codes, statuses and messages: the service's page of common error codes and the gateway's public error codes,
// verified 2026-11-22.

const apiNotFound = "Specified api is not found, please check your url and method.";

export const unknownAction = (): CloudError => new GatewayError(404, "InvalidAction.NotFound", apiNotFound);

/** The text after the cloud's own text is for users of a local cloud who call an operation that it does not have. */
export const actionNotOffered = (action: string, offered: readonly string[]): CloudError =>
  new GatewayError(
    404,
    "InvalidAction.NotFound",
    `${apiNotFound} (This is a local Alibaba Cloud KMS. The operation ${action} is not offered. Offered are ${offered.join(", ")}.)`,
  );

export const unsupportedMethod = (): CloudError =>
  new CloudError(403, "UnsupportedHTTPMethod", "This http method is not supported.");

export const invalidVersion = (): CloudError =>
  new GatewayError(400, "InvalidVersion", "Specified parameter Version is not valid.");

export const unparsableRequest = (): CloudError =>
  new CloudError(
    400,
    "ParseRequestParameterException",
    "Server parse parameters exception. Please check your input params.",
  );

/** A common parameter, or the header that stands for it, is missing. */
export const missingCommonParameter = (name: string): CloudError =>
  new GatewayError(400, `Missing${name}`, `${name} is mandatory for this action.`);

export const missingTimestamp = (): CloudError =>
  new CloudError(
    400,
    "IllegalTimestamp",
    'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.',
  );

export const malformedTimestamp = (): CloudError =>
  new GatewayError(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");

export const expiredTimestamp = (code: "InvalidTimeStamp.Expired" | "IllegalTimestamp"): CloudError =>
  new GatewayError(400, code, "Specified time stamp or date value is expired.");

export const unknownAccessKey = (): CloudError =>
  new CloudError(404, "InvalidAccessKeyId.NotFound", "The Access Key ID provided does not exist in our records.");

export const disabledAccessKey = (): CloudError =>
  new CloudError(403, "Forbidden.AccessKey", "This AccessKey is not enabled.");

export const noPermission = (): CloudError =>
  new CloudError(403, "Forbidden.NoPermission", "This operation is forbidden by permission system.");

export const malformedToken = (): CloudError =>
  new GatewayError(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");

export const mismatchedToken = (): CloudError =>
  new GatewayError(
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "Specified SecurityToken mismatch with the AccessKey.",
  );

export const expiredToken = (): CloudError =>
  new GatewayError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");

export const incompleteSignature = (): CloudError =>
  new CloudError(400, "IncompleteSignature", "The request signature does not conform to Alibaba Cloud standards.");

export const unsupportedSignatureMethod = (): CloudError =>
  new GatewayError(400, "InvalidSignatureMethod", "Specified signature method is not valid.");

// The cloud appends its own string to sign, which with an HMAC-SHA1 signature holds the security token. It is left out
// here.
export const signatureMismatch = (): CloudError =>
  new GatewayError(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");

export const usedNonce = (): CloudError =>
  new GatewayError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");

const throttlingMessages = {
  Throttling: "Request was denied due to request throttling.",
  "Throttling.User": "Request was denied due to user flow control.",
  "Throttling.Api": "Request was denied due to api flow control.",
} as const;

export function isThrottling({ code }: CloudError): boolean {
  return code === "Rejected.Throttling" || Object.hasOwn(throttlingMessages, code);
}

/** The service throttles with status 429, the gateway with status 400. */
export const throttled = (code: "Rejected.Throttling" | keyof typeof throttlingMessages): CloudError =>
  code === "Rejected.Throttling"
    ? new CloudError(429, code, "QPS Limit Exceeded")
    : new GatewayError(400, code, throttlingMessages[code]);

export const internalFailure = (): CloudError => new CloudError(500, "InternalFailure", "Internal Failure.");

/** By the page of GetCallerIdentity, verified 2026-11-29. */
export const stsInternalError = (): CloudError =>
  new CloudError(500, "InternalError", "STS Server Internal Error happened, please send the RequestId to us.");

// By the pages of AssumeRole and of its common errors, verified 2026-11-29.

export const rootMayNotAssume = (): CloudError =>
  new CloudError(403, "NoPermission", "Roles may not be assumed by root accounts.");

export const notAuthorizedByRam = (): CloudError =>
  new CloudError(403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM.");

/** Another code is that of a role which exists and does not trust the caller. */
export const noRole = (code: "EntityNotExist.Role" | "NoPermission", arn: string): CloudError =>
  code === "NoPermission" ? notAuthorizedByRam() : new CloudError(404, code, `The role not exists: ${arn}.`);

export const wronglyFormed = (name: string, text = `The parameter ${name} is wrongly formed.`): CloudError =>
  new CloudError(400, `InvalidParameter.${name}`, text);

/** By the page of GetResourceDirectory, verified 2026-11-29. */
export const directoryNotInUse = (): CloudError =>
  new CloudError(
    404,
    "ResourceDirectoryNotInUse",
    "The specified account is not an Alibaba Cloud account or a member account of the resource directory.",
  );

export const directoryDenied = (code: string): CloudError =>
  new CloudError(403, code, "You are not authorized to do this action. You should be authorized by RAM.");

export const folderNotFound = (): CloudError =>
  new CloudError(404, "EntityNotExists.Folder", "The specified folder does not exist.");

export const temporarilyUnavailable = (): CloudError =>
  new CloudError(503, "ServiceUnavailableTemporary", "Service Unavailable Temporary.");

export const missingParameter = (name: string): CloudError =>
  new CloudError(400, "MissingParameter", `The parameter "${name}" is needed but not provided.`);

export const invalidParameter = (name: string, code = "InvalidParameter"): CloudError =>
  new CloudError(400, code, `The specified parameter "${name}" is not valid.`);

export const keyNotFound = (): CloudError =>
  new CloudError(404, "Forbidden.KeyNotFound", "The specified Key is not found.");

export const aliasNotFound = (): CloudError =>
  new CloudError(404, "Forbidden.AliasNotFound", "The specified Alias is not found.");

export const resourceNotFound = (): CloudError =>
  new CloudError(404, "Forbidden.ResourceNotFound", "The resource is not found.");

export const batchResourceNotFound = (): CloudError =>
  new CloudError(404, "InvalidResourceId.NotFound", "The specified ResourceId is not found.");

export const aliasExists = (): CloudError => new CloudError(400, "AliasAlreadyExists", "AliasName Already Exists.");

export const resourceExists = (): CloudError =>
  new CloudError(409, "Rejected.ResourceExist", "The resource already exists.");

export const inDeleteWindow = (): CloudError =>
  new CloudError(409, "Rejected.ResourceInDeleteWindow", "The secret is planned to be deleted.");

/** RestoreSecret of a secret whose deletion is not planned. */
export const resourceInUse = (): CloudError =>
  new CloudError(409, "Rejected.ResourceInUse", "The deletion of the secret is not planned.");

export const tagLimitExceeded = (code: string): CloudError =>
  new CloudError(400, code, "The request was rejected because user create resource limit was exceeded.");

export const unsupportedOrigin = (): CloudError =>
  new CloudError(400, "Unsupported.Origin", "This key origin is not valid for this api");

export const unsupportedAlias = (): CloudError =>
  new CloudError(400, "Unsupported.Alias", "Alias is not valid for this api.");

export const unsupportedOperation = (): CloudError =>
  new CloudError(400, "Rejected.UnsupportedOperation", "Unsupported operation.");

export const invalidKeyMaterial = (): CloudError =>
  new CloudError(400, "InvalidKeyMaterial", "key material is invalid.");

export const invalidImportToken = (): CloudError =>
  new CloudError(400, "InvalidImportToken", "import token is invalid.");

export const expiredImportToken = (): CloudError =>
  new CloudError(400, "ExpiredImportToken", "import token is expired.");

export const pendingDeletion = (): CloudError =>
  new CloudError(409, "Rejected.PendingDeletion", "The request was rejected because the key state is PendingDeletion.");

export const stateModifiedFailed = (): CloudError =>
  new CloudError(409, "Rejected.StateModifiedFailed", "Keystate modified failed.");
