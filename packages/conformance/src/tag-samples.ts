import type { CharacterRule, LengthRule, TagRule, TagRules, TagSet } from "@crosstag/core";
import { textLength } from "@crosstag/core/testing";

// Letters of several scripts, combining and full-width ones, a space that is not ASCII, a letter outside the basic
// plane (two UTF-16 units, four bytes), and all of printable ASCII.
const ALPHABET = [
  ...Array.from("éßЖ中あ한ا３\u3000𝒳😀"),
  ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)),
];

type Part = "key" | "value";

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
  const lengths = (part: Part): readonly LengthRule[] =>
    errors.filter((rule): rule is LengthRule => rule.check === "length" && rule.of === part);
  const characters = (part: Part): readonly CharacterRule[] =>
    errors.filter((rule): rule is CharacterRule => rule.check === "characters" && rule.of === part);
  const counts = errors.flatMap((rule) => (rule.check === "count" ? [rule.maximum] : []));
  const maximumTags = counts.length === 0 ? undefined : Math.min(...counts);

  const isReserved = (part: Part, text: string): boolean =>
    errors.some((rule) => {
      if (rule.check !== "reserved-prefix" || rule.of !== part) return false;
      const fold = (raw: string): string => (rule.caseSensitive ? raw : raw.toLowerCase());
      return rule.prefixes.some((prefix) => fold(text).startsWith(fold(prefix)));
    });
  const spelt = (part: Part, text: string): boolean =>
    characters(part).every(({ allowed }) => new RegExp(`^[${allowed}]*$`, "u").test(text));
  const fits = (part: Part, text: string): boolean =>
    lengths(part).every(({ minimum, maximum, unit }) => {
      const length = textLength(text, unit);
      return length >= minimum && length <= maximum;
    });
  const isAllowed = (part: Part, text: string): boolean =>
    spelt(part, text) && fits(part, text) && !isReserved(part, text);
  const alphabets = {
    key: ALPHABET.filter((character) => spelt("key", character)),
    value: ALPHABET.filter((character) => spelt("value", character)),
  };
  const allowed = (part: Part): readonly string[] => alphabets[part];

  /** `letter` as often as fits, filled up with one-byte letters. */
  const fill = (part: Part, letter: string): string => {
    let text = "";
    for (const next of [letter, "x"])
      while (text.length < 4096 && lengths(part).every(({ maximum, unit }) => textLength(text + next, unit) <= maximum))
        text += next;
    return text;
  };

  return {
    allowed,
    isAllowed,
    minimumValueLength: Math.max(0, ...lengths("value").map(({ minimum }) => minimum)),
    maximumTags,
    plain,
    mixed: (part) =>
      allowed(part).reduce((text, character) => (fits(part, text + character) ? text + character : text), "x"),
    longest: (part, wide) => {
      const widest = wide
        ? allowed(part).toSorted((left, right) => Buffer.byteLength(right) - Buffer.byteLength(left))[0]
        : undefined;
      return fill(part, widest ?? "x");
    },
    random: (random) => {
      const text = (part: Part, longest: number): string => {
        const alphabet = allowed(part);
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
        if (!twin && key !== "" && isAllowed("key", key) && isAllowed("value", value)) tags.set(key, value);
      }
      return tags;
    },
    offences: () =>
      errors
        .filter(({ status }) => status !== "assumed")
        .flatMap((rule) => {
          const tags = offence(rule);
          return tags === undefined ? [] : [{ rule, tags }];
        }),
  };

  function offence(rule: TagRule): TagSet | undefined {
    switch (rule.check) {
      case "length": {
        const text = "x".repeat(rule.maximum + 1);
        return rule.of === "key" ? new Map([[text, "v"]]) : new Map([["k", text]]);
      }
      case "characters": {
        const foreign = ALPHABET.find((character) => !spelt(rule.of, character));
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
}
