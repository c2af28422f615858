import type { CharacterRule, LengthRule, LengthUnit, ReservedPrefixRule } from "./tag-rules.ts";

/** Rules about one key or value, independent of the rest of the request. */
export type TextRule = LengthRule | CharacterRule | ReservedPrefixRule;

export interface TextProblem {
  readonly message: string;
  readonly fix: string;
  readonly character?: { readonly position: number; readonly text: string };
}

/** What a rule finds in a text; undefined if the text fits. */
export function textProblem(rule: TextRule, text: string): TextProblem | undefined {
  switch (rule.check) {
    case "length": {
      // Whatever the unit: a UTF-16 unit is at least half a character and at most three bytes.
      if (text.length >= 2 * rule.minimum && 3 * text.length <= rule.maximum) return undefined;
      const length = measureText(text, rule.unit);
      if (length < rule.minimum)
        return { message: "is empty.", fix: `Give a ${rule.of} of at least ${rule.minimum} character.` };
      if (length <= rule.maximum) return undefined;
      return {
        message: `is ${length} ${LENGTH_UNIT_NAMES[rule.unit]} long; at most ${rule.maximum} are allowed.`,
        fix: `Shorten it by ${length - rule.maximum}.`,
      };
    }
    case "characters": {
      const character = firstForeignCharacter(text, rule);
      if (character === undefined) return undefined;
      return {
        message: `has ${describeCharacter(character.text)} at character ${character.position + 1}; allowed are ${rule.description}.`,
        fix: "Remove or replace the character.",
        character,
      };
    }
    case "reserved-prefix": {
      const prefix = reservedPrefix(rule, text);
      if (prefix === undefined) return undefined;
      return {
        message: `starts with ${JSON.stringify(prefix)}, a prefix that the cloud reserves${rule.caseSensitive ? "" : " in upper and lower case"}.`,
        fix: `Choose a ${rule.of} with another prefix, or remove the tag.`,
      };
    }
  }
}

/** Units of length in messages and tables. */
export const LENGTH_UNIT_NAMES: Readonly<Record<LengthUnit, string>> = {
  "code-points": "characters",
  "utf16-units": "UTF-16 units",
  "utf8-bytes": "bytes in UTF-8",
};

const characterClasses = new WeakMap<CharacterRule, RegExp>();

function firstForeignCharacter(text: string, rule: CharacterRule): { position: number; text: string } | undefined {
  let pattern = characterClasses.get(rule);
  if (pattern === undefined) {
    pattern = new RegExp(`^[${rule.allowed}]*$`, "u");
    characterClasses.set(rule, pattern);
  }
  if (pattern.test(text)) return undefined;
  let position = 0;
  for (const character of text) {
    if (!pattern.test(character)) return { position, text: character };
    position += 1;
  }
  return undefined;
}

/** The prefix of the rule that a text begins with. */
export function reservedPrefix(rule: ReservedPrefixRule, text: string): string | undefined {
  if (rule.caseSensitive) return rule.prefixes.find((prefix) => text.startsWith(prefix));
  let lowered = loweredPrefixes.get(rule);
  if (lowered === undefined) loweredPrefixes.set(rule, (lowered = rule.prefixes.map((prefix) => prefix.toLowerCase())));
  const compared = text.toLowerCase();
  const position = lowered.findIndex((prefix) => compared.startsWith(prefix));
  return rule.prefixes[position];
}

// Asked for with every key; rules are data that does not change.
const loweredPrefixes = new WeakMap<ReservedPrefixRule, readonly string[]>();

const utf8 = new TextEncoder();

function measureText(text: string, unit: LengthUnit): number {
  if (unit === "utf16-units") return text.length;
  if (unit === "utf8-bytes") return utf8.encode(text).length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function describeCharacter(text: string): string {
  if (text === " ") return "a space (U+0020)";
  const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(text) ? `“${text}” (U+${code})` : `the character U+${code}`;
}
