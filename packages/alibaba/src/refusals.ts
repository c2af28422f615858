import type { Failure } from "@crosstag/core/driver";

/** What a code of KMS or of its gateway means. */
export type Refusal = Pick<Failure, "code" | "retry" | "scope" | "message"> & {
  readonly hint?: string;
  /** Absent: a refusal changes nothing. */
  readonly applied?: "maybe";
};

const notFound = {
  code: "not-found",
  retry: "no",
  scope: "resource",
  message: "Alibaba Cloud KMS knows no such resource in this region.",
} as const;

const denied = { code: "access-denied", retry: "no", message: "Alibaba Cloud does not allow this." } as const;

const unauthenticated = {
  code: "unauthenticated",
  retry: "no",
  scope: "call",
  message: "Alibaba Cloud does not accept the credentials.",
  hint: "Check the access key, whether its session has expired, and this computer's clock.",
} as const;

const malformed = {
  code: "refused",
  retry: "no",
  message: "Alibaba Cloud KMS refuses the request as malformed.",
} as const;

const throttled = {
  code: "throttled",
  retry: "throttled",
  scope: "call",
  message: "Alibaba Cloud KMS is throttling calls of this account.",
} as const;

const unavailable = {
  code: "unavailable",
  retry: "transient",
  scope: "call",
  applied: "maybe",
  message: "Alibaba Cloud KMS failed to serve the call.",
} as const;

const tagRefused = {
  code: "tag-refused",
  retry: "no",
  scope: "call",
  message: "Alibaba Cloud refuses one of the tags.",
} as const;

const wrongKind = { code: "unsupported", retry: "no", scope: "resource" } as const;

function wrongState(message: string): Refusal {
  return { code: "invalid-state", retry: "no", scope: "resource", message };
}

/**
 * By exact code. "Forbidden" means "not found" as often as "not allowed", a bad access key and an unknown key are both
 * status 404, and throttling is 429 or 400: the status alone says nothing. KMS Responses page and pages of the
 * operations, verified 2026-11-22.
 */
const BY_CODE: Readonly<Record<string, Refusal>> = {
  "Forbidden.KeyNotFound": notFound,
  "Forbidden.AliasNotFound": { ...notFound, message: "Alibaba Cloud KMS knows no such alias in this region." },
  "Forbidden.KeyVersionNotFound": notFound,
  "Forbidden.ResourceNotFound": notFound,
  "Forbidden.DKMSInstanceNotFound": notFound,
  "InvalidResourceId.NotFound": notFound,

  "InvalidAccessKeyId.NotFound": unauthenticated,
  "Forbidden.AccessKey": unauthenticated,
  IncompleteSignature: unauthenticated,
  IllegalTimestamp: unauthenticated,

  "Forbidden.NoPermission": {
    ...denied,
    scope: "resource",
    hint: "Ask for the RAM actions that the permissions of this adapter list.",
  },
  "Forbidden.KmsServiceNotEnabled": {
    ...denied,
    scope: "call",
    hint: "Enable Key Management Service for the account.",
  },
  "Forbidden.InDebt": { ...denied, scope: "call", hint: "The account has overdue payments." },
  "Forbidden.InDebtOverdue": { ...denied, scope: "call", hint: "The account has overdue payments." },
  "Forbidden.ProhibitedByRiskControl": {
    ...denied,
    scope: "call",
    hint: "Alibaba Cloud's risk control has stopped the account.",
  },
  "Forbidden.UbsmsInvalidUserid": { ...denied, scope: "call" },
  "Forbidden.UbsmsInvalidBid": { ...denied, scope: "call" },
  UnsupportedHTTPMethod: { ...malformed, scope: "call" },

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
    message: "The key's material was made by the cloud; only imported material can be deleted.",
  },
  "Unsupported.Alias": {
    ...wrongKind,
    message: "This operation takes the id of a key, not an alias.",
    hint: "Resolve the alias first.",
  },
  "Unsupported.ProtectionLevel": { ...wrongKind, message: "The key's protection level does not allow this." },
  "Rejected.UnsupportedOperation": {
    ...wrongKind,
    message: "Alibaba Cloud KMS does not support this for the resource.",
  },
  UnsupportedOperation: { ...wrongKind, message: "Alibaba Cloud KMS does not support this for the resource." },

  "Rejected.LimitExceeded": {
    code: "limit-exceeded",
    retry: "no",
    scope: "resource",
    message: "A limit of Alibaba Cloud KMS is reached, such as the number of tags on the resource.",
    hint: "Take tags away first.",
  },
  "NumberExceed.Tags": {
    code: "limit-exceeded",
    retry: "no",
    scope: "call",
    message: "There are too many tags for Alibaba Cloud KMS.",
  },
  "Duplicate.TagKey": tagRefused,

  "Rejected.Disabled": wrongState("The key is disabled."),
  "Rejected.Enabled": wrongState("The key is enabled."),
  "Rejected.PendingDeletion": wrongState("The resource is about to be deleted."),
  // The spelling of the page of 2019.
  "Rejetced.PendingDeletion": wrongState("The resource is about to be deleted."),
  "Rejected.PendingImport": wrongState("The key waits for key material."),
  "Rejected.StateModifiedFailed": wrongState("The state of the key does not allow this."),
  "Forbidden.DKMSInstanceStateInvalid": { ...wrongState("The KMS instance is busy or stopped."), retry: "transient" },

  "Rejected.Throttling": throttled,
  InternalFailure: unavailable,
  InternalError: unavailable,
};

/** For codes that the pages do not list or that only sister products document; the first that fits. */
const BY_PATTERN: readonly (readonly [RegExp, Refusal])[] = [
  [/throttling/i, throttled],
  [/^(?:Service|Serivce)Unavailable/, unavailable],
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
      message: "A tag policy of the organisation refuses the tags.",
    },
  ],
  [/^(?:InvalidTag|Duplicate\.Tag)/, tagRefused],
  [/NotFound$/, notFound],
  [/^(?:InvalidParameter|Invalid)/, { ...malformed, scope: "resource" }],
  [/^(?:MissingParameter|Missing|NumberExceed)/, { ...malformed, scope: "call" }],
  [/^(?:Forbidden|NoPermission)/, { ...denied, scope: "resource" }],
  [/^Unsupported/, { ...wrongKind, message: "Alibaba Cloud KMS does not support this for the resource." }],
  [/^Rejected/, wrongState("Alibaba Cloud KMS rejects this for the resource.")],
];

/** The status decides only where the code is one that nobody knows. */
export function explainRefusal(code: string, status: number): Refusal {
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] as Refusal;
  const known = BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (status >= 500) return unavailable;
  if (status === 429) return throttled;
  return { code: "refused", retry: "no", scope: "resource", message: "Alibaba Cloud KMS refuses the call." };
}
