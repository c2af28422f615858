import type { Failure } from "@crosstag/core/driver";
import { describeClock } from "@crosstag/driver-kit";
import { explainDenial } from "./denial.ts";

/** The meaning of an error code. Defaults: no retry, not applied, scope `resource`. */
export type Meaning = Pick<Failure, "code" | "message"> &
  Partial<Pick<Failure, "retry" | "applied" | "scope" | "hint" | "unreachable">>;

const notFound: Meaning = {
  code: "not-found",
  message: "AWS KMS has no such key in this account and region.",
  hint: "Check the id and the region: a key in another region is reported as not found. A new key can take a few seconds to appear.",
};
const limitExceeded: Meaning = {
  code: "limit-exceeded",
  message: "A limit of AWS KMS is reached, such as the number of tags on the key.",
  hint: "Remove tags that are no longer needed.",
};
const throttled: Meaning = {
  code: "throttled",
  retry: "throttled",
  scope: "call",
  message: "AWS KMS throttles the calls of this account.",
  hint: "Other programs may use the same quota. Set the account's own rates under quotas, or try again later.",
};
const serviceFault: Meaning = {
  code: "unavailable",
  retry: "transient",
  applied: "maybe",
  scope: "call",
  message: "AWS KMS failed to process the request.",
  hint: "Try again. If the failure persists, check the AWS Health Dashboard.",
};
/** The credentials were refused. */
export const unauthenticated: Meaning = {
  code: "unauthenticated",
  scope: "call",
  message: "AWS does not accept the credentials.",
  hint: "Check the access key and its partition, whether its session has expired, and this computer's clock.",
};
const wrongSignature: Meaning = {
  code: "unauthenticated",
  scope: "call",
  message: "AWS does not accept the signature of the request.",
  hint: "Check the secret access key, the region and this computer's clock.",
};
/** The credentials are those of a session that has ended. */
export const sessionExpired: Meaning = {
  code: "unauthenticated",
  scope: "call",
  message: "The session has expired.",
  hint: "Renew it.",
};
const clockWrong: Meaning = {
  code: "unauthenticated",
  scope: "call",
  message: describeClock(undefined, "AWS"),
  hint: "Set the clock.",
};
const refused: Meaning = {
  code: "refused",
  message: "AWS KMS refused the request as malformed.",
  hint: "Check the name of the key and the tags, and search AWS's documentation for the error code.",
};
/** The text of the answer has details; see `explainDenial`. */
const accessDenied: Meaning = { code: "access-denied", ...explainDenial("") };

/** An organization's tag policy refused a tag; only the text of an error shows this. */
export const policyRefused: Meaning = {
  code: "policy-refused",
  message: "A tag policy of the organization does not allow a tag.",
  hint: "Compare the key, its case and the value with the effective tag policy of the account.",
};
/** `TagException` with this text is a full key. */
export const tooManyTags: Meaning = limitExceeded;

/** The SDK has corrected its clock, so the same call works the next time. */
export function clockCorrected(aheadMs: number | undefined): Meaning {
  return { ...clockWrong, retry: "transient", message: describeClock(aheadMs, "AWS") };
}

const unknownOperation: Meaning = {
  code: "unsupported",
  scope: "call",
  message: "This endpoint does not support the operation.",
  hint: "Check the endpoint: a compatible service may support only a part of AWS KMS.",
};
/** Status 501 without a code: another server may have answered, so the call may have been passed on. */
export const notImplemented: Meaning = { ...unknownOperation, applied: "maybe" };

const NAMES: readonly (readonly [names: string, meaning: Meaning])[] = [
  // KMSNotFoundException, TooManyTagsException: Quilibrium's API pages (verified 2026-11-22).
  ["NotFoundException KMSNotFoundException", notFound],
  ["LimitExceededException TooManyTagsException", limitExceeded],
  [
    "InvalidArnException",
    {
      code: "refused",
      message: "AWS KMS does not accept this name of a key.",
      hint: "Use the id or the ARN of a key in this region; resolve aliases first.",
    },
  ],
  [
    "KMSInvalidStateException DisabledException",
    {
      code: "invalid-state",
      message: "The state of the key does not allow this.",
      hint: "The tags of a key that is pending deletion cannot be changed. A key that is being created or updated needs some time.",
    },
  ],
  [
    "TagException",
    {
      code: "tag-refused",
      message: "AWS KMS refused a tag.",
      hint: "Check the characters, the lengths and the prefix aws: of the tag keys and values, and that no key is given twice.",
    },
  ],
  [
    "UnsupportedOperationException",
    {
      code: "invalid-state",
      message: "The key does not allow this operation.",
      hint: "Only imported key material can be deleted, and only if the key has some.",
    },
  ],
  [
    "InvalidMarkerException",
    { code: "refused", message: "The list cannot be continued from this page.", hint: "Start the list again." },
  ],
  [
    "KeyUnavailableException",
    {
      code: "unavailable",
      retry: "transient",
      message: "The key is not available at the moment.",
      hint: "Check that the key store of the key is connected, then try again.",
    },
  ],
  [
    "DependencyTimeoutException KMSInternalException InternalFailure InternalServerError InternalServerException",
    serviceFault,
  ],
  [
    "InternalServiceError InternalError ServiceUnavailable ServiceUnavailableException RequestTimeout RequestTimeoutException",
    serviceFault,
  ],
  ["ThrottlingException Throttling ThrottledException RequestThrottled RequestThrottledException", throttled],
  ["TooManyRequestsException RequestLimitExceeded SlowDown BandwidthLimitExceeded", throttled],
  // Other codes that the SDK treats as throttling (client-kms 3.1162.0); here LimitExceededException is a full key.
  ["ProvisionedThroughputExceededException EC2ThrottledException", throttled],
  ["PriorRequestNotComplete TransactionInProgressException", throttled],
  ["ValidationException ValidationError SerializationException MissingParameter InvalidParameterValue", refused],
  ["AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorized NotAuthorizedException", accessDenied],
  ["UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId", unauthenticated],
  ["ExpiredTokenException ExpiredToken", sessionExpired],
  ["RequestExpired RequestTimeTooSkewed RequestInTheFuture", clockWrong],
  [
    "MissingAuthenticationTokenException MissingAuthenticationToken IncompleteSignature IncompleteSignatureException",
    unauthenticated,
  ],
  ["InvalidSignatureException SignatureDoesNotMatch", wrongSignature],
  ["AuthFailure", unauthenticated],
  [
    "OptInRequired SubscriptionRequiredException",
    {
      code: "access-denied",
      scope: "account",
      message: "The account has no access to AWS KMS in this region.",
      hint: "Enable the region for the account, or finish the sign-up of the account.",
    },
  ],
  ["UnknownOperationException", unknownOperation],
];

/** Meanings by error code. The status is not enough: AWS KMS answers both "not found" and a wrong state with 400. */
export const MEANING_BY_NAME: ReadonlyMap<string, Meaning> = new Map(
  NAMES.flatMap(([names, meaning]) => names.split(" ").map((name): [string, Meaning] => [name, meaning])),
);

/** A status of 500 or above with an unknown code. */
export const unnamedServiceFault: Meaning = serviceFault;
/** Status 429 with an unknown code. */
export const unnamedThrottling: Meaning = throttled;
/** Any other status of 400 or above with an unknown code. */
export const unnamedRefusal: Meaning = {
  code: "refused",
  message: "AWS KMS refused the request.",
  hint: "Search AWS's documentation for the error code.",
};
