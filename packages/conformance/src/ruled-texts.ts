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
  readonly #alphabets: Readonly<Record<Part, readonly string[]>>;

  /** `rules`: the rules with the severity `error`. */
  constructor(rules: readonly TagRule[]) {
    this.#rules = rules;
    this.#alphabets = {
      key: ALPHABET.filter((character) => this.isSpelled("key", character)),
      value: ALPHABET.filter((character) => this.isSpelled("value", character)),
    };
  }

  /** The characters, of the ones tried, that may be in a key or value. */
  allowed(part: Part): readonly string[] {
    return this.#alphabets[part];
  }

  /** Whether a text satisfies the rules. */
  isAllowed(part: Part, text: string): boolean {
    return this.isSpelled(part, text) && this.fits(part, text) && !this.#isReserved(part, text);
  }

  /** Whether every character is allowed. */
  isSpelled(part: Part, text: string): boolean {
    return this.#rules
      .filter((rule): rule is CharacterRule => rule.check === "characters" && rule.of === part)
      .every(({ allowed }) => new RegExp(`^[${allowed}]*$`, "u").test(text));
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

  /** `letter` as often as fits, filled up with one-byte letters. */
  fill(part: Part, letter: string): string {
    const lengths = this.lengths(part);
    let text = "";
    for (const next of [letter, "x"])
      while (text.length < 4096 && lengths.every(({ maximum, unit }) => textLength(text + next, unit) <= maximum))
        text += next;
    return text;
  }

  #isReserved(part: Part, text: string): boolean {
    return this.#rules.some((rule) => {
      if (rule.check !== "reserved-prefix" || rule.of !== part) return false;
      const fold = (raw: string): string => (rule.caseSensitive ? raw : raw.toLowerCase());
      return rule.prefixes.some((prefix) => fold(text).startsWith(fold(prefix)));
    });
  }
}
