import type { Mapping, ResourceMatch, ResourcePair, TextMapping } from "./mapping.ts";
import { mapKey } from "./map-tag.ts";

export interface ReversedMapping {
  /** The way back. */
  readonly mapping: Mapping;
  /** What it brings back as it was; some of it only where a condition holds, which a round trip over tags proves. */
  readonly lossless: readonly { readonly what: string; readonly provided?: string }[];
  readonly lossy: readonly LossyPart[];
}

export interface LossyPart {
  /** A part of the mapping: `keys.rename "Team"`. */
  readonly what: string;
  readonly why: string;
}

interface Verdicts {
  readonly lossless: { what: string; provided?: string }[];
  readonly lossy: LossyPart[];
}

/** The mapping that brings tags back, and which parts of it can. */
export function reverseMapping(mapping: Mapping): ReversedMapping {
  const verdicts: Verdicts = { lossless: [], lossy: [] };
  const { match, keys, values, exclude = [], priorities } = mapping;
  const rename = invert(keys?.rename, "keys.rename", "no other tag has the new name", verdicts);
  const prefixes = invert(keys?.prefixes, "keys.prefixes", "no other tag begins like that", verdicts);
  const map = invertValueMaps(mapping, verdicts);
  const keyTexts = invertTexts(keys, "keys", verdicts);
  const valueTexts = invertTexts(values, "values", verdicts);
  for (const glob of exclude)
    verdicts.lossy.push({ what: `exclude ${JSON.stringify(glob)}`, why: "What is left out does not come back." });
  if (priorities !== undefined)
    verdicts.lossy.push({ what: "priorities", why: "Tags that the target had no room for do not come back." });
  const plain = withoutEmpty({ rename, prefixes });
  const reversed: Mapping = {
    version: 1,
    ...(match !== undefined && { match: reverseMatch(match) }),
    ...withoutEmpty({ keys: { ...plain, ...keyTexts }, values: { ...withoutEmpty({ map }), ...valueTexts } }),
  };
  return { mapping: reversed, ...verdicts };
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

/** New to old. Where two old ones became one, the first is taken. */
function invert(
  table: Readonly<Record<string, string>> = {},
  what: string,
  provided: string,
  { lossless, lossy }: Verdicts,
): Readonly<Record<string, string>> {
  const inverted = new Map<string, string>();
  for (const [from, to] of Object.entries(table)) {
    const name = `${what} ${JSON.stringify(from)}`;
    const first = inverted.get(to);
    if (first !== undefined) lossy.push({ what: name, why: `${JSON.stringify(first)} becomes the same.` });
    else if (to === "") lossy.push({ what: name, why: "What became nothing cannot be found again." });
    else {
      inverted.set(to, from);
      if (from !== to) lossless.push({ what: name, provided });
    }
  }
  return Object.fromEntries(inverted);
}

function invertValueMaps(
  mapping: Mapping,
  verdicts: Verdicts,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const inverted = new Map<string, Readonly<Record<string, string>>>();
  for (const [key, values] of Object.entries(mapping.values?.map ?? {})) {
    const what = `values.map ${JSON.stringify(key)}:`;
    // An encoded key is found again before its values are looked up.
    const target = mapKey(mapping, key, () => true).text;
    const merged = Object.entries(inverted.get(target) ?? {});
    const reversed = Object.entries(invertValues(values, what, verdicts));
    inverted.set(target, Object.fromEntries([...reversed, ...merged]));
  }
  return Object.fromEntries(inverted);
}

/** Values may be empty, on either side; messages do not repeat them. */
function invertValues(
  values: Readonly<Record<string, string>>,
  what: string,
  { lossless, lossy }: Verdicts,
): Readonly<Record<string, string>> {
  const inverted = new Map<string, string>();
  let merged = 0;
  for (const [from, to] of Object.entries(values)) {
    if (inverted.has(to)) merged += 1;
    else inverted.set(to, from);
  }
  const count = inverted.size === 1 ? "1 value" : `${inverted.size} values`;
  if (inverted.size > 0)
    lossless.push({ what: `${what} ${count}`, provided: "the new values do not occur as they are" });
  if (merged > 0) lossy.push({ what: `${what} ${merged} further`, why: "Another value becomes the same." });
  return Object.fromEntries(inverted);
}

function invertTexts(
  { transliterate, encode, decode }: TextMapping = {},
  where: string,
  verdicts: Verdicts,
): TextMapping {
  for (const name of encode ?? []) verdicts.lossless.push({ what: `${where}.encode ${name}` });
  for (const name of decode ?? []) {
    const provided = "the texts were made by this encoding, and the way back refuses them as they are";
    verdicts.lossless.push({ what: `${where}.decode ${name}`, provided });
  }
  const table = invertCharacters(transliterate, `${where}.transliterate`, verdicts);
  return {
    ...withoutEmpty({ transliterate: table }),
    ...(encode !== undefined && { decode: encode }),
    ...(decode !== undefined && { encode: decode }),
  };
}

function invertCharacters(
  table: Readonly<Record<string, string>> | undefined,
  what: string,
  verdicts: Verdicts,
): Readonly<Record<string, string>> {
  const entries = Object.entries(table ?? {});
  const single = entries.filter(([, to]) => isOneCharacter(to));
  for (const [from, to] of entries) {
    if (isOneCharacter(to)) continue;
    const why = to === "" ? "It becomes nothing." : "It becomes several characters, which the way back does not join.";
    verdicts.lossy.push({ what: `${what} ${JSON.stringify(from)}`, why });
  }
  return invert(Object.fromEntries(single), what, "the new character does not occur by itself", verdicts);
}

/** A part that says nothing is left out, not written as an empty map. */
function withoutEmpty<Parts extends Readonly<Record<string, object>>>(parts: Parts): Partial<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)) as Partial<Parts>;
}

function isOneCharacter(text: string): boolean {
  return /^.$/su.test(text);
}
