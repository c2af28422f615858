import type { Tag } from "@crosstag/core";
import * as fc from "fast-check";

/** The parts of a cloud's tags, chosen so that about half of the random sets fit its rules. */
export interface TagShape {
  /** Characters that the cloud accepts, each one code point. */
  readonly characters: readonly string[];
  readonly keyLengths: readonly number[];
  readonly valueLengths: readonly number[];
  /** Numbers of tags in one set, around the cloud's limit. */
  readonly counts: readonly number[];
}

export const ASCII_LETTERS_AND_DIGITS = Array.from("ABCXYZabcxyz0189");

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code));
const ASCII_PUNCTUATION = ASCII.filter((character) => /[!-/:-@[-`{-~]/.test(character));

/** Every character of ASCII, controls included, and other characters that are often miscounted or damaged. */
const HOSTILE_CHARACTERS = [
  ...ASCII,
  ...ASCII_PUNCTUATION,
  ...Array.from("äßΩжאع漢かกह"),
  // Letters, digits and symbols outside the basic plane: two UTF-16 units, four bytes, one code point.
  ...Array.from("𐐀𝟘𠮷🔑😀"),
  // Combining accent, joiner, no-break space, line separator, byte order mark, replacement character, unassigned.
  "\u0301",
  "\u200D",
  "\u00A0",
  "\u3000",
  "\u2028",
  "\uFEFF",
  "\uFFFD",
  "\uFFFF",
  "\u{10FFFF}",
];

/** Prefixes that a cloud reserves, and similar ones. */
const PREFIXES = [
  "aws:",
  "AWS:",
  "aWs:",
  "aws",
  "xaws:",
  "aliyun",
  "Aliyun",
  "ALIYUN",
  "acs:",
  "ACS:",
  "acs",
  "http://",
  "HTTP://",
  "https://",
  "https:/",
];

/** Names of properties that a plain object inherits. */
export const OBJECT_WORDS = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

/**
 * One text. Mostly of allowed characters and near a maximum length; sometimes with one character too many or not
 * allowed.
 */
function text(characters: readonly string[], lengths: readonly number[], prefixed: boolean): fc.Arbitrary<string> {
  const allowed = fc.constantFrom(...characters);
  const edge = fc
    .tuple(fc.constantFrom(...lengths), fc.array(allowed, { minLength: 1, maxLength: 6 }))
    .map(([length, unit]) => repeatTo(unit, length));
  const short = fc.array(allowed, { minLength: 0, maxLength: 12 }).map((parts) => parts.join(""));
  const spoilt = fc.tuple(short, fc.constantFrom(...HOSTILE_CHARACTERS), short).map((parts) => parts.join(""));
  const reserved = fc.tuple(fc.constantFrom(...PREFIXES), short).map((parts) => parts.join(""));
  return fc.oneof(
    { weight: 24, arbitrary: short.map((rest) => rest || "k") },
    { weight: 4, arbitrary: edge },
    { weight: 1, arbitrary: spoilt },
    { weight: prefixed ? 1 : 0, arbitrary: reserved },
    { weight: 1, arbitrary: fc.constantFrom("", ...OBJECT_WORDS) },
  );
}

function repeatTo(unit: readonly string[], length: number): string {
  return Array.from({ length }, (_, index) => unit[index % unit.length]).join("");
}

/** A set whose keys differ; `twins` adds keys that differ in case only. */
export function tagSet({ characters, keyLengths, valueLengths, counts }: TagShape): fc.Arbitrary<readonly Tag[]> {
  const tag = fc.record({ key: text(characters, keyLengths, true), value: text(characters, valueLengths, true) });
  const few = fc.uniqueArray(tag, { selector: ({ key }) => key, minLength: 1, maxLength: 4 });
  const many = fc
    .tuple(fc.constantFrom(...counts), few)
    .map(([count, tags]) => [...tags, ...numberedTags(count)].slice(0, count));
  const twins = few.map((tags) =>
    distinct([...tags, ...tags.map(({ key, value }) => ({ key: swapCase(key), value }))]),
  );
  return fc.oneof({ weight: 6, arbitrary: few }, { weight: 2, arbitrary: many }, { weight: 1, arbitrary: twins });
}

/** As `tagSet`, sometimes with a duplicate key. */
export function tagList(shape: TagShape): fc.Arbitrary<readonly Tag[]> {
  return fc.oneof(
    { weight: 6, arbitrary: tagSet(shape) },
    { weight: 1, arbitrary: tagSet(shape).map((tags) => [...tags, { key: tags[0]?.key ?? "k", value: "again" }]) },
  );
}

/** The existing tags of a resource: up to its limit, sometimes including tags of the cloud. */
export function presentTags(limit: number, cloudTag: string): fc.Arbitrary<readonly Tag[]> {
  return fc
    .tuple(fc.constantFrom(0, 1, limit - 2, limit - 1, limit), fc.boolean())
    .map(([count, cloudsOwn]) => [
      ...numberedTags(count),
      ...(cloudsOwn ? [{ key: cloudTag, value: "by the cloud" }] : []),
    ]);
}

function numberedTags(count: number): readonly Tag[] {
  return Array.from({ length: count }, (_, index) => ({ key: `n${index}`, value: String(index) }));
}

function distinct(tags: readonly Tag[]): readonly Tag[] {
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}

function swapCase(word: string): string {
  return word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase();
}
