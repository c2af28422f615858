import type { TagRule, TagRules, TagSet } from "@crosstag/core";
import { ALPHABET, type Part, RuledTexts } from "./ruled-texts.ts";

/** Tags made from rules as data: everything that a cloud declares to accept, up to the limits. */
export interface TagSamples {
  /** The characters, of the ones tried, that may be in a key or value. */
  allowed(part: Part): readonly string[];
  /** Whether a text satisfies the rules. */
  isAllowed(part: Part, text: string): boolean;
  /** The longest text: of the widest allowed character if `wide`, of one-byte letters otherwise. */
  longest(part: Part, wide: boolean): string;
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
  /** For each rule that refuses and is known to be the cloud's: a minimal violation. */
  offences(): readonly { readonly rule: TagRule; readonly tags: TagSet }[];
}

const plain = (count: number, value = "v"): TagSet =>
  new Map(Array.from({ length: count }, (_, index) => [`tag-${index + 1}`, `${value}-${index + 1}`]));

/** Makes tags from the rules of one kind of resource. */
export function createTagSamples({ rules }: TagRules): TagSamples {
  const errors = rules.filter(({ severity }) => severity === "error");
  const counts = errors.flatMap((rule) => (rule.check === "count" ? [rule.maximum] : []));
  const texts = new RuledTexts(errors);
  const allowed = (part: Part): readonly string[] => texts.allowed(part);
  return {
    allowed,
    isAllowed: (part, text) => texts.isAllowed(part, text),
    minimumValueLength: Math.max(0, ...texts.lengths("value").map(({ minimum }) => minimum)),
    maximumTags: counts.length === 0 ? undefined : Math.min(...counts),
    plain,
    mixed: (part) =>
      allowed(part).reduce((text, character) => (texts.fits(part, text + character) ? text + character : text), "x"),
    longest: (part, wide) => {
      const widest = wide
        ? allowed(part).toSorted((left, right) => Buffer.byteLength(right) - Buffer.byteLength(left))[0]
        : undefined;
      return texts.fill(part, widest ?? "x");
    },
    random: (random) => randomTags(texts, random),
    offences: () =>
      errors
        .filter(({ status }) => status !== "assumed")
        .flatMap((rule) => {
          const tags = offence(texts, rule);
          return tags === undefined ? [] : [{ rule, tags }];
        }),
  };
}

/** A few tags of any allowed characters. */
function randomTags(texts: RuledTexts, random: () => number): TagSet {
  const text = (part: Part, longest: number): string => {
    const alphabet = texts.allowed(part);
    return Array.from(
      { length: Math.floor(random() * (longest + 1)) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join("");
  };
  const tags = new Map<string, string>();
  const count = 1 + Math.floor(random() * 5);
  for (let tries = 0; tags.size < count && tries < 1000; tries += 1) {
    const [key, value] = [text("key", 12), text("value", 12)];
    // Keys that differ only in case are two tags in some clouds and undefined in others.
    const twin = [...tags.keys()].some((other) => other.toLowerCase() === key.toLowerCase());
    if (!twin && key !== "" && texts.isAllowed("key", key) && texts.isAllowed("value", value)) tags.set(key, value);
  }
  return tags;
}

/** A minimal violation of a rule; undefined if there is none without a resource. */
function offence(texts: RuledTexts, rule: TagRule): TagSet | undefined {
  switch (rule.check) {
    case "length": {
      const text = "x".repeat(rule.maximum + 1);
      return rule.of === "key" ? new Map([[text, "v"]]) : new Map([["k", text]]);
    }
    case "characters": {
      const foreign = ALPHABET.find((character) => !texts.isSpelled(rule.of, character));
      if (foreign === undefined) return undefined;
      return rule.of === "key" ? new Map([[`k${foreign}`, "v"]]) : new Map([["k", `v${foreign}`]]);
    }
    case "reserved-prefix": {
      const prefix = rule.prefixes[0] ?? "";
      return rule.of === "key" ? new Map([[`${prefix}k`, "v"]]) : new Map([["k", `${prefix}v`]]);
    }
    // A rule about all tags of a resource needs a resource: see the case on the maximum number of tags.
    case "count":
    case "case-collision":
      return undefined;
  }
}
