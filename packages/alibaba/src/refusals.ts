import type { CredentialOrigin, Denial } from "@crosstag/driver-kit";
import { explainDenial } from "./denial.ts";
import {
  accountNotActive,
  denied,
  malformed,
  notFound,
  overduePayments,
  pendingDeletion,
  type Refusal,
  serviceNotEnabled,
  sessionExpired,
  stoppedByRiskControl,
  tagRefused,
  throttled,
  tooManyTags,
  unauthenticated,
  unavailable,
  wrongKind,
  wrongState,
} from "./refusal-meanings.ts";

export type { Refusal } from "./refusal-meanings.ts";

const CHECK_STATE = "Check the state of the resource in the console.";

/**
 * Meanings by error code. The status is not enough: "Forbidden" means "not found" as often as "not allowed", a bad
 * access key and an unknown key both have status 404, and throttling has 429 or 400. Source: the KMS Responses page and
 * the pages of the operations, verified 2026-11-22.
 */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  "Forbidden.KeyNotFound": notFound,
  "Forbidden.AliasNotFound": {
    ...notFound,
    message: "Alibaba Cloud KMS has no such alias in this account and region.",
  },
  "Forbidden.KeyVersionNotFound": notFound,
  "Forbidden.ResourceNotFound": notFound,
  "Forbidden.DKMSInstanceNotFound": notFound,
  "InvalidResourceId.NotFound": notFound,

  "InvalidAccessKeyId.NotFound": unauthenticated,
  "Forbidden.AccessKey": unauthenticated,
  IncompleteSignature: unauthenticated,
  IllegalTimestamp: unauthenticated,

  "Forbidden.NoPermission": { ...denied, scope: "resource" },
  "Forbidden.KmsServiceNotEnabled": serviceNotEnabled,
  "Forbidden.InDebt": overduePayments,
  "Forbidden.InDebtOverdue": overduePayments,
  "Forbidden.ProhibitedByRiskControl": stoppedByRiskControl,
  "Forbidden.UbsmsInvalidUserid": accountNotActive,
  "Forbidden.UbsmsInvalidBid": accountNotActive,
  UnsupportedHTTPMethod: { ...malformed, scope: "call" },

  // Codes of the gateway, which are about the call and not about a resource.
  "InvalidAction.NotFound": {
    code: "unsupported",
    retry: "no",
    scope: "call",
    message: "This endpoint does not support the operation.",
    hint: 'Use the region\'s shared gateway, kms.<region>.aliyuncs.com. If it does not support TagResources either, set the assumption tagOperations to "single".',
  },
  "InvalidRegionId.NotFound": {
    code: "refused",
    retry: "no",
    scope: "call",
    message: "Alibaba Cloud KMS does not know the region at this endpoint.",
    hint: "Check the region, for example cn-hangzhou, and that the endpoint belongs to it.",
  },

  MissingParameter: { ...malformed, scope: "call" },
  "InvalidResourceType.NotFound": { ...malformed, scope: "call" },
  InvalidParameter: { ...malformed, scope: "resource" },
  ParseRequestParameterException: { ...malformed, scope: "call" },
  InvalidKeyMaterial: { ...malformed, scope: "resource" },
  InvalidImportToken: { ...malformed, scope: "resource" },
  ExpiredImportToken: { ...malformed, scope: "resource" },
  AliasAlreadyExists: { ...malformed, scope: "resource" },

  "Unsupported.Origin": {
    ...wrongKind,
    message: "The cloud generated this key's material. Only imported key material can be deleted.",
  },
  "Unsupported.Alias": {
    ...wrongKind,
    message: "This operation requires the id of a key, not an alias.",
    hint: "Resolve the alias first.",
  },
  "Unsupported.ProtectionLevel": { ...wrongKind, message: "The key's protection level does not allow this." },
  "Rejected.UnsupportedOperation": wrongKind,
  UnsupportedOperation: wrongKind,

  "Rejected.LimitExceeded": tooManyTags,
  "NumberExceed.Tags": {
    code: "limit-exceeded",
    retry: "no",
    scope: "call",
    message: "The request has more tags than Alibaba Cloud KMS accepts.",
    hint: "Write fewer tags: a resource can have 20.",
  },
  "Duplicate.TagKey": tagRefused,

  "Rejected.Disabled": wrongState("The key is disabled.", "Enable the key first."),
  "Rejected.Enabled": wrongState("The key is enabled.", "Disable the key first."),
  "Rejected.PendingDeletion": pendingDeletion,
  // The spelling of the page of 2019.
  "Rejetced.PendingDeletion": pendingDeletion,
  "Rejected.ResourceInDeleteWindow": wrongState(
    "The deletion of the secret is planned.",
    "Restore the secret first (`aliyun kms RestoreSecret`), or leave it out.",
  ),
  "Rejected.PendingImport": wrongState("The key has no key material.", "Import key material first."),
  "Rejected.StateModifiedFailed": wrongState("The state of the key does not allow this.", CHECK_STATE),
  "Forbidden.DKMSInstanceStateInvalid": {
    ...wrongState("The KMS instance is busy or stopped.", "Check the instance in the console, then try again."),
    retry: "transient",
  },

  "Rejected.Throttling": throttled,
  InternalFailure: unavailable,
  InternalError: unavailable,
};

/** For codes that the pages do not list or that only related products document; the first match applies. */
const BY_PATTERN: readonly (readonly [RegExp, Refusal])[] = [
  [/throttling/i, throttled],
  [/^(?:Service|Serivce)Unavailable/, unavailable],
  [/^(?:InvalidSecurityToken|SecurityToken)\.?Expired/, sessionExpired],
  [
    /^(?:InvalidAccessKey|Signature|InvalidTimeStamp|InvalidSecurityToken|MissingSecurityToken|SecurityToken)/,
    unauthenticated,
  ],
  [
    /TagPolicy/i,
    {
      code: "policy-refused",
      retry: "no",
      scope: "resource",
      message: "A tag policy of the organization does not allow a tag.",
      hint: "Compare the key, its case and the value with the effective tag policy of the account.",
    },
  ],
  [/^(?:InvalidTag|Duplicate\.Tag)/, tagRefused],
  [/^(?:Quota|Limit)Exceed(?:ed)?(?:\.|$)/, tooManyTags],
  // Not every NotFound is about the resource: others are about an action, a region, a product, a version.
  [
    /(?:Key|KeyVersion|Alias|Resource|ResourceId|Secret|SecretName|Certificate|CertificateId|Instance)\.?NotFound$/,
    notFound,
  ],
  [/^(?:InvalidParameter|Invalid)/, { ...malformed, scope: "resource" }],
  [/^(?:MissingParameter|Missing|NumberExceed)/, { ...malformed, scope: "call" }],
  [/^(?:Forbidden|NoPermission)/, { ...denied, scope: "resource" }],
  [/^Unsupported/, wrongKind],
  [/^Rejected/, wrongState("The state of the resource does not allow this.", CHECK_STATE)],
];

/** Explains a refusal by its code; by its status if the code is unknown. */
export function explainRefusal(code: string, status: number, denial?: Denial, origin: CredentialOrigin = {}): Refusal {
  const refusal = meaningOf(code, status);
  const { source, renewalHint } = origin;
  if (refusal === sessionExpired && renewalHint !== undefined) return { ...refusal, hint: renewalHint };
  if (refusal === unauthenticated && source !== undefined)
    return { ...refusal, message: `Alibaba Cloud does not accept the credentials (source: ${source}).` };
  if (denial === undefined || refusal.code !== "access-denied" || refusal.scope !== "resource") return refusal;
  return { ...refusal, ...explainDenial(denial) };
}

function meaningOf(code: string, status: number): Refusal {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (status >= 500) return unavailable;
  if (status === 429) return throttled;
  return {
    code: "refused",
    retry: "no",
    scope: "resource",
    message: "Alibaba Cloud KMS refused the request.",
    hint: "Search Alibaba Cloud's documentation for the error code.",
  };
}
