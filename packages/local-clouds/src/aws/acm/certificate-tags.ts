import { awsError } from "../protocol/aws-error.ts";
import type { JsonCall } from "../protocol/json-service.ts";
import type { ValuelessTag } from "../protocol/parameters.ts";
import type { AwsSettings } from "../settings.ts";
import { countOwnTags, generalCharacters, tagLengthOf, tagsPerResource } from "../tags/general-tag-rules.ts";
import { checkTagPolicy } from "../tags/tag-policy.ts";
import type { Certificate } from "./state/certificate.ts";

/** As a refusal shows it (terraform-aws-acm issue 93, 2021). */
const patternText = "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*";

/** The tags of a request: 1 to 50, with the lengths and the characters of the model. */
export function requestedTags({ parameters, member }: JsonCall): ValuelessTag[] {
  const { settings } = member.certificates;
  return parameters.valuelessTags(parameters.listOfLength("Tags", 1, tagsPerResource), {
    pattern: generalCharacters,
    patternText,
    lengths: settings.certificateTagLengths,
    lengthOf: tagLengthOf(settings),
  });
}

/** Adds tags, or overwrites those with the same keys. Nothing is applied if one tag breaks a rule. */
export function addTags({ tags }: Certificate, added: readonly ValuelessTag[], settings: AwsSettings): void {
  checkTags(added, settings);
  const after = new Map(tags.current);
  const absent = settings.certificateAbsentTagValue === "empty" ? "" : undefined;
  for (const { key, value = absent } of added) after.set(key, value);
  const counted =
    settings.certificateTagLimitCounts === "request"
      ? added.length
      : countOwnTags(after, (key) => isReserved(key, settings));
  if (counted > tagsPerResource) {
    throw awsError(
      "TooManyTagsException",
      "The request contains too many tags. Try the request again with fewer tags.",
    );
  }
  tags.write(after);
}

/**
 * Removes tags. One with a value is only removed if the certificate has that value; otherwise the call succeeds and the
 * tag stays (SDK, verified 2026-11-29).
 */
export function removeTags({ tags }: Certificate, removed: readonly ValuelessTag[], settings: AwsSettings): void {
  checkTags(removed, settings);
  const left = new Map(tags.current);
  for (const { key, value } of removed) {
    if (!left.has(key) && settings.certificateAbsentTag !== "success") {
      throw awsError(settings.certificateAbsentTag, "The certificate does not have one of the tags.");
    }
    if (value === undefined || value === (left.get(key) ?? "")) left.delete(key);
  }
  tags.write(left);
}

function checkTags(tags: readonly ValuelessTag[], settings: AwsSettings): void {
  for (const { key, value = "" } of tags) {
    const values = settings.certificateReservedValues === "refuse";
    if (isReserved(key, settings) || (values && isReserved(value, settings))) {
      throw awsError("InvalidTagException", "A tag key or a tag value cannot begin with aws:.");
    }
  }
  const { certificateDuplicateKeysError: error } = settings;
  if (error !== "none" && new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw awsError(error, "A tag key is duplicated.");
  }
}

/** What an enforced tag policy refuses. ACM has a name of its own for it. */
export function checkPolicy(tags: readonly ValuelessTag[], { tagPolicy }: AwsSettings): void {
  for (const { key, value = "" } of tags)
    checkTagPolicy(key, value, { tagPolicy, tagPolicyError: "TagPolicyException" });
}

function isReserved(text: string, { certificateReservedKeys }: AwsSettings): boolean {
  return (certificateReservedKeys === "any-case" ? /^aws:/i : /^aws:/).test(text);
}
