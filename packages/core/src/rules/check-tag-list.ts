import type { Tag, TagSet } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";
import type { TagCheckOptions } from "./tag-rules.ts";
import { hasUnseen, replaceUnseen } from "../text/unseen.ts";

/** What the product itself demands of a list of tags, whatever the cloud. All violations at once. */
export function checkTagList(tags: readonly Tag[], { positions = true }: TagCheckOptions = {}): readonly Violation[] {
  if (tags.length === 0) return [emptyList("tags", "Give at least one tag.")];
  const violations: Violation[] = [];
  const firstPosition = new Map<string, number>();
  tags.forEach(({ key, value }, position) => {
    const placed = positions ? ` at position ${position + 1}` : "";
    if (typeof key !== "string" || typeof value !== "string") {
      const part = typeof key === "string" ? "value" : "key";
      violations.push({
        ...(typeof key === "string" && { key }),
        severity: "error",
        rule: "crosstag.not-a-string",
        ...(positions && { position }),
        message: `The tag ${part}${placed} is ${typeName(part === "key" ? key : value)}, not a string.`,
        fix: "Use a string; for an empty value, use an empty string.",
      });
      return;
    }
    const first = firstPosition.get(key);
    if (first === undefined) firstPosition.set(key, position);
    else violations.push(duplicate(key, position, first));
    if (!key.isWellFormed()) violations.push(illFormed("key", key, positions ? position : undefined));
    if (!value.isWellFormed()) violations.push(illFormed("value", key, positions ? position : undefined));
  });
  return violations;
}

/** The same for the tag keys of an untag request. */
export function checkTagKeyList(keys: readonly string[]): readonly Violation[] {
  if (keys.length === 0)
    return [emptyList("tagKeys", "Give at least one tag key, or say `all: true` to take every tag away.")];
  return checkTagList(keys.map((key) => ({ key, value: "" })));
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
    message: `The tag key ${JSON.stringify(key)} is given twice, at positions ${first + 1} and ${position + 1}.`,
    fix: "Give each tag key once.",
  };
}

// A lone half of a surrogate pair has no UTF-8 form: every encoder would silently send U+FFFD instead.
function illFormed(part: "key" | "value", key: string, position: number | undefined): Violation {
  const placed = position === undefined ? "" : ` at position ${position + 1}`;
  return {
    severity: "error",
    rule: "crosstag.ill-formed-text",
    key: key.toWellFormed(),
    ...(position !== undefined && { position }),
    message: `The ${part} of the tag${placed} contains half a character (a lone surrogate) and cannot be sent.`,
    fix: "Use well-formed Unicode text.",
  };
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return value === undefined ? "missing" : `a ${typeof value}`;
}

/** Warns of keys and values that do not show what they are, and of keys that look the same: the clouds take them all. */
export function checkLookAlikes(tags: readonly Tag[]): readonly Violation[] {
  const violations: Violation[] = [];
  for (const [position, { key, value }] of tags.entries())
    violations.push(...unseen("key", key, key, position), ...unseen("value", value, key, position));
  if (tags.length > 1) {
    const keys = tags.map(({ key }) => key);
    violations.push(...collisions(keys, new Set(keys)));
  }
  return violations;
}

/** Warns of added keys that look like one that the resource has already. */
export function checkResultingLookAlikes(current: TagSet, added: readonly Tag[]): readonly Violation[] {
  const addedKeys = new Set(added.map(({ key }) => key));
  return collisions(new Set([...current.keys(), ...addedKeys]), addedKeys);
}

function unseen(part: "key" | "value", text: string, key: string, position: number): readonly Violation[] {
  const problem = unseenProblem(text);
  if (problem === undefined) return [];
  return [
    {
      severity: "warning",
      rule: "crosstag.unseen-characters",
      key,
      position,
      message: `The ${part} of tag ${JSON.stringify(key)} ${problem}.`,
      fix: problem.endsWith("a blank") ? "Remove it, unless it is intended." : "Remove them, unless they are intended.",
    },
  ];
}

function collisions(keys: Iterable<string>, concerned: ReadonlySet<string>): readonly Violation[] {
  const seen = new Map<string, string>();
  const found: Violation[] = [];
  for (const key of keys) {
    const look = lookOf(key);
    const twin = seen.get(look);
    if (twin === undefined) seen.set(look, key);
    else if (twin !== key && (concerned.has(key) || concerned.has(twin))) found.push(lookAlike(twin, key));
  }
  return found;
}

function lookAlike(twin: string, key: string): Violation {
  return {
    severity: "warning",
    rule: "crosstag.look-alike",
    key,
    message: `The tag keys ${JSON.stringify(twin)} and ${JSON.stringify(key)} look the same, but are different keys.`,
    fix: "Use one spelling.",
  };
}

// Asked for with every tag of every resource, and the keys are few.
const looks = new Map<string, string>();
const MOST_LOOKS = 1_000;

function lookOf(key: string): string {
  const known = looks.get(key);
  if (known !== undefined) return known;
  const look = looksLike(key);
  if (looks.size < MOST_LOOKS) looks.set(key, look);
  return look;
}

/**
 * How a text looks: characters that cannot be seen left out, every blank the usual one, none at the ends. Texts that are equal so
 * look the same to a reader, but are different for the clouds.
 */
export function looksLike(text: string): string {
  if (VISIBLE_ASCII.test(text)) return text;
  const folded = hasUnseen(text) ? replaceUnseen(text, (codePoint) => (isBlank(codePoint) ? " " : "")) : text;
  return folded.trim().replaceAll(/ {2,}/g, " ");
}

/** Why a text does not show what it is, as the end of a sentence; undefined for nearly all texts. */
export function unseenProblem(text: string): string | undefined {
  if (VISIBLE_ASCII.test(text)) return undefined;
  if (text !== "" && text.trim() === "") return "holds nothing but blanks";
  if (text.startsWith(" ")) return "begins with a blank";
  if (text.endsWith(" ")) return "ends with a blank";
  if (!hasUnseen(text)) return undefined;
  const names = new Set<string>();
  replaceUnseen(text, (codePoint) => {
    names.add(`U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`);
    return "";
  });
  return `has characters that cannot be seen (${[...names].slice(0, MOST_NAMED).join(", ")})`;
}

/** Nearly every text: letters, digits and signs, without blanks. */
const VISIBLE_ASCII = /^[!-~]*$/;

/** Code points that a message names. */
const MOST_NAMED = 5;

function isBlank(codePoint: number): boolean {
  return /\s/.test(String.fromCodePoint(codePoint));
}
