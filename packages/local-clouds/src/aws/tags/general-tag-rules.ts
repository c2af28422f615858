import { codePointLength, utf16Length } from "../protocol/model-checks.ts";
import type { AwsSettings } from "../settings.ts";

/** Tags of the user's own on one resource (verified 2026-11-29). Tags that AWS assigns do not count. */
export const tagsPerResource = 50;

/** The characters that AWS documents for tags in general. */
export const generalCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function isGeneralText(text: string): boolean {
  return generalCharacters.test(text);
}

/** Whether AWS reserves a key, in any case. */
export function isReserved(tagKey: string): boolean {
  return /^aws:/i.test(tagKey);
}

/** The number of tags that count for the limit. */
export function countOwnTags(tags: ReadonlyMap<string, unknown>, reserved = isReserved): number {
  let count = 0;
  for (const key of tags.keys()) if (!reserved(key)) count += 1;
  return count;
}

/** How tag lengths are counted. */
export function tagLengthOf(settings: AwsSettings): (text: string) => number {
  return settings.tagLengthUnit === "code-points" ? codePointLength : utf16Length;
}
