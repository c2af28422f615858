import type { Failure } from "@crosstag/core/driver";
import { explainDenial } from "./denial.ts";

/** The meaning of an error code of KMS or its gateway. */
export type Refusal = Pick<Failure, "code" | "retry" | "scope" | "message"> & {
  readonly hint: string;
  /** Absent: the refusal has changed nothing. */
  readonly applied?: "maybe";
};

/** The resource does not exist, or is in another region. */
export const notFound = {
  code: "not-found",
  retry: "no",
  scope: "resource",
  message: "Alibaba Cloud KMS has no such resource in this account and region.",
  hint: "Check the name and the region: a resource in another region is reported as not found. A new resource can take a few seconds to appear.",
} as const;

/** The credentials do not allow the call; see `explainDenial`. */
export const denied = { code: "access-denied", retry: "no", ...explainDenial() } as const;

/** The cloud refuses all calls of the account until the cause is removed. */
const ofAccount = { code: "access-denied", retry: "no", scope: "account" } as const;

/** The account has not enabled the service. */
export const serviceNotEnabled = {
  ...ofAccount,
  message: "Key Management Service is not enabled for the account.",
  hint: "Enable it in the Alibaba Cloud console, under Key Management Service.",
} as const;

/** The account has overdue payments. */
export const overduePayments = {
  ...ofAccount,
  message: "Alibaba Cloud has suspended the service, because the account has overdue payments.",
  hint: "Pay them in the Alibaba Cloud console, under Expenses and Costs.",
} as const;

/** The risk control has blocked the account. */
export const stoppedByRiskControl = {
  ...ofAccount,
  message: "The risk control of Alibaba Cloud has blocked the account.",
  hint: "Contact Alibaba Cloud support.",
} as const;

/** The account is not active. */
export const accountNotActive = {
  ...ofAccount,
  message: "The account is not active, or has not signed up for Key Management Service.",
  hint: "Check the state of the account in the Alibaba Cloud console.",
} as const;

/** The credentials were refused. */
export const unauthenticated = {
  code: "unauthenticated",
  retry: "no",
  scope: "call",
  message: "Alibaba Cloud does not accept the credentials.",
  hint: "Check the access key, whether its session has expired, and this computer's clock.",
} as const;

/** The credentials are those of a session that has ended. */
export const sessionExpired = {
  code: "unauthenticated",
  retry: "no",
  scope: "call",
  message: "The session has expired.",
  hint: "Renew it.",
} as const;

/** A parameter is missing or invalid. */
export const malformed = {
  code: "refused",
  retry: "no",
  message: "Alibaba Cloud KMS refused the request as malformed.",
  hint: "Check the name of the resource and the tags, and search Alibaba Cloud's documentation for the error code.",
} as const;

/** A quota is exceeded. */
export const throttled = {
  code: "throttled",
  retry: "throttled",
  scope: "call",
  message: "Alibaba Cloud KMS throttles the calls of this account.",
  hint: "Other programs may use the same quota. Set the account's own rates under quotas, or try again later.",
} as const;

/** The service failed; the call may have taken effect. */
export const unavailable = {
  code: "unavailable",
  retry: "transient",
  scope: "call",
  applied: "maybe",
  message: "Alibaba Cloud KMS failed to process the request.",
  hint: "Try again. If the failure persists, check the status page of Alibaba Cloud.",
} as const;

/** A tag breaks a rule of the cloud. */
export const tagRefused = {
  code: "tag-refused",
  retry: "no",
  scope: "call",
  message: "Alibaba Cloud KMS refused a tag.",
  hint: "Check the characters, the lengths and the prefixes aliyun and acs: of the tag keys and values, and that no key is given twice.",
} as const;

/** The operation is not for this kind or origin of resource. */
export const wrongKind = {
  code: "unsupported",
  retry: "no",
  scope: "resource",
  message: "Alibaba Cloud KMS does not support this for the resource.",
  hint: "Check the resource in the console: its kind, origin or protection level may not allow this.",
} as const;

/** A limit is reached. */
export const tooManyTags = {
  code: "limit-exceeded",
  retry: "no",
  scope: "resource",
  message: "A limit of Alibaba Cloud KMS is reached, such as the number of tags on the resource.",
  hint: "Remove tags that are no longer needed.",
} as const;

/** The state of the resource does not allow the call. */
export function wrongState(message: string, hint: string): Refusal {
  return { code: "invalid-state", retry: "no", scope: "resource", message, hint };
}

/** The resource is scheduled for deletion. */
export const pendingDeletion = wrongState(
  "The resource is pending deletion.",
  "Cancel the deletion first, or leave the resource out.",
);
