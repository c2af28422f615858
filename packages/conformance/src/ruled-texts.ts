import type { CharacterRule, LengthRule, TagRule } from "@crosstag/core";
import { textLength } from "@crosstag/core/testing";

// Letters of several scripts, combining and full-width ones, a space that is not ASCII, a letter outside the basic
// plane (two UTF-16 units, four bytes), and all of printable ASCII.
/** The characters that are tried. */
export const ALPHABET = [
  ...Array.from("éßЖ中あ한ا３\u3000𝒳😀"),
  ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)),
];

/** A part of a tag. */
export type Part = "key" | "value";

/** The texts that rules allow in keys and values. */
export class RuledTexts {
  readonly #rules: readonly TagRule[];
  readonly #plain: Readonly<Record<Part, string>>;
  readonly #alphabets: Readonly<Record<Part, readonly string[]>>;

  /** `rules`: the rules with the severity `error`. */
  constructor(rules: readonly TagRule[]) {
    this.#rules = rules;
    this.#plain = { key: this.#plainLetter("key"), value: this.#plainLetter("value") };
    const inside = (part: Part): readonly string[] =>
      ALPHABET.filter((character) => this.isSpelled(part, this.enclosed(part, character)));
    this.#alphabets = { key: inside("key"), value: inside("value") };
  }

  /** The characters, of the ones tried, that may be inside a key or value. Fewer may be at its ends. */
  allowed(part: Part): readonly string[] {
    return this.#alphabets[part];
  }

  /** One character, of one byte if possible, that may be anywhere in a key or value. */
  plain(part: Part): string {
    return this.#plain[part];
  }

  /** A text with a plain character before and after it. */
  enclosed(part: Part, text: string): string {
    return `${this.#plain[part]}${text}${this.#plain[part]}`;
  }

  /** Whether a text satisfies the rules. */
  isAllowed(part: Part, text: string): boolean {
    return this.isSpelled(part, text) && this.fits(part, text) && !this.#isReserved(part, text);
  }

  /** Whether every character is allowed where it is. */
  isSpelled(part: Part, text: string): boolean {
    return this.#rules.every((rule) => {
      if (rule.check === "characters" && rule.of === part) return hasCharacters(rule, text);
      return rule.check !== "letter-case" || rule.of !== part || !/[\p{Lu}\p{Lt}]/u.test(text);
    });
  }

  /** Whether the length is allowed. */
  fits(part: Part, text: string): boolean {
    return this.lengths(part).every(({ minimum, maximum, unit }) => {
      const length = textLength(text, unit);
      return length >= minimum && length <= maximum;
    });
  }

  /** The rules for the length. */
  lengths(part: Part): readonly LengthRule[] {
    return this.#rules.filter((rule): rule is LengthRule => rule.check === "length" && rule.of === part);
  }

  /** `letter` as often as fits between plain characters, filled up with plain characters. */
  fill(part: Part, letter: string): string {
    let text = "";
    for (const next of [letter, this.plain(part)])
      while (text.length < 4096 && this.hasRoomFor(part, this.enclosed(part, text + next))) text += next;
    return this.enclosed(part, text);
  }

  /**
   * A text like this one that satisfies the rules: the same if it does. Equal texts give equal ones. For short plain words,
   * of which different ones give different ones.
   */
  fitted(part: Part, word: string): string {
    if (this.isAllowed(part, word)) return word;
    const spelled = Array.from(word, (character) => this.#likeness(part, character)).join("");
    let text = this.isSpelled(part, spelled) ? spelled : this.enclosed(part, spelled);
    while (!this.hasRoomFor(part, text)) text = Array.from(text).slice(0, -1).join("");
    while (!this.fits(part, text) && this.hasRoomFor(part, text)) text += this.plain(part);
    return text;
  }

  /** Whether a text is not too long. It can be too short. */
  hasRoomFor(part: Part, text: string): boolean {
    return this.lengths(part).every(({ maximum, unit }) => textLength(text, unit) <= maximum);
  }

  /** The character, in the other case if need be, or another letter or digit: different digits give different ones. */
  #likeness(part: Part, character: string): string {
    const allowed = this.allowed(part);
    const like = [character, character.toLowerCase(), character.toUpperCase()].find((other) => allowed.includes(other));
    if (like !== undefined) return like;
    const letters = allowed.filter((other) => /[a-z0-9]/i.test(other));
    return letters[(character.codePointAt(0) ?? 0) % letters.length] ?? this.plain(part);
  }

  #plainLetter(part: Part): string {
    return ["x", "a", ...ALPHABET.toReversed()].find((character) => this.isSpelled(part, character)) ?? "x";
  }

  #isReserved(part: Part, text: string): boolean {
    return this.#rules.some((rule) => {
      if (rule.check !== "reserved-prefix" || rule.of !== part) return false;
      const fold = (raw: string): string => (rule.caseSensitive ? raw : raw.toLowerCase());
      return rule.prefixes.some((prefix) => fold(text).startsWith(fold(prefix)));
    });
  }
}

function hasCharacters({ allowed, first, last }: CharacterRule, text: string): boolean {
  const characters = Array.from(text);
  return (
    characters.every((character) => isInClass(allowed, character)) &&
    isInClass(first?.allowed ?? allowed, characters[0] ?? "") &&
    isInClass(last?.allowed ?? allowed, characters.at(-1) ?? "")
  );
}

/** Whether a character, or no character, is in a class. `inside`: what is between its brackets. */
export function isInClass(inside: string, character: string): boolean {
  return new RegExp(`^[${inside}]?$`, "u").test(character);
}
