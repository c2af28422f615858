import type { CredentialOrigin, Denial } from "@crosstag/driver-kit";
import { explainDenial } from "./denial.ts";
import {
  absentTagKey,
  busy,
  denied,
  malformed,
  managedByCloud,
  notFound,
  otherValue,
  policyRefused,
  type Refusal,
  serviceNotEnabled,
  sessionExpired,
  tagRefused,
  throttled,
  tooManyTags,
  tooManyTagsInAccount,
  unauthenticated,
  unavailable,
  unknownOperation,
  wrongKind,
  wrongState,
} from "./refusal-meanings.ts";

export type { Refusal } from "./refusal-meanings.ts";

/** AttachResourcesTag needs a tag that exists. */
export const UNKNOWN_TAG = "ResourceNotFound.TagNonExist";

/** CreateTag for a tag that exists. */
export const KNOWN_TAG = "ResourceInUse.TagDuplicate";

/**
 * Meanings by error code; the status of nearly every refusal is 200. Source: the errors of the vendor's SDK for Go
 * (tag/v20180813, kms/v20190118) and the page of common error codes, verified 2026-11-29.
 */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  "ResourceUnavailable.CmkNotFound": notFound,
  "ResourceNotFound.CmkNotExist": notFound,
  "InvalidParameterValue.InvalidKeyId": notFound,
  "InvalidParameterValue.ResourceIdInvalid": notFound,
  "InvalidParameterValue.ResourceDescriptionError": notFound,
  "InvalidParameterValue.UinInvalid": {
    ...notFound,
    message: "The account in the name of the resource is not that of the credentials.",
    hint: "Check the name, and whose credentials are used.",
  },
  "ResourceNotFound.AttachedTagKeyNotFound": absentTagKey,
  [UNKNOWN_TAG]: { ...tagRefused, message: "The tag does not exist in the account.", hint: "Run the command again." },
  "ResourceInUse.TagKeyAttached": otherValue,

  "ResourceNotFound.SecretNotExist": notFound,
  ResourceNotFound: notFound,

  "ResourceUnavailable.CmkStateNotSupport": wrongState,
  "ResourceUnavailable.CmkDisabled": wrongState,
  "ResourceUnavailable.CmkArchived": wrongState,
  "ResourceUnavailable.CmkPendingDelete": wrongState,
  "FailedOperation.CmkUsedByCloudProduct": {
    ...wrongState,
    message: "A product of Tencent Cloud uses the key.",
    hint: "Remove the key from that product first.",
  },
  "ResourceUnavailable.NotPurchased": serviceNotEnabled,
  "FailedOperation.ServiceTemporaryUnavailable": unavailable,
  "UnsupportedOperation.NotExternalCmk": {
    ...wrongKind,
    message: "The cloud generated this key's material. Only imported key material can be deleted.",
  },
  "UnsupportedOperation.NotUserCreatedCmk": managedByCloud,
  "UnsupportedOperation.ServiceTemporaryUnavailable": unavailable,

  "LimitExceeded.ResourceAttachedTags": tooManyTags,
  "LimitExceeded.TagKey": tooManyTagsInAccount,
  "LimitExceeded.TagValue": tooManyTagsInAccount,
  "LimitExceeded.Quota": tooManyTagsInAccount,
  "FailedOperation.ResourceTagProcessing": busy,
  "FailedOperation.TagProcessing": busy,
  "FailedOperation.PolicyEnforcedInvalid": policyRefused,

  "AuthFailure.TokenFailure": sessionExpired,
  "AuthFailure.UnauthorizedOperation": denied,
  "OperationDenied.AccountNotSufficient": serviceNotEnabled,

  InvalidAction: unknownOperation,
  NoSuchVersion: unknownOperation,
  NoSuchProduct: unknownOperation,
  UnsupportedRegion: unknownOperation,
  IpInBlacklist: { ...denied, scope: "call" },
  IpNotInWhitelist: { ...denied, scope: "call" },

  InternalError: unavailable,
  ServiceUnavailable: unavailable,
  ActionOffline: unknownOperation,
};

/** For codes that are not in the table; the first match applies. */
const BY_PATTERN: readonly (readonly [RegExp, Refusal])[] = [
  [/^(?:RequestLimitExceeded|LimitExceeded\.Frequency)/, throttled],
  [/^(?:InternalError|ServiceUnavailable)/, unavailable],
  [/^AuthFailure/, unauthenticated],
  [/^UnauthorizedOperation/, denied],
  [/^OperationDenied/, denied],
  [/^InvalidParameter(?:Value)?\.(?:ReservedTagKey|Tag|DeleteTags)/, tagRefused],
  [/^LimitExceeded\.\w+PerRequest$/, { ...malformed, scope: "call" }],
  [/^LimitExceeded/, tooManyTags],
  [/^(?:Missing|Unknown)Parameter|^UnsupportedProtocol|^InvalidRequest/, { ...malformed, scope: "call" }],
  [/^ResourceNotFound/, notFound],
  [/^ResourceUnavailable/, wrongState],
  [/^UnsupportedOperation/, wrongKind],
];

/** Explains a refusal by its code; by its status if the code is unknown. */
export function explainRefusal(code: string, status = 200, denial?: Denial, origin: CredentialOrigin = {}): Refusal {
  const refusal = meaningOf(code, status);
  const { source, renewalHint } = origin;
  if (refusal === sessionExpired && renewalHint !== undefined) return { ...refusal, hint: renewalHint };
  if (refusal === unauthenticated && source !== undefined)
    return { ...refusal, message: `Tencent Cloud does not accept the credentials (source: ${source}).` };
  return refusal === denied && denial !== undefined ? { ...refusal, ...explainDenial(denial) } : refusal;
}

function meaningOf(code: string, status: number): Refusal {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (status >= 500) return unavailable;
  return status === 429 ? throttled : malformed;
}
