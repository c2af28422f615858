import { invalidParameter, tagLimitExceeded } from "../errors.ts";
import type { AlibabaSettings } from "../settings.ts";
import type { TagSet } from "../state/tag-set.ts";
import { jsonArray, repeated, type RequestParameters } from "./fields.ts";
import { isStructure } from "../../is-structure.ts";

/** Tags as a request gives them, not validated yet. */
type GivenTags = readonly (readonly [key: string, value: string])[];

/** What differs between the calls that carry tags. */
interface TagLimits {
  readonly parameter: string;
  readonly most: number;
  readonly valueLength: number;
  readonly emptyValue: "accept" | "refuse";
  readonly characters: RegExp;
}

const keyLength = 128;
// The page of 2019 has no backslash, the pages of the batch calls do.
const singleCallCharacters = /^[A-Za-z0-9/_\-.+=@:]*$/;
const batchCallCharacters = /^[A-Za-z0-9/\\_\-.+=@:]*$/;

/** The tags of `TagResource`: one string, a JSON array of TagKey and TagValue. */
export function tagsOfSingleCall(parameters: RequestParameters, settings: AlibabaSettings): TagSet {
  return acceptedTags(tagsInJson(parameters), settings, {
    parameter: "Tags",
    most: settings.tagsPerSingleCall,
    valueLength: settings.valueLength.single,
    emptyValue: "accept",
    characters: singleCallCharacters,
  });
}

/** The tags of `CreateKey` and `CreateSecret`, encoded as those of `TagResource`; none if the parameter is absent. */
export function tagsOfCreateCall(parameters: RequestParameters, settings: AlibabaSettings): TagSet {
  if (parameters["Tags"] === undefined || parameters["Tags"] === "") return new Map();
  return acceptedTags(tagsInJson(parameters), settings, {
    parameter: "Tags",
    most: 20,
    valueLength: 128,
    emptyValue: "accept",
    characters: singleCallCharacters,
  });
}

/** The tags of `TagResources`: `Tag.1.Key`, `Tag.1.Value` and so on. */
export function tagsOfBatchCall(parameters: RequestParameters, settings: AlibabaSettings): TagSet {
  const given = repeated(parameters, "Tag").map((tag) => [tag["Key"] ?? "", tag["Value"] ?? ""] as const);
  return acceptedTags(given, settings, {
    parameter: "Tag",
    most: 20,
    valueLength: settings.valueLength.batch,
    emptyValue: settings.emptyValueInBatch,
    characters: batchCallCharacters,
  });
}

function tagsInJson(parameters: RequestParameters): GivenTags {
  return jsonArray(parameters, "Tags").map((tag) => {
    if (!isStructure(tag)) throw invalidParameter("Tags");
    const { TagKey: key, TagValue: value = "" } = tag;
    if (typeof key !== "string" || typeof value !== "string") throw invalidParameter("Tags");
    return [key, value] as const;
  });
}

function acceptedTags(given: GivenTags, settings: AlibabaSettings, limits: TagLimits): TagSet {
  const refuse = (): never => {
    throw invalidParameter(limits.parameter, settings.tagRefusalCode);
  };
  if (given.length > limits.most) refuse();
  const tags = new Map<string, string>();
  const seen = new Set<string>();
  for (const [key, value] of given) {
    if (!keyFits(key, characterCount(key), settings)) refuse();
    if (characterCount(value) > limits.valueLength || (value === "" && limits.emptyValue === "refuse")) refuse();
    if (settings.characters === "documented" && !(limits.characters.test(key) && limits.characters.test(value)))
      refuse();
    const identity = settings.tagKeyCase === "sensitive" ? key : key.toLowerCase();
    if (seen.has(identity) && settings.duplicateTagKeys === "refuse") refuse();
    seen.add(identity);
    tags.set(key, value);
  }
  return tags;
}

/**
 * Refuses a text that cannot be the key of a removable tag. The single call's page counts bytes, the others characters.
 */
export function checkTagKeys(
  keys: readonly string[],
  parameter: string,
  unit: "bytes" | "characters",
  settings: AlibabaSettings,
): void {
  for (const key of keys) {
    const length = unit === "bytes" ? Buffer.byteLength(key) : characterCount(key);
    if (!keyFits(key, length, settings)) throw invalidParameter(parameter, settings.tagRefusalCode);
  }
}

function keyFits(key: string, length: number, settings: AlibabaSettings): boolean {
  return length >= 1 && length <= keyLength && !isSystemTag(key, settings);
}

/** Whether the tag belongs to the cloud itself. */
export function isSystemTag(key: string, settings: AlibabaSettings): boolean {
  return settings.reservedPrefixes.some((prefix) => key.startsWith(prefix));
}

/** Refuses a change that leaves a resource with more tags than it can hold. */
export function checkTagLimit(before: TagSet, after: TagSet, settings: AlibabaSettings): void {
  if (after.size <= settings.tagsPerResource || after.size <= before.size) return;
  let count = 0;
  for (const key of after.keys()) if (!isSystemTag(key, settings)) count += 1;
  if (count > settings.tagsPerResource) throw tagLimitExceeded(settings.tagLimitCode);
}

/** A resource's tags as reading operations show them. */
export function listedTags(tags: TagSet, settings: AlibabaSettings): { TagKey: string; TagValue: string }[] {
  const listed: { TagKey: string; TagValue: string }[] = [];
  for (const [key, value] of tags) {
    if (settings.systemTagsListed || !isSystemTag(key, settings)) listed.push({ TagKey: key, TagValue: value });
  }
  return listed;
}

function characterCount(text: string): number {
  let count = 0;
  // Code points, not UTF-16 units.
  for (const _ of text) count += 1;
  return count;
}
