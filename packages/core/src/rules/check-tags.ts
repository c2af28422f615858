import type { Tag, TagSet } from "../tags/tag-set.ts";
import type {
  CharacterRule,
  CountRule,
  LengthRule,
  LengthUnit,
  ReservedPrefixRule,
  TagRule,
  TagRules,
} from "./tag-rules.ts";
import type { Violation } from "./violation.ts";

/** What the product itself demands of a list of tags, whatever the cloud. All violations at once. */
export function checkTagList(tags: readonly Tag[]): readonly Violation[] {
  if (tags.length === 0) return [emptyList("tags", "Give at least one tag.")];
  const violations: Violation[] = [];
  const firstPosition = new Map<string, number>();
  tags.forEach(({ key, value }, position) => {
    if (typeof key !== "string" || typeof value !== "string") {
      const part = typeof key === "string" ? "value" : "key";
      violations.push({
        ...(typeof key === "string" && { key }),
        severity: "error",
        rule: "crosstag.not-a-string",
        position,
        message: `The tag ${part} at position ${position} is ${typeName(part === "key" ? key : value)}, not a string.`,
        fix: "Give a string; an empty value is the empty string.",
      });
      return;
    }
    const first = firstPosition.get(key);
    if (first === undefined) firstPosition.set(key, position);
    else violations.push(duplicate(key, position, first));
    for (const [part, text] of [
      ["key", key],
      ["value", value],
    ] as const) {
      if (!text.isWellFormed()) violations.push(illFormed(part, key, position));
    }
  });
  return violations;
}

/** The same for the tag keys of an untag request. */
export function checkTagKeyList(keys: readonly string[]): readonly Violation[] {
  if (keys.length === 0)
    return [emptyList("tagKeys", "Give at least one tag key, or say `all: true` to take every tag away.")];
  return checkTagList(keys.map((key) => ({ key, value: "" })));
}

/** What one cloud demands of tags that are to be written. All violations at once. */
export function checkTags(tags: readonly Tag[], rules: TagRules): readonly Violation[] {
  return rules.rules.flatMap((rule) => {
    switch (rule.check) {
      case "length":
      case "characters":
      case "reserved-prefix":
        return tags.flatMap((tag, position) => checkText(rule, tag, position, rules));
      case "count":
        return checkCount(tags.filter(({ key }) => !isReservedKey(key, rules)).length, rule, rules);
      case "case-collision":
        return checkCase(
          tags.map(({ key }) => key),
          rule,
          rules,
        );
    }
  });
}

/** What one cloud demands of tag keys that are to be removed: characters are a warning, since what is there must be removable. */
export function checkTagKeys(keys: readonly string[], rules: TagRules): readonly Violation[] {
  return rules.rules.flatMap((rule) => {
    if (rule.check === "count" || rule.check === "case-collision" || rule.of === "value") return [];
    return keys.flatMap((key, position) => {
      const found = checkText(rule, { key, value: "" }, position, rules);
      return rule.check === "characters"
        ? found.map((problem) => ({ ...problem, severity: "warning" as const }))
        : found;
    });
  });
}

/** Rules on the set that a resource would end up with: how many, and keys that would differ in case only. */
export function checkResultingTags(current: TagSet, added: readonly Tag[], rules: TagRules): readonly Violation[] {
  const keys = new Set([...current.keys(), ...added.map(({ key }) => key)].filter((key) => !isReservedKey(key, rules)));
  const addedKeys = new Set(added.map(({ key }) => key));
  return rules.rules.flatMap((rule) => {
    if (rule.check === "count") {
      // A resource that is over the limit already may still get new values for the tags it has.
      const grows = [...addedKeys].some((key) => !current.has(key));
      return grows ? checkCount(keys.size, rule, rules) : [];
    }
    if (rule.check !== "case-collision") return [];
    return checkCase([...keys], rule, rules).filter(({ key }) => collides(key, addedKeys));
  });
}

/** True where the cloud keeps such keys for itself. */
export function isReservedKey(key: string, rules: TagRules): boolean {
  return rules.rules.some(
    (rule) => rule.check === "reserved-prefix" && rule.of === "key" && reservedPrefix(rule, key) !== undefined,
  );
}

export function measureText(text: string, unit: LengthUnit): number {
  if (unit === "utf16-units") return text.length;
  if (unit === "utf8-bytes") return new TextEncoder().encode(text).length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function checkText(
  rule: LengthRule | CharacterRule | ReservedPrefixRule,
  tag: Tag,
  position: number,
  rules: TagRules,
): readonly Violation[] {
  const text = rule.of === "key" ? tag.key : tag.value;
  const found = textProblem(rule, text);
  if (found === undefined) return [];
  const { message, fix, character } = found;
  const where = `The ${rule.of} of tag ${quote(tag.key)} (position ${position})`;
  return [
    violation(rule, rules, {
      key: tag.key,
      position,
      message: `${where} ${message}`,
      fix,
      ...(character && { character }),
    }),
  ];
}

interface TextProblem {
  readonly message: string;
  readonly fix: string;
  readonly character?: { readonly position: number; readonly text: string };
}

function textProblem(rule: LengthRule | CharacterRule | ReservedPrefixRule, text: string): TextProblem | undefined {
  switch (rule.check) {
    case "length": {
      const length = measureText(text, rule.unit);
      if (length < rule.minimum)
        return { message: "is empty.", fix: `Give a ${rule.of} of at least ${rule.minimum} character.` };
      if (length <= rule.maximum) return undefined;
      return {
        message: `is ${length} ${UNIT_NAMES[rule.unit]} long; at most ${rule.maximum} are allowed.`,
        fix: `Shorten it by ${length - rule.maximum}.`,
      };
    }
    case "characters": {
      const character = firstForeignCharacter(text, rule);
      if (character === undefined) return undefined;
      return {
        message: `has ${describeCharacter(character.text)} at character ${character.position}; allowed are ${rule.description}.`,
        fix: "Leave the character out or replace it.",
        character,
      };
    }
    case "reserved-prefix": {
      const prefix = reservedPrefix(rule, text);
      if (prefix === undefined) return undefined;
      return {
        message: `starts with ${quote(prefix)}, which the cloud keeps for itself${rule.caseSensitive ? "" : " in upper and lower case"}.`,
        fix: `Choose a ${rule.of} with another beginning, or leave the tag out.`,
      };
    }
  }
}

const UNIT_NAMES: Readonly<Record<LengthUnit, string>> = {
  "code-points": "characters",
  "utf16-units": "UTF-16 units",
  "utf8-bytes": "bytes in UTF-8",
};

const characterClasses = new WeakMap<CharacterRule, RegExp>();

function firstForeignCharacter(text: string, rule: CharacterRule): { position: number; text: string } | undefined {
  let pattern = characterClasses.get(rule);
  if (pattern === undefined) {
    pattern = new RegExp(`^[${rule.allowed}]*$`, "u");
    characterClasses.set(rule, pattern);
  }
  if (pattern.test(text)) return undefined;
  let position = 0;
  for (const character of text) {
    if (!pattern.test(character)) return { position, text: character };
    position += 1;
  }
  return undefined;
}

function reservedPrefix(rule: ReservedPrefixRule, text: string): string | undefined {
  const compared = rule.caseSensitive ? text : text.toLowerCase();
  return rule.prefixes.find((prefix) => compared.startsWith(rule.caseSensitive ? prefix : prefix.toLowerCase()));
}

function checkCount(count: number, rule: CountRule, rules: TagRules): readonly Violation[] {
  if (count <= rule.maximum) return [];
  return [
    violation(rule, rules, {
      message: `${rules.title} takes at most ${rule.maximum} tags on a resource; these would be ${count}.`,
      fix: `Leave out ${count - rule.maximum}, or remove as many from the resource first.`,
    }),
  ];
}

function checkCase(keys: readonly string[], rule: TagRule, rules: TagRules): readonly Violation[] {
  const seen = new Map<string, string>();
  return keys.flatMap((key, position) => {
    const folded = key.toLowerCase();
    const twin = seen.get(folded);
    if (twin === undefined || twin === key) {
      seen.set(folded, key);
      return [];
    }
    return [
      violation(rule, rules, {
        key,
        position,
        message: `The tag keys ${quote(twin)} and ${quote(key)} differ only in upper and lower case; they are two tags, but not for every policy condition.`,
        fix: "Use one spelling.",
      }),
    ];
  });
}

function collides(key: string | undefined, added: ReadonlySet<string>): boolean {
  const folded = key?.toLowerCase();
  return [...added].some((other) => other.toLowerCase() === folded);
}

function violation(
  rule: TagRule,
  rules: TagRules,
  rest: Pick<Violation, "key" | "position" | "message" | "fix" | "character">,
): Violation {
  return {
    severity: rule.severity,
    rule: rule.id,
    provider: rules.provider,
    source: rule.source,
    verifiedOn: rule.verifiedOn,
    status: rule.status,
    ...rest,
  };
}

function emptyList(name: string, fix: string): Violation {
  return { severity: "error", rule: "crosstag.empty-list", message: `The list \`${name}\` is empty.`, fix };
}

function duplicate(key: string, position: number, first: number): Violation {
  return {
    severity: "error",
    rule: "crosstag.duplicate-key",
    key,
    position,
    message: `The tag key ${quote(key)} is given twice, at positions ${first} and ${position}.`,
    fix: "Give each tag key once.",
  };
}

// A lone half of a surrogate pair has no UTF-8 form: every encoder would silently send U+FFFD instead.
function illFormed(part: "key" | "value", key: string, position: number): Violation {
  return {
    severity: "error",
    rule: "crosstag.ill-formed-text",
    key: key.toWellFormed(),
    position,
    message: `The ${part} of the tag at position ${position} has half a character (a lone surrogate) and cannot be sent as it is.`,
    fix: "Give well-formed Unicode text.",
  };
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return value === undefined ? "missing" : `a ${typeof value}`;
}

function describeCharacter(text: string): string {
  const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(text) ? `“${text}” (U+${code})` : `the character U+${code}`;
}

export function quote(text: string): string {
  return JSON.stringify(text);
}
