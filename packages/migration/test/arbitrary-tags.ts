import * as fc from "fast-check";
import { checkTags, type Tag, type TagRecord, type TagRules } from "@crosstag/core";

/** Words that mean something to some cloud, and characters that some cloud refuses. */
const TRICKY = ["aws:", "aliyun", "acs:", "esc:", "b64:", "http://", "__proto__", "constructor", "Team", "team", "=41"];
const CHARACTERS = Array.from("abcXYZ019 _-./:+@=\\%'\"éë字😀\u200B\u00A0");

const character = fc.constantFrom(...CHARACTERS);
const word = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: character, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...TRICKY) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: character, minLength: 60, maxLength: 300 }) },
);
export const anyText: fc.Arbitrary<string> = fc.tuple(word, word).map((words) => words.join(""));

/** Tags that a resource of the cloud can have: every cloud takes what is made of the plain characters. */
export function tagsOf(rules: TagRules, texts: fc.Arbitrary<string> = anyText): fc.Arbitrary<TagRecord> {
  const tag = fc
    .record({ key: texts, value: texts })
    .map(({ key, value }) => ({ key: key.slice(0, 128).toWellFormed(), value: value.slice(0, 256).toWellFormed() }))
    .map((candidate) => (fits(candidate, rules) ? candidate : { key: plain(candidate.key), value: "plain" }));
  return fc
    .array(tag, { maxLength: 30, size: "max" })
    .map((tags) => Object.fromEntries(tags.map(({ key, value }) => [key, value])));
}

function fits(tag: Tag, rules: TagRules): boolean {
  return checkTags([tag], rules).every(({ severity }) => severity !== "error");
}

function plain(text: string): string {
  return `k${text.replaceAll(/[^a-z]/g, "").slice(0, 9)}`;
}
