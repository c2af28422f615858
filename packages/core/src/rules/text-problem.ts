import type {
  CharacterRule,
  LengthRule,
  LengthUnit,
  LetterCaseRule,
  ReservedPrefixRule,
  TagRule,
  TagRules,
} from "./tag-rules.ts";

/** Rules about one key or value, independent of the rest of the request. */
export type TextRule = LengthRule | CharacterRule | LetterCaseRule | ReservedPrefixRule;

/** A character of a text, and where it stands, in code points from 0. */
interface FoundCharacter {
  readonly position: number;
  readonly text: string;
}

export interface TextProblem {
  readonly message: string;
  readonly fix: string;
  readonly character?: FoundCharacter;
}

export function isTextRule(rule: TagRule): rule is TextRule {
  return rule.check !== "count" && rule.check !== "case-collision";
}

const NONE: readonly TextProblem[] = [];

/** What a rule finds in a text; empty if the text fits. `cloud`: its title is named in messages. */
export function textProblems(rule: TextRule, text: string, { title }: Pick<TagRules, "title">): readonly TextProblem[] {
  switch (rule.check) {
    case "length":
      // Whatever the unit: a UTF-16 unit is at least half a character and at most three bytes.
      return text.length >= 2 * rule.minimum && 3 * text.length <= rule.maximum
        ? NONE
        : lengthProblems(rule, text, title);
    case "characters":
      return characterProblems(rule, text);
    case "letter-case":
      return letterCaseProblems(rule, text);
    case "reserved-prefix": {
      const prefix = reservedPrefix(rule, text);
      if (prefix === undefined) return NONE;
      return [
        {
          message: `starts with ${JSON.stringify(prefix)}, a prefix that the cloud reserves${rule.caseSensitive ? "" : " in upper and lower case"}.`,
          fix: `Choose a ${rule.of} with another prefix, or remove the tag.`,
        },
      ];
    }
  }
}

/** Units of length in messages and tables. */
export const LENGTH_UNIT_NAMES: Readonly<Record<LengthUnit, string>> = {
  "code-points": "characters",
  "utf16-units": "UTF-16 units",
  "utf8-bytes": "bytes in UTF-8",
};

const ONE_UNIT: Readonly<Record<LengthUnit, string>> = {
  "code-points": "character",
  "utf16-units": "UTF-16 unit",
  "utf8-bytes": "byte in UTF-8",
};

function lengthProblems(rule: LengthRule, text: string, title: string): readonly TextProblem[] {
  const { of, minimum, maximum, unit } = rule;
  const length = measureText(text, unit);
  if (length >= minimum && length <= maximum) return NONE;
  if (length === 0)
    return [
      {
        message: `is empty; ${title} refuses an empty ${of}.`,
        fix:
          minimum === 1 ? `Give the tag a ${of}.` : `Give a ${of} of at least ${minimum} ${LENGTH_UNIT_NAMES[unit]}.`,
      },
    ];
  const measured = `is ${length} ${length === 1 ? ONE_UNIT[unit] : LENGTH_UNIT_NAMES[unit]} long`;
  if (length < minimum)
    return [{ message: `${measured}; at least ${minimum} are required.`, fix: `Lengthen it by ${minimum - length}.` }];
  const excess = length - maximum;
  const fix =
    unit === "utf8-bytes" && length > text.length
      ? `Shorten it by ${excess} ${excess === 1 ? "byte" : "bytes"}; a character outside ASCII has 2 to 4.`
      : `Shorten it by ${excess}.`;
  return [{ message: `${measured}; at most ${maximum} are allowed.`, fix }];
}

function characterProblems(rule: CharacterRule, text: string): readonly TextProblem[] {
  const character = firstForeignCharacter(rule.allowed, text);
  const foreign =
    character === undefined
      ? NONE
      : [
          {
            message: `has ${describeCharacter(character.text)} at character ${character.position + 1}; allowed are ${rule.description}.`,
            fix: "Remove or replace the character.",
            character,
          },
        ];
  if (rule.first === undefined && rule.last === undefined) return foreign;
  return [...endProblems(rule, text, "first"), ...foreign, ...endProblems(rule, text, "last")];
}

/** A character at an end that is allowed elsewhere. One that is allowed nowhere is reported as such. */
function endProblems(rule: CharacterRule, text: string, end: "first" | "last"): readonly TextProblem[] {
  const limit = rule[end];
  if (limit === undefined) return NONE;
  const character = foreignCharacterAt(limit.allowed, text, end);
  if (character === undefined || firstForeignCharacter(rule.allowed, character.text) !== undefined) return NONE;
  return [
    {
      message: `${end === "first" ? "begins" : "ends"} with ${describeCharacter(character.text)}; allowed as the ${end} character are ${limit.description}.`,
      fix: `${end === "first" ? "Begin" : "End"} the ${rule.of} with another character.`,
      character,
    },
  ];
}

/** The inside of a character class: everything but letters in upper and title case. */
const NOT_UPPER = String.raw`\P{L}\p{Ll}\p{Lo}\p{Lm}`;

function letterCaseProblems(rule: LetterCaseRule, text: string): readonly TextProblem[] {
  const character = firstForeignCharacter(NOT_UPPER, text);
  if (character === undefined) return NONE;
  const lowered = rule.of === "key" ? `: ${JSON.stringify(text.toLowerCase())}` : "";
  return [
    {
      message: `has ${describeCharacter(character.text)} at character ${character.position + 1}; letters must be in lower case.`,
      fix: `Write the ${rule.of} in lower case${lowered}.`,
      character,
    },
  ];
}

// Asked for with every text; the classes are those of rules, which are few.
const patterns = new Map<string, RegExp>();

function patternOf(allowed: string): RegExp {
  let pattern = patterns.get(allowed);
  if (pattern === undefined) patterns.set(allowed, (pattern = new RegExp(`^[${allowed}]*$`, "u")));
  return pattern;
}

/** The first character that is not in the class. `allowed`: the inside of a character class, as in `CharacterRule`. */
function firstForeignCharacter(allowed: string, text: string): FoundCharacter | undefined {
  const pattern = patternOf(allowed);
  if (pattern.test(text)) return undefined;
  let position = 0;
  for (const character of text) {
    if (!pattern.test(character)) return { position, text: character };
    position += 1;
  }
  return undefined;
}

/** The character at an end of the text, if it is not in the class. Undefined for an empty text, too. */
function foreignCharacterAt(allowed: string, text: string, end: "first" | "last"): FoundCharacter | undefined {
  if (text === "") return undefined;
  const characters = Array.from(text);
  const position = end === "first" ? 0 : characters.length - 1;
  const character = characters[position];
  return character === undefined || patternOf(allowed).test(character) ? undefined : { position, text: character };
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

/** How long a text is. */
export function measureText(text: string, unit: LengthUnit): number {
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
