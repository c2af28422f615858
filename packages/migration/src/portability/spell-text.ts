import { checkTags, type CharacterRule, type LengthUnit, type TagRule, type TagRules } from "@crosstag/core";
import { measureText } from "@crosstag/core/internal";

/** A part of a tag. */
export type TagPart = "key" | "value";

/** A text in another spelling. */
export interface SpelledText {
  readonly text: string;
  /** The end is cut off. */
  readonly shortened: boolean;
}

/** What stands for an empty value where the cloud refuses one. */
const NO_VALUE = "none";
/** What takes the place of a character that has no other spelling, the best first. */
const SEPARATORS = ["-", "_", "."];
/** What a key begins with if its first character is a digit that may not be the first. */
const FIRST_LETTERS = ["x", "X"];

/**
 * The text in the spelling closest to it that the cloud accepts: without its reserved prefix, in lower case, with letters and signs
 * that the cloud has, and cut off where it is too long. Undefined if there is none. Pure.
 */
export function spellText(of: TagPart, text: string, rules: TagRules): SpelledText | undefined {
  const own = rules.rules.filter((rule) => rule.severity === "error" && "of" in rule && rule.of === of);
  const characters = new AllowedCharacters(own);
  const named = text === "" && of === "value" ? NO_VALUE : withoutReserved(text, own);
  const spelled = characters.fitEnds(characters.replace(named));
  const short = cut(spelled, own);
  const result = short === spelled ? spelled : characters.fitEnds(short);
  const isFitting = result !== "" && fits(of, result, { ...rules, rules: own });
  return isFitting ? { text: result, shortened: short !== spelled } : undefined;
}

function fits(of: TagPart, text: string, rules: TagRules): boolean {
  return checkTags([of === "key" ? { key: text, value: "" } : { key: "", value: text }], rules).length === 0;
}

/** `aws:team` is `team`: the cloud refuses every key that begins so. */
function withoutReserved(text: string, rules: readonly TagRule[]): string {
  for (const rule of rules) {
    if (rule.check !== "reserved-prefix") continue;
    const fold = (raw: string): string => (rule.caseSensitive ? raw : raw.toLowerCase());
    const prefix = rule.prefixes.find((one) => fold(text).startsWith(fold(one)));
    if (prefix !== undefined) return text.slice(prefix.length).replace(/^[^\p{L}\p{N}]+/u, "");
  }
  return text;
}

/** The text in the length that rules allow. From the end: the beginning of a name distinguishes it. */
function cut(text: string, rules: readonly TagRule[]): string {
  let short = text;
  for (const rule of rules) if (rule.check === "length") short = beginningOf(short, rule.maximum, rule.unit);
  return short;
}

/** As many characters from the beginning as are together at most `maximum` units long. */
function beginningOf(text: string, maximum: number, unit: LengthUnit): string {
  let length = 0;
  let end = 0;
  for (const character of text) {
    length += measureText(character, unit);
    if (length > maximum) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

/** The characters that rules allow, and what can stand for others. */
class AllowedCharacters {
  readonly #inside: readonly RegExp[];
  readonly #ends: Readonly<Record<"first" | "last", readonly RegExp[]>>;
  readonly #isLower: boolean;
  readonly #separator: string;

  constructor(rules: readonly TagRule[]) {
    const characters = rules.filter((rule) => rule.check === "characters");
    this.#inside = characters.map(characterPattern);
    this.#ends = {
      first: characters.map((rule) => characterPattern(rule.first ?? rule)),
      last: characters.map((rule) => characterPattern(rule.last ?? rule)),
    };
    this.#isLower = rules.some(({ check }) => check === "letter-case");
    this.#separator = SEPARATORS.find((one) => this.#isAllowed(one)) ?? "";
  }

  replace(text: string): string {
    let replaced = "";
    for (const character of text) {
      const next = this.#spellingOf(character);
      // Several signs in a row become one.
      if (next !== this.#separator || next === character || !replaced.endsWith(next)) replaced += next;
    }
    return replaced;
  }

  /** A sign that may not be at an end is left out; before a digit that may not be the first comes a letter. */
  fitEnds(text: string): string {
    const characters = Array.from(text);
    while (characters.length > 0 && !this.#isAllowed(characters.at(-1) ?? "", "last")) characters.pop();
    while (characters.length > 0 && !isLetterOrDigit(characters[0]) && !this.#isAllowed(characters[0] ?? "", "first"))
      characters.shift();
    const [first] = characters;
    if (first === undefined || this.#isAllowed(first, "first")) return characters.join("");
    const letter = FIRST_LETTERS.find((one) => this.#isAllowed(one, "first")) ?? "";
    return letter + characters.join("");
  }

  #spellingOf(character: string): string {
    if (this.#isAllowed(character)) return character;
    const plain = character.normalize("NFKD").replaceAll(/\p{M}/gu, "");
    const spellings = [character.toLowerCase(), plain, plain.toLowerCase(), character.toUpperCase().toLowerCase()];
    const fitting = spellings.find(
      (spelling) => spelling !== "" && Array.from(spelling).every((one) => this.#isAllowed(one)),
    );
    return fitting ?? this.#separator;
  }

  #isAllowed(character: string, end?: "first" | "last"): boolean {
    if (this.#isLower && /[\p{Lu}\p{Lt}]/u.test(character)) return false;
    const patterns = end === undefined ? this.#inside : this.#ends[end];
    return patterns.every((pattern) => pattern.test(character));
  }
}

function characterPattern({ allowed }: Pick<CharacterRule, "allowed">): RegExp {
  return new RegExp(`^[${allowed}]$`, "u");
}

function isLetterOrDigit(character = ""): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
