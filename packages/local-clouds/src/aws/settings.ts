import { defaultCertificateSettings, type CertificateSettings } from "./acm/certificate-settings.ts";
import { defaultSecretSettings, type SecretSettings } from "./secrets-manager/secret-settings.ts";

/**
 * What AWS KMS does in cases that neither its documentation nor a public recording describes (verified 2026-11-22).
 * Each is a setting, so that a client can be tested against every possibility.
 */
export interface AwsSettings extends SecretSettings, CertificateSettings {
  /** TagResource, UntagResource, ListResourceTags, DeleteImportedKeyMaterial of an alias. */
  readonly aliasError: "InvalidArnException" | "NotFoundException";
  /** Any use of a key ARN of another account. */
  readonly otherAccountError: "AccessDeniedException" | "NotFoundException";
  /** A write to a key that AWS manages. (ListKeyRotations is recorded: `AccessDeniedException`.) */
  readonly awsManagedKeyError: "AccessDeniedException" | "UnsupportedOperationException";
  /** TagResource that would leave a key with more than 50 tags. (CreateKey is recorded: `TagException`.) */
  readonly tooManyTagsError: "TagException" | "LimitExceededException" | "TooManyTagsException";
  /** Whether the limit of 50 is on the tags the key would have, or on those it has plus those sent, overwritten or not. */
  readonly tagLimitCounts: "resulting-tags" | "sum";
  /** TagResource with no tags and UntagResource with no keys. */
  readonly emptyListError: "TagException" | "ValidationException" | "none";
  /** UntagResource of a key that begins with `aws:`. */
  readonly untagReservedError: "TagException" | "none";
  /** Whether keys that begin with `aws:`, in any case, are refused by TagResource and CreateKey. Recorded for AWS. */
  readonly reservedKeyPrefix: boolean;
  /** Whether values that begin with `aws:`, in any case, are also refused. */
  readonly reservedValuePrefix: boolean;
  /** The characters of keys and values: the ones that AWS documents for tags in general, or any. */
  readonly tagCharacters: "general" | "any";
  /** What the lengths 128 and 256 are counted in. */
  readonly tagLengthUnit: "code-points" | "utf-16-units";
  /** Whether a request's tags are checked for doubles and count before or after each tag by itself. */
  readonly tagCheckOrder: "each-tag-first" | "duplicates-first";
  /** The order in which ListResourceTags returns tags. */
  readonly tagOrder: "by-key" | "insertion";
  /**
   * Allowed values by tag key, as an enforced tag policy has them. A value can hold one `*`, which stands for any
   * text; a tag key that differs from one of these in case only is refused, whatever its value.
   */
  readonly tagPolicy: Readonly<Record<string, readonly string[]>>;
  /** What `tagPolicy` refuses with. The names are those of several services; KMS's own is not known. */
  readonly tagPolicyError:
    | "TagException"
    | "ValidationException"
    | "AccessDeniedException"
    | "TagPolicyException"
    | "TagPolicyViolation";
  /** DeleteImportedKeyMaterial with a KeyMaterialId that the key does not have. `none`: it succeeds and does nothing. */
  readonly unknownMaterialError: "NotFoundException" | "UnsupportedOperationException" | "none";
  /** DeleteImportedKeyMaterial with a KeyMaterialId for a key whose material has none (asymmetric, HMAC). */
  readonly materialIdNotSupportedError: "UnsupportedOperationException" | "none";
  /** The KeyMaterialId in the answer of DeleteImportedKeyMaterial if there was nothing to delete. */
  readonly noEffectMaterialId: "asked-for-or-current" | "absent";
  /** ListKeyRotations of a key that is pending deletion. */
  readonly rotationsOfPendingDeletion: "refuse" | "accept";
  /**
   * The maximum number of on-demand rotations of a key. Documented as 25 (SDK, verified 2026-11-25), formerly as 10.
   */
  readonly onDemandRotations: number;
  /** When AWS began to track the use of keys, in milliseconds since 1970; for younger keys it is their creation. */
  readonly usageTrackedSince: number;
  /** Milliseconds for which a new replica is `Creating` to readers, on the clock. AWS takes up to some minutes. */
  readonly replicaCreationMs: number;
  /** State-changing requests per second to one key before AWS throttles the "hot key"; 0: never. */
  readonly hotKeyWritesPerSecond: number;
  /** Whether a region that is being disabled in an account still accepts the account's credentials. */
  readonly disablingRegion: "open" | "closed";
  /** AssumeRole in a region of STS that is not enabled in the account of the role. */
  readonly stsRegionError: "RegionDisabledException" | "InvalidClientTokenId";
  /** A session of a role when its account is suspended or closed afterwards. */
  readonly suspendedAccountError: "AccessDeniedException" | "UnrecognizedClientException";
  /** The fields in which AWS Organizations lists the state of an account. `Status` is announced to end on 2026-09-09. */
  readonly accountStateFields: "state" | "status" | "both";
  /** Whether AWS Organizations lists accounts and units with their paths. */
  readonly organizationPaths: boolean;
  /** Whether lists of AWS Organizations have empty pages with a token: one before each page. Documented as possible. */
  readonly organizationEmptyPages: boolean;
  /** Whether trusted access for Account Management is on, so that ListRegions takes the number of another account. */
  readonly accountManagementTrusted: boolean;
  /** Whose quota ListRegions for another account spends. That of the account asked about is not counted. */
  readonly listRegionsQuotaOf: "caller" | "account-asked-about";
  /** The quotas that ListServiceQuotas lists: all, or the ones that differ from the default. */
  readonly listedQuotas: "all" | "changed";
  /** Seconds in a `Retry-After` header on throttled answers; 0: no such header. */
  readonly retryAfterSeconds: number;
}

/** The most likely reading of each. */
export const awsDefaultSettings: AwsSettings = {
  ...defaultSecretSettings,
  ...defaultCertificateSettings,
  aliasError: "InvalidArnException",
  otherAccountError: "AccessDeniedException",
  awsManagedKeyError: "AccessDeniedException",
  tooManyTagsError: "TagException",
  tagLimitCounts: "resulting-tags",
  emptyListError: "TagException",
  untagReservedError: "TagException",
  reservedKeyPrefix: true,
  reservedValuePrefix: false,
  tagCharacters: "general",
  tagLengthUnit: "code-points",
  tagCheckOrder: "each-tag-first",
  tagOrder: "by-key",
  tagPolicy: {},
  tagPolicyError: "TagException",
  unknownMaterialError: "NotFoundException",
  materialIdNotSupportedError: "UnsupportedOperationException",
  noEffectMaterialId: "asked-for-or-current",
  rotationsOfPendingDeletion: "refuse",
  onDemandRotations: 25,
  usageTrackedSince: 0,
  replicaCreationMs: 0,
  hotKeyWritesPerSecond: 0,
  disablingRegion: "closed",
  stsRegionError: "RegionDisabledException",
  suspendedAccountError: "AccessDeniedException",
  accountStateFields: "state",
  organizationPaths: true,
  organizationEmptyPages: false,
  accountManagementTrusted: true,
  listRegionsQuotaOf: "caller",
  listedQuotas: "all",
  retryAfterSeconds: 0,
};

/** QKMS's pages name the error for a full key and do not mention reserved prefixes. */
export const qkmsDefaultSettings: AwsSettings = {
  ...awsDefaultSettings,
  tooManyTagsError: "TooManyTagsException",
  reservedKeyPrefix: false,
  untagReservedError: "none",
};
