import type { Mapping, ResourceMatch, ResourcePair, TextMapping } from "./mapping.ts";
import { mapKey } from "./map-tag.ts";

/** The way back of a mapping. */
export interface ReversedMapping {
  /** The reverse mapping. */
  readonly mapping: Mapping;
  /** Parts that restore the original; some of them only under a condition, which a round trip over the tags checks. */
  readonly lossless: readonly { readonly what: string; readonly provided?: string }[];
  /** Parts that cannot be reversed exactly. */
  readonly lossy: readonly LossyPart[];
}

/** A part of a mapping that cannot be reversed exactly. */
export interface LossyPart {
  /** A part of the mapping: `keys.rename "Team"`. */
  readonly what: string;
  /** Why it cannot be reversed, in a sentence. */
  readonly why: string;
}

interface MappingParts {
  readonly lossless: { what: string; provided?: string }[];
  readonly lossy: LossyPart[];
}

/** The mapping that restores the original tags, and which of its parts can. */
export function reverseMapping(mapping: Mapping): ReversedMapping {
  const parts: MappingParts = { lossless: [], lossy: [] };
  const { match, keys, values, exclude = [], priorities } = mapping;
  const rename = invert(keys?.rename, "keys.rename", "no other tag has the new name", parts);
  const prefixes = invert(keys?.prefixes, "keys.prefixes", "no other tag has the new prefix", parts);
  const map = invertValueMaps(mapping, parts);
  const keyTexts = invertTexts(keys, "keys", parts);
  const valueTexts = invertTexts(values, "values", parts);
  for (const glob of exclude)
    parts.lossy.push({ what: `exclude ${JSON.stringify(glob)}`, why: "Excluded tags are not restored." });
  if (priorities !== undefined)
    parts.lossy.push({ what: "priorities", why: "Tags over the limit of the target are not restored." });
  const keyParts = { ...(!isEmpty(rename) && { rename }), ...(!isEmpty(prefixes) && { prefixes }), ...keyTexts };
  const valueParts = { ...(!isEmpty(map) && { map }), ...valueTexts };
  const reversed: Mapping = {
    version: 1,
    ...(match !== undefined && { match: reverseMatch(match) }),
    ...(!isEmpty(keyParts) && { keys: keyParts }),
    ...(!isEmpty(valueParts) && { values: valueParts }),
  };
  return { mapping: reversed, ...parts };
}

function reverseMatch({ pairs, aliases, tag, sameId }: ResourceMatch): ResourceMatch {
  return {
    ...(pairs !== undefined && { pairs: pairs.map(swap) }),
    ...(aliases !== undefined && { aliases: aliases.map(swap) }),
    ...(tag !== undefined && { tag: swap(tag) }),
    ...(sameId !== undefined && { sameId }),
  };
}

function swap({ from, to }: ResourcePair): ResourcePair {
  return { from: to, to: from };
}

/** New to old. If two old ones became one, the first is used. */
function invert(
  table: Readonly<Record<string, string>> = {},
  what: string,
  provided: string,
  { lossless, lossy }: MappingParts,
): Readonly<Record<string, string>> {
  const inverted = new Map<string, string>();
  for (const [from, to] of Object.entries(table)) {
    const name = `${what} ${JSON.stringify(from)}`;
    const first = inverted.get(to);
    if (first !== undefined) lossy.push({ what: name, why: `${JSON.stringify(first)} has the same result.` });
    else if (to === "") lossy.push({ what: name, why: "An empty text cannot be found again." });
    else {
      inverted.set(to, from);
      if (from !== to) lossless.push({ what: name, provided });
    }
  }
  return Object.fromEntries(inverted);
}

function invertValueMaps(
  mapping: Mapping,
  parts: MappingParts,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const inverted = new Map<string, Readonly<Record<string, string>>>();
  for (const [key, values] of Object.entries(mapping.values?.map ?? {})) {
    const what = `values.map ${JSON.stringify(key)}:`;
    // An encoded key is decoded before its values are looked up.
    const target = mapKey(mapping, key, () => true).text;
    const merged = Object.entries(inverted.get(target) ?? {});
    const reversed = Object.entries(invertValues(values, what, parts));
    inverted.set(target, Object.fromEntries([...reversed, ...merged]));
  }
  return Object.fromEntries(inverted);
}

/** Values may be empty on both sides. Messages do not contain them. */
function invertValues(
  values: Readonly<Record<string, string>>,
  what: string,
  { lossless, lossy }: MappingParts,
): Readonly<Record<string, string>> {
  const inverted = new Map<string, string>();
  let merged = 0;
  for (const [from, to] of Object.entries(values)) {
    if (inverted.has(to)) merged += 1;
    else inverted.set(to, from);
  }
  const count = inverted.size === 1 ? "1 value" : `${inverted.size} values`;
  if (inverted.size > 0)
    lossless.push({ what: `${what} ${count}`, provided: "the new values do not already occur in the source" });
  if (merged > 0) lossy.push({ what: `${what} ${merged} further`, why: "Another value has the same result." });
  return Object.fromEntries(inverted);
}

function invertTexts(
  { transliterate, encode, decode }: TextMapping = {},
  where: string,
  parts: MappingParts,
): TextMapping {
  for (const name of encode ?? []) parts.lossless.push({ what: `${where}.encode ${name}` });
  for (const name of decode ?? []) {
    const provided = "the texts were made by this encoding, and the source refuses them unencoded";
    parts.lossless.push({ what: `${where}.decode ${name}`, provided });
  }
  const table = invertCharacters(transliterate, `${where}.transliterate`, parts);
  return {
    ...(!isEmpty(table) && { transliterate: table }),
    ...(encode !== undefined && { decode: encode }),
    ...(decode !== undefined && { encode: decode }),
  };
}

function invertCharacters(
  table: Readonly<Record<string, string>> | undefined,
  what: string,
  parts: MappingParts,
): Readonly<Record<string, string>> {
  const entries = Object.entries(table ?? {});
  const single = entries.filter(([, to]) => isOneCharacter(to));
  for (const [from, to] of entries) {
    if (isOneCharacter(to)) continue;
    const why =
      to === "" ? "It is removed." : "It becomes several characters, which the reverse mapping does not join.";
    parts.lossy.push({ what: `${what} ${JSON.stringify(from)}`, why });
  }
  return invert(Object.fromEntries(single), what, "the new character does not already occur in the source", parts);
}

/** Empty parts are left out of a mapping. */
function isEmpty(part: object): boolean {
  return Object.keys(part).length === 0;
}

function isOneCharacter(text: string): boolean {
  return /^.$/su.test(text);
}
