import type { Tag, TagSet } from "../model/tag-set.ts";
import { looksLike, unseenProblem } from "./look-alike.ts";
import type { Violation } from "../model/violation.ts";

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
      fix: "Remove them, unless they are intended.",
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
