import type { CharacterRule, LengthRule, LetterCaseRule, ReservedPrefixRule, TagRule, TagSet } from "@crosstag/core";
import { textLength } from "@crosstag/core/testing";
import { ALPHABET, isInClass, type Part, type RuledTexts } from "./ruled-texts.ts";

/** Tags that break one rule, and others as little as possible. */
export interface Offence {
  /** The rule that they break. */
  readonly rule: TagRule;
  /** How, for the title of a test: `too long`. */
  readonly how: string;
  /** One tag. */
  readonly tags: TagSet;
}

/** Minimal violations of a rule; none if there is none without a resource. */
export function offencesAgainst(rule: TagRule, texts: RuledTexts): readonly Offence[] {
  if (!("of" in rule)) return [];
  return textsAgainst(rule, texts).map(([how, text]) => ({ rule, how, tags: tagsWith(rule.of, text, texts) }));
}

function tagsWith(part: Part, text: string, texts: RuledTexts): TagSet {
  return part === "key" ? new Map([[text, texts.fitted("value", "v")]]) : new Map([[texts.fitted("key", "k"), text]]);
}

function outside(inside: string, among: readonly string[]): string | undefined {
  return among.find((character) => !isInClass(inside, character));
}

type TextRule = LengthRule | CharacterRule | LetterCaseRule | ReservedPrefixRule;

type NamedText = readonly [how: string, text: string];

function textsAgainst(rule: TextRule, texts: RuledTexts): readonly NamedText[] {
  switch (rule.check) {
    case "length":
      return [["too long", tooLong(rule, texts)], ...tooShort(rule, texts)];
    case "characters":
      return foreignCharacters(rule, texts);
    case "letter-case":
      return [["upper case", texts.enclosed(rule.of, "K")]];
    case "reserved-prefix":
      return [["a reserved prefix", `${rule.prefixes[0] ?? ""}${texts.plain(rule.of)}`]];
  }
}

/** In the letters with which no other rule on lengths is broken, if there are such. */
function tooLong(rule: LengthRule, texts: RuledTexts): string {
  const others = texts.lengths(rule.of).filter((other) => other !== rule);
  const candidates = [texts.plain(rule.of), ...texts.allowed(rule.of)].map((letter) => {
    const letters = Math.ceil((rule.maximum + 1) / textLength(letter, rule.unit));
    return letter.repeat(letters);
  });
  const alone = candidates.find((text) => others.every(({ maximum, unit }) => textLength(text, unit) <= maximum));
  return alone ?? texts.plain(rule.of).repeat(rule.maximum + 1);
}

/** An empty key is refused by every SDK in its own way. */
function tooShort({ of, minimum }: LengthRule, texts: RuledTexts): readonly NamedText[] {
  if (minimum === 0 || (of === "key" && minimum === 1)) return [];
  return [[minimum === 1 ? "empty" : "too short", texts.plain(of).repeat(minimum - 1)]];
}

function foreignCharacters({ of, allowed, first, last }: CharacterRule, texts: RuledTexts): readonly NamedText[] {
  const anywhere = outside(allowed, ALPHABET);
  const atFirst = first && outside(first.allowed, texts.allowed(of));
  const atLast = last && outside(last.allowed, texts.allowed(of));
  return [
    ...(anywhere === undefined ? [] : [["a foreign character", texts.enclosed(of, anywhere)] as const]),
    ...(atFirst === undefined ? [] : [["a foreign first character", `${atFirst}${texts.plain(of)}`] as const]),
    ...(atLast === undefined ? [] : [["a foreign last character", `${texts.plain(of)}${atLast}`] as const]),
  ];
}
