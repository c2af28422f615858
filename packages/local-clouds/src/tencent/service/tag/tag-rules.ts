import type { CloudError } from "../../../server/cloud.ts";
import type { TencentSettings } from "../../settings.ts";
import type { TagSet } from "../../state/resource.ts";
import type { CallContext } from "../context.ts";
import type { Parameters } from "../parameters.ts";
import {
  reservedTagKey,
  tagKeyCharacter,
  tagKeyDuplicate,
  tagKeyEmpty,
  tagKeyTooLong,
  tagValueCharacter,
  tagValueEmpty,
  tagValueTooLong,
  tooManyTagKeys,
  tooManyTagsOfResource,
  tooManyTagValues,
} from "./errors.ts";

const longestKey = 127;
const longestValue = 255;
/** Letters, digits, ideographs, spaces and signs of the limits page (2026-01-14). A space is neither first nor last. */
const characters = /^(?! )[\p{L}\p{N}\p{M} +\-=._:/@()[\],;><【】：]*(?<! )$/u;

/** The tags of a parameter, checked against all rules that do not depend on a resource. */
export function tagsOf(
  parameters: Parameters,
  name: string,
  settings: TencentSettings,
  duplicate: () => CloudError = tagKeyDuplicate,
): TagSet {
  const tags = new Map<string, string>();
  for (const tag of parameters.structures(name)) {
    const key = tag.text("TagKey");
    const value = tag.text("TagValue");
    checkTag(key, value, settings);
    if (tags.has(key)) throw duplicate();
    tags.set(key, value);
  }
  return tags;
}

/** The one tag of parameters TagKey and TagValue. */
export function tagOf(parameters: Parameters, settings: TencentSettings): readonly [key: string, value: string] {
  const key = parameters.text("TagKey");
  const value = parameters.text("TagValue");
  checkTag(key, value, settings);
  return [key, value];
}

function checkTag(key: string, value: string, settings: TencentSettings): void {
  checkTagKey(key, settings);
  if (value === "" && settings.emptyTagValue === "refuse") throw tagValueEmpty();
  if (lengthOf(value, settings) > longestValue) throw tagValueTooLong();
  if (settings.tagCharacters === "documented" && !characters.test(value)) throw tagValueCharacter();
}

/** Refuses a text that cannot be the key of a tag of a user. */
export function checkTagKey(key: string, settings: TencentSettings): void {
  if (key === "") throw tagKeyEmpty();
  if (lengthOf(key, settings) > longestKey) throw tagKeyTooLong();
  if (isSystemTag(key, settings)) throw reservedTagKey();
  if (settings.tagCharacters === "documented" && !characters.test(key)) throw tagKeyCharacter();
}

/** Whether the tag belongs to the cloud itself. */
export function isSystemTag(key: string, { reservedPrefixes }: TencentSettings): boolean {
  return reservedPrefixes.some((prefix) => key.startsWith(prefix));
}

function lengthOf(text: string, { tagLengthUnit }: TencentSettings): number {
  switch (tagLengthUnit) {
    case "code-points":
      return Array.from(text).length;
    case "utf-16-units":
      return text.length;
    case "bytes":
      return Buffer.byteLength(text);
  }
}

/** Creates the tags that do not exist in the account, or none if there is no room for one of them. */
export function createTags(tags: TagSet, { catalog, settings }: CallContext): void {
  const outcome = catalog.add(tags);
  if (outcome === "too-many-keys") throw tooManyTagKeys(settings.tagKeysPerAccount);
  if (outcome === "too-many-values") throw tooManyTagValues(settings.valuesPerTagKey);
}

/** Refuses a change that leaves a resource with more tags than it can hold. Tags of the cloud itself do not count. */
export function checkTagLimit(before: TagSet, after: TagSet, settings: TencentSettings): void {
  if (after.size <= settings.tagsPerResource || after.size <= before.size) return;
  const count = [...after.keys()].filter((key) => !isSystemTag(key, settings)).length;
  if (count > settings.tagsPerResource) throw tooManyTagsOfResource(settings.tagsPerResource);
}
