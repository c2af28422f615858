import type { TagLengths } from "../protocol/parameters.ts";

/**
 * What AWS Secrets Manager does in cases that neither its documentation nor a public recording describes, or that they
 * describe differently (verified 2026-11-29).
 */
export interface SecretSettings {
  /** The largest lengths of a tag. An older text of the API says 127 and 255. */
  readonly secretTagLengths: TagLengths;
  /** TagResource that would leave a secret with more than 50 tags. */
  readonly secretTooManyTagsError: "InvalidParameterException" | "LimitExceededException" | "ValidationException";
  /** A character outside the ones that AWS documents for tags in general. `none`: any character is accepted. */
  readonly secretTagCharactersError: "InvalidParameterException" | "ValidationException" | "none";
  /** TagResource with no tags and UntagResource with no keys. `none`: they succeed and do nothing. */
  readonly secretEmptyListError: "InvalidParameterException" | "ValidationException" | "none";
  /** A tag key twice in a request. `none`: the last one is stored. */
  readonly secretDuplicateKeysError: "InvalidParameterException" | "ValidationException" | "none";
  /** Whether `AWS:` is reserved as `aws:` is. */
  readonly secretReservedKeys: "any-case" | "lower-case";
  /** UntagResource of a key that begins with `aws:`. */
  readonly secretUntagReservedError: "InvalidParameterException" | "none";
  /** What is stored for a tag that a request gives no value. */
  readonly secretAbsentTagValue: "empty" | "absent";
  /** What `tagPolicy` refuses with. Secrets Manager has no name of its own for it. */
  readonly secretTagPolicyError: "InvalidParameterException" | "InvalidRequestException" | "AccessDeniedException";
  /**
   * Tag keys that the caller's access depends on. TagResource and UntagResource of one are refused with
   * AccessDeniedException, as Secrets Manager documents for a change that would remove the caller's own access.
   */
  readonly secretAccessTagKeys: readonly string[];
  /** TagResource and UntagResource of a replica. Recorded for other writes: refused. */
  readonly replicaTagging: "refuse" | "accept";
  /** Milliseconds until the replicas of a secret show its new tags, on the clock. */
  readonly replicaLagMs: number;
  /**
   * The services whose secrets refuse TagResource and UntagResource with InvalidRequestException. Reports disagree:
   * secrets of Amazon RDS and of VPN connections were tagged (2025-06, 2026-01), those of others are said to refuse.
   */
  readonly ownersRefusingTags: readonly string[];
  /** Any use of an ARN of another account. */
  readonly secretOtherAccountError: "AccessDeniedException" | "ResourceNotFoundException";
  /** Any use of an ARN of another region. */
  readonly secretOtherRegionError: "ResourceNotFoundException" | "InvalidParameterException";
  /**
   * An ARN without suffix of a secret whose name ends with a hyphen and six characters. Documented: it is taken for a
   * complete ARN.
   */
  readonly secretNameLikeSuffix: "not-found" | "found";
  /** DeletedDate. DescribeSecret documents the day of the planned deletion, ListSecrets the day of the request. */
  readonly secretDeletedDate: "planned" | "requested";
  /** Milliseconds for which ListSecrets does not show a change, on the clock. Documented: up to five minutes. */
  readonly secretListDelayMs: number;
  /** Whether lists of secrets have empty pages with a token: one before each page. Documented as possible. */
  readonly secretEmptyPages: boolean;
}

/** The most likely reading of each. */
export const defaultSecretSettings: SecretSettings = {
  secretTagLengths: { key: 128, value: 256 },
  secretTooManyTagsError: "InvalidParameterException",
  secretTagCharactersError: "InvalidParameterException",
  secretEmptyListError: "InvalidParameterException",
  secretDuplicateKeysError: "InvalidParameterException",
  secretReservedKeys: "any-case",
  secretUntagReservedError: "InvalidParameterException",
  secretAbsentTagValue: "empty",
  secretTagPolicyError: "InvalidParameterException",
  secretAccessTagKeys: [],
  replicaTagging: "refuse",
  replicaLagMs: 0,
  ownersRefusingTags: [],
  secretOtherAccountError: "AccessDeniedException",
  secretOtherRegionError: "ResourceNotFoundException",
  secretNameLikeSuffix: "not-found",
  secretDeletedDate: "planned",
  secretListDelayMs: 0,
  secretEmptyPages: false,
};
