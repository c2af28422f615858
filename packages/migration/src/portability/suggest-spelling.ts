import type { Tag, TagRules } from "@crosstag/core";
import type { Mapping } from "../mapping/mapping.ts";
import { keyFits, tagViolations, valueFits } from "../mapping/tag-fit.ts";
import { spellText, type SpelledText, type TagPart } from "./spell-text.ts";

/** A spelling of a tag that its cloud accepts. A person has to choose it: nothing applies it by itself. */
export interface SpellingSuggestion {
  /** The tag in that spelling. */
  readonly to: Tag;
  /** The entries of a mapping that write the tag so: `keys.rename` and `values.map`. */
  readonly mapping: Pick<Mapping, "keys" | "values">;
  /** Whether the key or the value is cut off, so that it does not hold the whole text. */
  readonly shortened: boolean;
  /** Other tag keys of the resource that would have the same key. Absent: none. */
  readonly collidesWith?: readonly string[];
}

/** A tag of a resource, and what a mapping has made of it. */
interface MappableTag {
  readonly from: Tag;
  /** Default: `from`. */
  readonly to?: Tag;
}

/** The spelling closest to a tag that the cloud accepts; undefined if it accepts the tag, or no spelling of it. Pure. */
export function suggestSpelling({ from, to = from }: MappableTag, rules: TagRules): SpellingSuggestion | undefined {
  const key = spelled("key", to.key, keyFits(to.key, rules), rules);
  const value = spelled("value", to.value, valueFits(to.value, rules), rules);
  if (key === undefined || value === undefined) return undefined;
  const suggested = { key: key.text, value: value.text };
  if ((key.text === to.key && value.text === to.value) || tagViolations(suggested, rules).length > 0) return undefined;
  return {
    to: suggested,
    mapping: {
      ...(key.text !== to.key && { keys: { rename: { [from.key]: key.text } } }),
      ...(value.text !== to.value && { values: { map: { [from.key]: { [from.value]: value.text } } } }),
    },
    shortened: key.shortened || value.shortened,
  };
}

function spelled(of: TagPart, text: string, fits: boolean, rules: TagRules): SpelledText | undefined {
  return fits ? { text, shortened: false } : spellText(of, text, rules);
}

/** A suggestion with the keys of other tags that would have its key. `others`: what the other tags of the resource become. */
export function withCollisions(
  suggestion: SpellingSuggestion,
  tagKey: string,
  others: Iterable<readonly [tagKey: string, becomes: string]>,
): SpellingSuggestion {
  const same = [...others].filter(([other, becomes]) => other !== tagKey && becomes === suggestion.to.key);
  return same.length === 0 ? suggestion : { ...suggestion, collidesWith: same.map(([other]) => other) };
}
