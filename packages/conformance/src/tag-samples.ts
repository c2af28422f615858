import type { TagRecord, TagRules, TagSet } from "@crosstag/core";
import { offencesAgainst } from "./offences.ts";
import type { Offence } from "./offences.ts";
import { type Part, RuledTexts } from "./ruled-texts.ts";

/** Tags made from rules as data: everything that a cloud declares to accept, up to the limits. */
export interface TagSamples {
  /** The characters, of the ones tried, that may be inside a key or value. */
  allowed(part: Part): readonly string[];
  /** Whether a text satisfies the rules. */
  isAllowed(part: Part, text: string): boolean;
  /** Whether a rule says how long a text can be. */
  isLimited(part: Part): boolean;
  /** The longest text: of the widest allowed character if `wide`, of one-byte letters otherwise. Only if that is limited. */
  longest(part: Part, wide: boolean): string;
  /** The word, or one like it that satisfies the rules. Equal words give equal ones, different short words different ones. */
  word(part: Part, word: string): string;
  /** The tags with every key and value as `word` gives it. */
  readonly tags: (tags: TagRecord) => TagRecord;
  /** A text with as many different allowed characters as fit. */
  mixed(part: Part): string;
  /** The length of the shortest value: 0 or 1. */
  readonly minimumValueLength: number;
  /** Tags that a resource may carry; undefined if no rule says so. */
  readonly maximumTags: number | undefined;
  /** That many plain tags. Every value contains `value`. */
  plain(count: number, value?: string): TagSet;
  /** A few random tags from everything that is allowed. */
  random(random: () => number): TagSet;
  /** For each rule that refuses and is known to be the cloud's: minimal violations. */
  offences(): readonly Offence[];
}

/** Makes tags from the rules of one kind of resource. */
export function createTagSamples({ rules }: TagRules): TagSamples {
  const errors = rules.filter(({ severity }) => severity === "error");
  const counts = errors.flatMap((rule) => (rule.check === "count" ? [rule.maximum] : []));
  const texts = new RuledTexts(errors);
  const allowed = (part: Part): readonly string[] => texts.allowed(part);
  return {
    allowed,
    isAllowed: (part, text) => texts.isAllowed(part, text),
    isLimited: (part) => texts.lengths(part).length > 0,
    minimumValueLength: Math.max(0, ...texts.lengths("value").map(({ minimum }) => minimum)),
    maximumTags: counts.length === 0 ? undefined : Math.min(...counts),
    word: (part, word) => texts.fitted(part, word),
    tags: (tags) =>
      Object.fromEntries(
        Object.entries(tags).map(([key, value]) => [texts.fitted("key", key), texts.fitted("value", value)]),
      ),
    plain: (count, value = "v") =>
      new Map(
        Array.from({ length: count }, (_, index) => [
          texts.fitted("key", `tag-${index + 1}`),
          texts.fitted("value", `${value}-${index + 1}`),
        ]),
      ),
    mixed: (part) => mixedText(texts, part),
    longest: (part, wide) => {
      const widest = wide
        ? allowed(part).toSorted((left, right) => Buffer.byteLength(right) - Buffer.byteLength(left))[0]
        : undefined;
      return texts.fill(part, widest ?? texts.plain(part));
    },
    random: (random) => randomTags(texts, random, Math.min(5, ...counts)),
    offences: () => errors.filter(({ status }) => status !== "assumed").flatMap((rule) => offencesAgainst(rule, texts)),
  };
}

/** A few tags of any allowed characters, at most `most`. */
function randomTags(texts: RuledTexts, random: () => number, most: number): TagSet {
  const text = (part: Part, longest: number): string => {
    const alphabet = texts.allowed(part);
    return Array.from(
      { length: Math.floor(random() * (longest + 1)) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join("");
  };
  const tags = new Map<string, string>();
  const count = 1 + Math.floor(random() * most);
  for (let tries = 0; tags.size < count && tries < 1000; tries += 1) {
    const [key, value] = [text("key", 12), text("value", 12)];
    // Keys that differ only in case are two tags in some clouds and undefined in others.
    const twin = [...tags.keys()].some((other) => other.toLowerCase() === key.toLowerCase());
    if (!twin && texts.isAllowed("key", key) && texts.isAllowed("value", value)) tags.set(key, value);
  }
  return tags;
}

function mixedText(texts: RuledTexts, part: Part): string {
  let inside = "";
  for (const character of texts.allowed(part))
    if (texts.hasRoomFor(part, texts.enclosed(part, inside + character))) inside += character;
  return texts.fitted(part, texts.enclosed(part, inside));
}
