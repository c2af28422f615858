import type { TagLengths } from "../protocol/parameters.ts";
import type { CertificateStatus } from "./state/certificate.ts";

/**
 * What AWS Certificate Manager does in cases that neither its documentation nor a public recording describes, or that
 * they describe differently (verified 2026-11-29).
 */
export interface CertificateSettings {
  /** The largest lengths of a tag. The user guide says 127 and 255. */
  readonly certificateTagLengths: TagLengths;
  /** What AddTagsToCertificate compares with the limit of 50: the tags that the certificate would have, or those sent. */
  readonly certificateTagLimitCounts: "resulting-tags" | "request";
  /** A tag key twice in a request. `none`: the last one is stored. */
  readonly certificateDuplicateKeysError: "InvalidTagException" | "ValidationException" | "none";
  /** Whether `AWS:` is reserved as `aws:` is. */
  readonly certificateReservedKeys: "any-case" | "lower-case";
  /** Whether values that begin with `aws:` are refused, as the text of InvalidTagException says. */
  readonly certificateReservedValues: "refuse" | "accept";
  /** What is stored for a tag that a request gives no value. */
  readonly certificateAbsentTagValue: "empty" | "absent";
  /** RemoveTagsFromCertificate of a tag that the certificate does not have. */
  readonly certificateAbsentTag: "success" | "InvalidTagException";
  /** The statuses in which changes of tags are refused with InvalidStateException, which the operations do not document. */
  readonly statusesRefusingTags: readonly CertificateStatus[];
  /** The services whose certificates (`ManagedBy`) refuse changes of their tags with AccessDeniedException. */
  readonly managersRefusingTags: readonly string[];
  /** TagResource, UntagResource and ListTagsForResource of a certificate. Documented: they are for other resources. */
  readonly generalTaggingOfCertificates: "refuse" | "accept";
  /** Any use of an ARN of another account. */
  readonly certificateOtherAccountError: "ResourceNotFoundException" | "AccessDeniedException";
  /** Any use of an ARN of another region. */
  readonly certificateOtherRegionError: "ResourceNotFoundException" | "InvalidArnException";
  /** An ARN of ACM that is not one of a certificate. */
  readonly certificateArnError: "InvalidArnException" | "ValidationException" | "ResourceNotFoundException";
  /** The key algorithms that ListCertificates returns without `keyTypes`. Documented with RSA_1024, and without it. */
  readonly certificatesListedByDefault: readonly string[];
  /** Whether lists of certificates have empty pages with a token: one before each page. */
  readonly certificateEmptyPages: boolean;
}

/** The most likely reading of each. */
export const defaultCertificateSettings: CertificateSettings = {
  certificateTagLengths: { key: 128, value: 256 },
  certificateTagLimitCounts: "resulting-tags",
  certificateDuplicateKeysError: "InvalidTagException",
  certificateReservedKeys: "any-case",
  certificateReservedValues: "refuse",
  certificateAbsentTagValue: "empty",
  certificateAbsentTag: "success",
  statusesRefusingTags: [],
  managersRefusingTags: [],
  generalTaggingOfCertificates: "refuse",
  certificateOtherAccountError: "ResourceNotFoundException",
  certificateOtherRegionError: "ResourceNotFoundException",
  certificateArnError: "InvalidArnException",
  certificatesListedByDefault: ["RSA_1024", "RSA_2048"],
  certificateEmptyPages: false,
};
