/**
 * Behaviors of Alibaba Cloud KMS that no public source documents (verified 2026-11-22), or on which sources contradict
 * each other, and what the local cloud does.
 */
export interface AlibabaSettings {
  /** Tags that a resource can hold; system tags (see `reservedPrefixes`) do not count. Documented as 10 on the single call's page and as 20 elsewhere. Default 20. */
  readonly tagsPerResource: number;
  /** Tags that one `TagResource` can carry. Its page states 10 per resource, and no limit of the call. Default 10. */
  readonly tagsPerSingleCall: number;
  /** Code of the refusal of a write that would exceed `tagsPerResource`, status 400. Default `Rejected.LimitExceeded`. */
  readonly tagLimitCode: string;
  /**
   * Code of the refusal of invalid or too many tags or tag keys, and of more than 50 resources in a batch call; status
   * 400. Default `InvalidParameter`.
   */
  readonly tagRefusalCode: string;
  /** Characters (not bytes) of a tag value in `TagResource` and in the batch calls. Default 256 and 128, each as its page says. */
  readonly valueLength: { readonly single: number; readonly batch: number };
  /** `documented`: letters, digits and `/_-.+=@:`, in batch calls also a backslash. `any`: every character. Default `documented`. */
  readonly characters: "documented" | "any";
  /**
   * Tag keys with one of these prefixes, in this exact case, are system tags: refused on write and untag, kept by
   * `All`. Default `aliyun` and `acs:`.
   */
  readonly reservedPrefixes: readonly string[];
  /** Whether read operations show system tags, which only a test's scene can put on a resource. Default true. */
  readonly systemTagsListed: boolean;
  /** Whether `Team` and `team` are two tag keys. Default `sensitive`. */
  readonly tagKeyCase: "sensitive" | "insensitive";
  /** A tag key given twice in one write. Default `refuse`. */
  readonly duplicateTagKeys: "refuse" | "last-wins";
  /** A tag with an empty value in `TagResources`. The single call accepts it. Default `accept`. */
  readonly emptyValueInBatch: "accept" | "refuse";
  /** An `UntagResource` naming a tag key that the resource does not have. Default `success`. */
  readonly untagAbsentKeySingle: "success" | "error";
  /**
   * An `UntagResources` none of whose tag keys a resource has. It is documented to succeed if the resource has some of
   * them. Default `success`.
   */
  readonly untagAbsentKeysBatch: "success" | "error";
  /** An untag call without any tag key, and without `All`. `accept` changes nothing and succeeds. Default `refuse`. */
  readonly emptyUntagList: "refuse" | "accept";
  /** Whether a refused batch call has changed the resources before the one it was refused for. Default `all-or-nothing`. */
  readonly batchAtomicity: "all-or-nothing" | "applies-preceding";
  /** Batch tag calls on a key in PendingDeletion; the single calls are documented to be refused. Default `refuse`. */
  readonly batchOnPendingDeletion: "refuse" | "accept";
  /**
   * Tag calls on a secret whose deletion is planned. `Rejected.ResourceInDeleteWindow` is listed for CreateSecret, and not for
   * them. Default `refuse`, as for keys.
   */
  readonly tagsInDeleteWindow: "refuse" | "accept";
  /** Whether several tag filters of `ListTagResources` must all match, or any. Default `all`. */
  readonly tagFilters: "all" | "any";
  /** The rows that a tag filter of `ListTagResources` leaves: the tags it names, or all tags of the resources found. Default `matching-tags`. */
  readonly filteredRows: "matching-tags" | "all-tags";
  /** A `RegionId` other than the endpoint's region. Default `refuse`. */
  readonly foreignRegionId: "refuse" | "accept";
  /**
   * An alias as `KeyId` of `UntagResource`; the page of `TagResource` allows one, this page does not mention it.
   * Default `refuse`.
   */
  readonly aliasInUntagResource: "refuse" | "accept";
  /** Whether deletion protection also keeps key material from being deleted. Default false. */
  readonly deletionProtectionGuardsMaterial: boolean;
  /** The quota that tag calls on secrets spend: the one of keys and tags, or the one of secrets. Default `tags`. */
  readonly secretsQuotaGroup: "tags" | "secrets";
  /**
   * The error for an exceeded quota: the service's own error (status 429) or one of the gateway's (status 400). Default
   * `Rejected.Throttling`.
   */
  readonly throttlingCode: "Rejected.Throttling" | "Throttling" | "Throttling.User" | "Throttling.Api";
  /** Milliseconds that a throttled answer says to wait, in the header `x-acs-retry-after`; 0: no such header. Default 0. */
  readonly retryAfterMs: number;
  /** The error for a timestamp more than 15 minutes off. Default `InvalidTimeStamp.Expired`. */
  readonly clockSkewCode: "InvalidTimeStamp.Expired" | "IllegalTimestamp";
  /**
   * The error for an expired security token. The second is also documented as possible. Default
   * `InvalidSecurityToken.Expired`.
   */
  readonly expiredTokenCode: "InvalidSecurityToken.Expired" | "InvalidAccessKeyId.NotFound";
  /** A signature nonce used before. Public code shows `SignatureNonceUsed` with status 400 for it; accepting it lets benches replay requests. Default `refuse`. */
  readonly replayedNonce: "accept" | "refuse";
  /** AssumeRole of a role that does not exist. Default `EntityNotExist.Role`. */
  readonly missingRoleCode: "EntityNotExist.Role" | "NoPermission";
  /** The name of a role in the ARN of its sessions: as it was created, or in lower case. Default `as-created`. */
  readonly assumedRoleName: "as-created" | "lower-case";
  /** The longest session of a role that was assumed with the session of a role, in seconds. Default 43200: no shorter than others. */
  readonly longestChainedSeconds: number;
  /** Whether ListAccounts of the Resource Directory lists the management account. Default false. */
  readonly managementAccountListed: boolean;
  /** The code with which a member that may not list the Resource Directory is refused, status 403. Default `NoPermission`. */
  readonly directoryDeniedCode: string;
  /** Root element of XML answers: `KMS` on older pages, the operation's name with `Response` on newer ones. Default `response`. */
  readonly xmlRoot: "response" | "KMS";
}

/** The defaults of all settings. */
export const defaultAlibabaSettings: AlibabaSettings = {
  tagsPerResource: 20,
  tagsPerSingleCall: 10,
  tagLimitCode: "Rejected.LimitExceeded",
  tagRefusalCode: "InvalidParameter",
  valueLength: { single: 256, batch: 128 },
  characters: "documented",
  reservedPrefixes: ["aliyun", "acs:"],
  systemTagsListed: true,
  tagKeyCase: "sensitive",
  duplicateTagKeys: "refuse",
  emptyValueInBatch: "accept",
  untagAbsentKeySingle: "success",
  untagAbsentKeysBatch: "success",
  emptyUntagList: "refuse",
  batchAtomicity: "all-or-nothing",
  batchOnPendingDeletion: "refuse",
  tagsInDeleteWindow: "refuse",
  tagFilters: "all",
  filteredRows: "matching-tags",
  foreignRegionId: "refuse",
  aliasInUntagResource: "refuse",
  deletionProtectionGuardsMaterial: false,
  secretsQuotaGroup: "tags",
  throttlingCode: "Rejected.Throttling",
  retryAfterMs: 0,
  clockSkewCode: "InvalidTimeStamp.Expired",
  expiredTokenCode: "InvalidSecurityToken.Expired",
  replayedNonce: "refuse",
  missingRoleCode: "EntityNotExist.Role",
  assumedRoleName: "as-created",
  longestChainedSeconds: 43_200,
  managementAccountListed: false,
  directoryDeniedCode: "NoPermission",
  xmlRoot: "response",
};
