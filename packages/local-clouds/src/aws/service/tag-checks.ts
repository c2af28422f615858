import { awsError } from "../protocol/aws-error.ts";
import type { TagParameter } from "../protocol/parameters.ts";
import type { AwsSettings } from "../settings.ts";
import { generalCharacters, isReserved, tagsPerResource, countOwnTags } from "../tags/general-tag-rules.ts";
import { checkTagPolicy } from "../tags/tag-policy.ts";
import type { TagMap } from "../state/kms-key.ts";

/** The rules for each single tag, except lengths. */
export function checkEachTag(tags: readonly TagParameter[], settings: AwsSettings): void {
  for (const { key, value } of tags) {
    if (settings.reservedKeyPrefix && isReserved(key)) throw reserved();
    if (settings.reservedValuePrefix && isReserved(value)) throw reserved();
    if (settings.tagCharacters === "general" && !(generalCharacters.test(key) && generalCharacters.test(value))) {
      // With nothing after the colon, as a client saw it (crossplane-contrib/provider-upjet-aws#922, verified 2026-11-22).
      throw awsError("TagException", "Invalid tag: ");
    }
    checkTagPolicy(key, value, settings);
  }
}

/** Recorded 2025-01-17: nothing of such a request is applied. Keys that differ in case are different keys. */
export function refuseDuplicates(tags: readonly TagParameter[]): void {
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) throw awsError("TagException", "Duplicate tag keys");
}

/** Returns the tags that the key would have, or refuses if they are too many. */
export function merge(present: TagMap, added: readonly TagParameter[], settings: AwsSettings, error: string): TagMap {
  const merged = new Map(present);
  for (const { key, value } of added) merged.set(key, value);
  const counted =
    settings.tagLimitCounts === "sum" ? countOf(present, settings) + added.length : countOf(merged, settings);
  if (counted > tagsPerResource) throw awsError(error, "Too many tags");
  return merged;
}

/** If the prefix is not reserved, tags with it are the user's own like any other. */
function countOf(tags: TagMap, { reservedKeyPrefix }: AwsSettings): number {
  return reservedKeyPrefix ? countOwnTags(tags) : tags.size;
}

export function reserved(): Error {
  return awsError("TagException", "Tags beginning with aws: are reserved");
}

/** "Fail when no tags are specified" is documented, the error is not: see the setting. */
export function refuseEmpty(list: readonly unknown[], path: string, settings: AwsSettings): void {
  if (list.length > 0 || settings.emptyListError === "none") return;
  throw awsError(
    settings.emptyListError,
    settings.emptyListError === "TagException"
      ? "No tags specified"
      : `1 validation error detected: Value '[]' at '${path}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
}
