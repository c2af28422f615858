import type { Failure } from "@crosstag/core/driver";
import { explainDenial } from "./denial.ts";

/** The meaning of an error code of KMS, of the Tag service or of the gateway in front of them. */
export type Refusal = Pick<Failure, "code" | "retry" | "scope" | "message"> & {
  readonly hint: string;
  /** Absent: the refusal has changed nothing. */
  readonly applied?: "maybe";
};

/** The resource does not exist, or is in another region or account. */
export const notFound = {
  code: "not-found",
  retry: "no",
  scope: "resource",
  message: "Tencent Cloud has no such resource in this account and region.",
  hint: "Check the name and the region: a resource in another region is reported as not found.",
} as const;

/** The credentials do not allow the call; see `explainDenial`. */
export const denied = { code: "access-denied", retry: "no", scope: "resource", ...explainDenial() } as const;

/** The account has not enabled the service, or has overdue payments. */
export const serviceNotEnabled = {
  code: "access-denied",
  retry: "no",
  scope: "account",
  message: "The service is not enabled for the account, or was suspended.",
  hint: "Check the service and the balance of the account in the Tencent Cloud console.",
} as const;

/** The credentials were refused. */
export const unauthenticated = {
  code: "unauthenticated",
  retry: "no",
  scope: "call",
  message: "Tencent Cloud does not accept the credentials.",
  hint: "Check the API key, whether its session has expired, and this computer's clock.",
} as const;

/** The credentials are those of a session that has ended. */
export const sessionExpired = {
  code: "unauthenticated",
  retry: "no",
  scope: "call",
  message: "The session has expired, or its token is wrong.",
  hint: "Renew it.",
} as const;

/** A parameter is missing or invalid. */
export const malformed = {
  code: "refused",
  retry: "no",
  scope: "resource",
  message: "Tencent Cloud refused the request as malformed.",
  hint: "Check the name of the resource and the tags, and search Tencent Cloud's documentation for the error code.",
} as const;

/** The operation or the region does not exist at this endpoint. */
export const unknownOperation = {
  code: "unsupported",
  retry: "no",
  scope: "call",
  message: "This endpoint does not have the operation, or not in this region.",
  hint: "Check the region, for example ap-guangzhou, and the endpoint.",
} as const;

/** A quota is exceeded. */
export const throttled = {
  code: "throttled",
  retry: "throttled",
  scope: "call",
  message: "Tencent Cloud throttles the calls of this account.",
  hint: "Other programs may use the same quota. Set the account's own rates under quotas, or try again later.",
} as const;

/** Another change of the same resource is under way. */
export const busy = {
  code: "unavailable",
  retry: "transient",
  scope: "resource",
  message: "The Tag service is still working on another change of the resource.",
  hint: "Try again.",
} as const;

/** The service failed; the call may have taken effect. */
export const unavailable = {
  code: "unavailable",
  retry: "transient",
  scope: "call",
  applied: "maybe",
  message: "Tencent Cloud failed to process the request.",
  hint: "Try again. If the failure persists, check the status page of Tencent Cloud.",
} as const;

/** A tag breaks a rule of the cloud. */
export const tagRefused = {
  code: "tag-refused",
  retry: "no",
  scope: "call",
  message: "The Tag service of Tencent Cloud refused a tag.",
  hint: "Check the characters, the lengths and the reserved words of the tag keys and values, and that no value is empty.",
} as const;

/** A tag policy of the organization does not allow the tag. */
export const policyRefused = {
  code: "policy-refused",
  retry: "no",
  scope: "resource",
  message: "A tag policy of the organization does not allow a tag.",
  hint: "Compare the key, its case and the value with the effective tag policy of the account.",
} as const;

/** The operation is not for this kind or origin of key. */
export const wrongKind = {
  code: "unsupported",
  retry: "no",
  scope: "resource",
  message: "Tencent Cloud does not support this for the resource.",
  hint: "Check the resource in the console: its usage or origin may not allow this.",
} as const;

/** A key that a product has created. */
export const managedByCloud = {
  code: "managed-by-cloud",
  retry: "no",
  scope: "resource",
  message: "A product of Tencent Cloud manages the key.",
  hint: "Use that product to change it.",
} as const;

/** A limit of the resource is reached. */
export const tooManyTags = {
  code: "limit-exceeded",
  retry: "no",
  scope: "resource",
  message: "The resource has as many tags as Tencent Cloud allows.",
  hint: "Remove tags that are no longer needed: a resource can have 50.",
} as const;

/** A limit of the account is reached. */
export const tooManyTagsInAccount = {
  code: "limit-exceeded",
  retry: "no",
  scope: "call",
  message: "The account has as many tag keys, or as many values of a tag key, as Tencent Cloud allows.",
  hint: "Delete tags that no resource has, or ask Tencent Cloud to raise the limit.",
} as const;

/** AttachResourcesTag does not change a value. */
export const otherValue = {
  code: "conflict",
  retry: "no",
  scope: "resource",
  message: "The resource has the tag key with another value, which this operation does not change.",
  hint: "Another program may have set it meanwhile. Run the command again.",
} as const;

/** The tag key to remove is not there. */
export const absentTagKey = {
  code: "conflict",
  retry: "no",
  scope: "resource",
  message: "The resource does not have the tag key.",
  hint: "Another program may have removed it meanwhile. Run the command again.",
} as const;

/** The state of the key does not allow the call. */
export const wrongState = {
  code: "invalid-state",
  retry: "no",
  scope: "resource",
  message: "The state of the resource does not allow this.",
  hint: "Check its state in the console: it may be disabled, archived or scheduled for deletion.",
} as const;
