import type { Failure } from "@crosstag/core/driver";
import { describeClock } from "@crosstag/driver-kit";
import { type DeniedService, explainDenial } from "./denial.ts";

/** The meaning of an error code. Defaults: no retry, not applied, scope `resource`. */
export type Meaning = Pick<Failure, "code" | "message"> &
  Partial<Pick<Failure, "retry" | "applied" | "scope" | "hint" | "unreachable">>;

/** Error codes, separated by spaces, and what they mean. */
export type NamedMeanings = readonly (readonly [names: string, meaning: Meaning])[];

/** How a service of AWS fails. */
export interface ServiceErrors extends DeniedService {
  /**
   * Meanings by error code. The status is not enough: the services answer both "not found" and a wrong state with 400.
   */
  readonly byName: ReadonlyMap<string, Meaning>;
  /** Meanings of codes that have several, which only the text distinguishes. Undefined: the code is enough. */
  readonly byText: (name: string, text: string) => Meaning | undefined;
  /** A status of 500 or above with an unknown code. */
  readonly fault: Meaning;
  /** Status 429 with an unknown code. */
  readonly throttling: Meaning;
  /** Any other status of 400 or above with an unknown code. */
  readonly refusal: Meaning;
  /** Status 501 without a code: another server may have answered, so the call may have been passed on. */
  readonly notImplemented: Meaning;
}

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
const wrongRegion: Meaning = {
  code: "configuration",
  scope: "call",
  message: "The endpoint does not serve the region that is configured.",
  hint: "Check the region: --region, or region in the configuration.",
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

/** An organization's tag policy refused a tag; only the text of an error shows this. */
export const policyRefused: Meaning = {
  code: "policy-refused",
  message: "A tag policy of the organization does not allow a tag.",
  hint: "Compare the key, its case and the value with the effective tag policy of the account.",
};

/** The SDK has corrected its clock, so the same call works the next time. */
export function clockCorrected(aheadMs: number | undefined): Meaning {
  return { ...clockWrong, retry: "transient", message: describeClock(aheadMs, "AWS") };
}

/**
 * The errors of a service: the errors that all services of AWS have, and its own.
 * @param own errors that override the ones of all services
 * @param byText meanings that depend on the text. Default: none
 */
export function serviceErrors(
  service: DeniedService,
  own: NamedMeanings,
  byText: ServiceErrors["byText"] = () => undefined,
): ServiceErrors {
  const { title } = service;
  const fault: Meaning = {
    code: "unavailable",
    retry: "transient",
    applied: "maybe",
    scope: "call",
    message: `${title} failed to process the request.`,
    hint: "Try again. If the failure persists, check the AWS Health Dashboard.",
  };
  const throttling: Meaning = {
    code: "throttled",
    retry: "throttled",
    scope: "call",
    message: `${title} throttles the calls of this account.`,
    hint: "Other programs may use the same quota. Set the account's own rates under quotas, or try again later.",
  };
  const unknownOperation: Meaning = {
    code: "unsupported",
    scope: "call",
    message: "This endpoint does not support the operation.",
    hint: `Check the endpoint: a compatible service may support only a part of ${title}.`,
  };
  const named = [...commonNames(service, { fault, throttling, unknownOperation }), ...own];
  return {
    ...service,
    byName: new Map(
      named.flatMap(([names, meaning]) => names.split(" ").map((name): [string, Meaning] => [name, meaning])),
    ),
    // "Credential should be scoped to a valid region, not 'mars-1'."
    byText: (name, text) =>
      name === "InvalidSignatureException" && text.includes("scoped to a valid region")
        ? wrongRegion
        : byText(name, text),
    fault,
    throttling,
    refusal: {
      code: "refused",
      message: `${title} refused the request.`,
      hint: "Search AWS's documentation for the error code.",
    },
    notImplemented: { ...unknownOperation, applied: "maybe" },
  };
}

function commonNames(
  service: DeniedService,
  { fault, throttling, unknownOperation }: Readonly<Record<"fault" | "throttling" | "unknownOperation", Meaning>>,
): NamedMeanings {
  const { title, resource } = service;
  const refused: Meaning = {
    code: "refused",
    message: `${title} refused the request as malformed.`,
    hint: `Check the name of the ${resource} and the tags, and search AWS's documentation for the error code.`,
  };
  return [
    ["InternalFailure InternalServerError InternalServerException InternalServiceError InternalError", fault],
    ["DependencyTimeoutException KMSInternalException", fault],
    ["ServiceUnavailable ServiceUnavailableException RequestTimeout RequestTimeoutException", fault],
    ["ThrottlingException Throttling ThrottledException RequestThrottled RequestThrottledException", throttling],
    ["TooManyRequestsException RequestLimitExceeded SlowDown BandwidthLimitExceeded", throttling],
    // Other codes that the SDK treats as throttling (client-kms 3.1162.0), except LimitExceededException: a full resource.
    ["ProvisionedThroughputExceededException EC2ThrottledException", throttling],
    ["PriorRequestNotComplete TransactionInProgressException", throttling],
    ["ValidationException ValidationError SerializationException MissingParameter InvalidParameterValue", refused],
    // The text of the answer has details; see `explainDenial`.
    [
      "AccessDeniedException AccessDenied UnauthorizedOperation NotAuthorized NotAuthorizedException",
      { code: "access-denied", ...explainDenial("", service) },
    ],
    ["UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId AuthFailure", unauthenticated],
    ["MissingAuthenticationTokenException MissingAuthenticationToken", unauthenticated],
    ["IncompleteSignature IncompleteSignatureException", unauthenticated],
    ["ExpiredTokenException ExpiredToken", sessionExpired],
    ["RequestExpired RequestTimeTooSkewed RequestInTheFuture", clockWrong],
    ["InvalidSignatureException SignatureDoesNotMatch", wrongSignature],
    [
      "OptInRequired SubscriptionRequiredException",
      {
        code: "access-denied",
        scope: "account",
        message: `The account has no access to ${title} in this region.`,
        hint: "Enable the region for the account, or finish the sign-up of the account.",
      },
    ],
    ["UnknownOperationException", unknownOperation],
  ];
}
