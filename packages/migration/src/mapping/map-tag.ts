import type { Tag, TagRules } from "@crosstag/core";
import { decodeText, encodeText, isMarked, type EncodingName } from "./encodings.ts";
import type { Mapping, TextMapping } from "./mapping.ts";
import { keyFits, valueFits } from "./tag-fit.ts";

/** What the mapping did to a tag, as reports show it. */
export type MappingStep = "rename" | "prefix" | "value map" | "transliterate" | `encode ${EncodingName}` | "decode";

/** A tag before and after a mapping. */
export interface MappedTag {
  /** The tag of the source. */
  readonly from: Tag;
  /** The tag for the target. */
  readonly to: Tag;
  /** Empty: the tag is as it was. */
  readonly steps: readonly MappingStep[];
}

interface MappedText {
  readonly text: string;
  readonly steps: readonly MappingStep[];
}

/** Applies the mapping to one tag. Does not check whether the target accepts the result. */
export function mapTag(mapping: Mapping, from: Tag, rules: TagRules): MappedTag {
  const key = mapKey(mapping, from.key, (text) => keyFits(text, rules));
  const value = mapValue(mapping, from, (text) => valueFits(text, rules));
  return { from, to: { key: key.text, value: value.text }, steps: [...new Set([...key.steps, ...value.steps])] };
}

/** Decodes, changes the prefix, transliterates the rest, encodes. The reverse mapping does the same from the end. */
export function mapKey({ keys = {} }: Mapping, key: string, fits: (text: string) => boolean): MappedText {
  const renamed = ownEntry(keys.rename, key);
  if (renamed !== undefined) return { text: renamed, steps: renamed === key ? [] : ["rename"] };
  return mapText(keys, key, fits, keys.prefixes);
}

function mapValue({ values = {} }: Mapping, { key, value }: Tag, fits: (text: string) => boolean): MappedText {
  const mapped = ownEntry(ownEntry(values.map, key), value);
  if (mapped !== undefined) return { text: mapped, steps: mapped === value ? [] : ["value map"] };
  return mapText(values, value, fits);
}

function mapText(
  { transliterate, encode = [], decode = [] }: TextMapping,
  given: string,
  fits: (text: string) => boolean,
  prefixes?: Readonly<Record<string, string>>,
): MappedText {
  const steps: MappingStep[] = [];
  let text = decodeText(decode, given);
  if (text === undefined) text = given;
  else steps.push("decode");

  const prefix = longestPrefix(prefixes, text);
  const beginning = prefix === undefined ? "" : (prefixes?.[prefix] ?? "");
  const rest = text.slice(prefix?.length ?? 0);
  const replaced = replaceCharacters(rest, transliterate);
  if (prefix !== undefined && beginning !== prefix) steps.push("prefix");
  if (replaced !== rest) steps.push("transliterate");
  text = beginning + replaced;

  const encoding = encodingFor(encode, text, fits);
  return encoding === undefined
    ? { text, steps }
    : { text: encoding.outcome, steps: [...steps, `encode ${encoding.name}`] };
}

/** The encoding to use for a text; undefined if it stays as it is. */
function encodingFor(
  encode: readonly EncodingName[],
  text: string,
  fits: (text: string) => boolean,
): { readonly name: EncodingName; readonly outcome: string } | undefined {
  if (encode.length === 0 || (fits(text) && !isMarked(encode, text))) return undefined;
  const encoded = encode.flatMap((name) => {
    const outcome = encodeText(name, text);
    return outcome === undefined ? [] : [{ name, outcome }];
  });
  // If none fits, the first is taken, and is refused later: the plain text could be mistaken for an encoded one.
  return encoded.find(({ outcome }) => fits(outcome)) ?? encoded[0];
}

function longestPrefix(prefixes: Readonly<Record<string, string>> = {}, text: string): string | undefined {
  let longest: string | undefined;
  for (const prefix of Object.keys(prefixes))
    if (text.startsWith(prefix) && prefix.length >= (longest?.length ?? 0)) longest = prefix;
  return longest;
}

function replaceCharacters(text: string, table: Readonly<Record<string, string>> | undefined): string {
  if (table === undefined) return text;
  let replaced = "";
  for (const character of text) replaced += ownEntry(table, character) ?? character;
  return replaced;
}

/** `constructor` and `__proto__` are valid tag keys. */
function ownEntry<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
