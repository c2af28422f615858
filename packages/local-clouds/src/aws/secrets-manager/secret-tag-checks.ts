import { awsError } from "../protocol/aws-error.ts";
import type { JsonCall } from "../protocol/json-service.ts";
import type { ValuelessTag } from "../protocol/parameters.ts";
import { checkTagPolicy } from "../tags/tag-policy.ts";
import type { AwsSettings } from "../settings.ts";
import type { ValuelessTags } from "../state/valueless-tags.ts";
import { countOwnTags, isGeneralText, tagsPerResource } from "../tags/general-tag-rules.ts";
import type { Secret } from "./state/secret.ts";

/** The rules for the tags of a request, except lengths. Nothing is applied if one tag breaks one. */
export function checkTags(tags: readonly ValuelessTag[], settings: AwsSettings): void {
  refuseEmpty(tags, settings);
  for (const { key, value } of tags) {
    if (isReserved(key, settings)) throw reserved(key);
    const { secretTagCharactersError: error } = settings;
    if (error !== "none" && !(isGeneralText(key) && isGeneralText(value ?? ""))) {
      throw awsError(error, "The tag key or the tag value has a character that is not allowed.");
    }
    checkTagPolicy(key, value ?? "", { tagPolicy: settings.tagPolicy, tagPolicyError: settings.secretTagPolicyError });
  }
  refuseDuplicates(
    tags.map(({ key }) => key),
    settings,
  );
}

/** The rules for the keys of an UntagResource request, except lengths. */
export function checkTagKeys(keys: readonly string[], settings: AwsSettings): void {
  refuseEmpty(keys, settings);
  const systemTag = keys.find((key) => isReserved(key, settings));
  if (systemTag !== undefined && settings.secretUntagReservedError !== "none") throw reserved(systemTag);
}

/** The tags that a secret would have. Refuses more than 50; tags that AWS assigns do not count. */
export function merged(
  present: ValuelessTags | undefined,
  added: readonly ValuelessTag[],
  settings: AwsSettings,
): ValuelessTags {
  const all = new Map(present);
  const absent = settings.secretAbsentTagValue === "empty" ? "" : undefined;
  for (const { key, value = absent } of added) all.set(key, value);
  if (countOwnTags(all, (key) => isReserved(key, settings)) > tagsPerResource) {
    throw awsError(settings.secretTooManyTagsError, `A secret can have up to ${tagsPerResource} tags.`);
  }
  return all;
}

/** Refuses a change of tags that the owner of the secret, or the caller's own access, does not allow. */
export function refuseProtected(call: JsonCall, { identity }: Secret, keys: readonly string[]): void {
  const { ownersRefusingTags, secretAccessTagKeys } = call.member.secrets.settings;
  const { owningService, arn } = identity;
  if (owningService !== undefined && ownersRefusingTags.includes(owningService)) {
    throw awsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it is managed by another service.",
    );
  }
  if (keys.some((key) => secretAccessTagKeys.includes(key))) throw call.denial(arn);
}

function refuseEmpty(list: readonly unknown[], { secretEmptyListError: error }: AwsSettings): void {
  if (list.length === 0 && error !== "none") throw awsError(error, "You must provide at least one tag.");
}

function refuseDuplicates(keys: readonly string[], { secretDuplicateKeysError: error }: AwsSettings): void {
  if (error !== "none" && new Set(keys).size < keys.length) throw awsError(error, "A tag key is duplicated.");
}

function isReserved(key: string, { secretReservedKeys }: AwsSettings): boolean {
  return (secretReservedKeys === "any-case" ? /^aws:/i : /^aws:/).test(key);
}

/** The text is recorded (Cloud Custodian issue 9093, 2023). */
function reserved(key: string): Error {
  return awsError("InvalidParameterException", `You can't modify system tags. Tag key: '${key}'.`);
}
