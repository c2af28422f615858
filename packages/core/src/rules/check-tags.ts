import type { ResourceKind } from "../model/reference.ts";
import type { Tag, TagSet } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";
import type { CountRule, ReservedPrefixRule, TagRule, TagCheckOptions, TagRules } from "./tag-rules.ts";
import { isTextRule, reservedPrefix, textProblems } from "./text-problem.ts";
import type { TextRule } from "./text-problem.ts";

/** What one cloud demands of tags that are to be written. All violations at once. */
export function checkTags(
  tags: readonly Tag[],
  rules: TagRules,
  { positions = true }: TagCheckOptions = {},
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const rule of rules.rules) {
    switch (rule.check) {
      case "length":
      case "characters":
      case "letter-case":
      case "reserved-prefix":
        for (const [position, tag] of tags.entries())
          violations.push(...checkText(rule, tag, positions ? position : undefined, rules));
        break;
      case "count":
        // What is not counted cannot make it more.
        if (tags.length > rule.maximum)
          violations.push(...checkCount(tags.filter(({ key }) => !isReservedKey(key, rules)).length, rule, rules));
        break;
      case "case-collision":
        if (tags.length > 1)
          violations.push(
            ...checkCase(
              tags.map(({ key }) => key),
              rule,
              rules,
            ),
          );
    }
  }
  return violations;
}

/** Rules about how a text is written, and not about how long it is or whose it is. */
export function isSpelling(check: TagRule["check"]): boolean {
  return check === "characters" || check === "letter-case";
}

/** What one cloud demands of tag keys that are to be removed: their spelling is a warning, since what is there must be removable. */
export function checkTagKeys(keys: readonly string[], rules: TagRules): readonly Violation[] {
  const violations: Violation[] = [];
  const tags = keys.map((key) => ({ key, value: "" }));
  for (const rule of rules.rules) {
    if (!isTextRule(rule) || rule.of === "value") continue;
    for (const [position, tag] of tags.entries()) {
      for (const problem of checkText(rule, tag, position, rules))
        violations.push(isSpelling(rule.check) ? { ...problem, severity: "warning" } : problem);
    }
  }
  return violations;
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

/** How many tags a resource may have, not counting the tags that the cloud reserves; infinite if there is no rule. */
export function tagLimit(rules: TagRules): number {
  let limit = tagLimits.get(rules);
  if (limit === undefined) {
    limit = Math.min(
      ...rules.rules.map((rule) => (rule.check === "count" && rule.severity === "error" ? rule.maximum : Infinity)),
    );
    tagLimits.set(rules, limit);
  }
  return limit;
}

// Asked for with every entry of a plan; rules are data that does not change.
const tagLimits = new WeakMap<TagRules, number>();

/** True if the cloud reserves such keys. */
export function isReservedKey(key: string, rules: TagRules): boolean {
  let reserved = reservedByRules.get(rules);
  if (reserved === undefined) reservedByRules.set(rules, (reserved = new ReservedKeys(rules)));
  return reserved.has(key);
}

// Asked for with every tag of every resource; rules are data that does not change.
const reservedByRules = new WeakMap<TagRules, ReservedKeys>();
/** Tag keys that are remembered: many resources carry the same few. */
const MOST_KEYS = 1_000;

class ReservedKeys {
  readonly #rules: readonly ReservedPrefixRule[];
  readonly #known = new Map<string, boolean>();

  constructor({ rules }: TagRules) {
    this.#rules = rules.filter((rule) => rule.check === "reserved-prefix").filter(({ of }) => of === "key");
  }

  has(key: string): boolean {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const reserved = this.#rules.some((rule) => reservedPrefix(rule, key) !== undefined);
    if (this.#known.size < MOST_KEYS) this.#known.set(key, reserved);
    return reserved;
  }
}

const NONE: readonly Violation[] = [];

function checkText(rule: TextRule, tag: Tag, position: number | undefined, rules: TagRules): readonly Violation[] {
  const text = rule.of === "key" ? tag.key : tag.value;
  const found = textProblems(rule, text, rules);
  if (found.length === 0) return NONE;
  const where = position === undefined ? "" : ` (position ${position + 1})`;
  return found.map(({ message, fix, character }) =>
    violation(rule, rules, {
      key: tag.key,
      ...(position !== undefined && { position }),
      message: `The ${rule.of} of tag ${JSON.stringify(tag.key)}${where} ${message}`,
      fix,
      ...(character && { character }),
    }),
  );
}

function checkCount(count: number, rule: CountRule, rules: TagRules): readonly Violation[] {
  if (count <= rule.maximum) return [];
  return [
    violation(rule, rules, {
      message: `${rules.title} allows at most ${rule.maximum} tags on a resource; there would be ${count}.`,
      fix: `Omit ${count - rule.maximum}, or first remove as many from the resource.`,
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
        message: `The tag keys ${JSON.stringify(twin)} and ${JSON.stringify(key)} differ only in case; they are two tags, but some policy conditions treat them as one.`,
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

// Asked for with every request; rules are data that does not change.
const byKind = new WeakMap<TagRules, Map<ResourceKind, TagRules>>();

/** The rules that hold for one kind of resource. */
export function rulesFor(rules: TagRules, kind: ResourceKind): TagRules {
  let known = byKind.get(rules);
  if (known === undefined) byKind.set(rules, (known = new Map()));
  let ofKind = known.get(kind);
  if (ofKind === undefined) {
    const title = rules.titles?.[kind] ?? rules.title;
    ofKind = { ...rules, title, rules: rules.rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind)) };
    known.set(kind, ofKind);
  }
  return ofKind;
}
