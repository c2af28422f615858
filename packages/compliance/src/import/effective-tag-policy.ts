import { isMap } from "@crosstag/core/internal";
/** A tag policy of AWS or Alibaba as parsed from JSON. */
export type TagPolicyDocument = Readonly<Record<string, unknown>>;

/** One entity of an organization, with its policies in the order in which they were attached. */
export type PolicyLevel = readonly TagPolicyDocument[];

/** The effective settings for one tag key, as plain values. */
export interface EffectiveTag {
  /** In lower case: policy keys that differ only in case mean the same tag. */
  readonly policyKey: string;
  /** The settings by name, for example `tag_value`. */
  readonly settings: Readonly<Record<string, EffectiveValue>>;
}

type EffectiveValue = string | readonly string[] | undefined;

const CHILD_CONTROL = "@@operators_allowed_for_child_policies";
const SETTERS = ["@@assign", "@@append", "@@remove"] as const;
type Setter = (typeof SETTERS)[number];

/** The operators that child policies may use; never more than the parent policies allow. */
interface Limited {
  allowed: ReadonlySet<Setter>;
}

interface Setting extends Limited {
  value: EffectiveValue;
}

/** New settings inherit its limit; existing settings have limits of their own. */
interface Tag extends Limited {
  readonly settings: Map<string, Setting>;
}

interface Tags extends Limited {
  readonly byKey: Map<string, Tag>;
}

/**
 * Computes the effective policy of an account from the policies of its parents: the root of the organization first, the
 * account last. An effective policy, which has no operators, is returned unchanged.
 */
export function effectiveTagPolicy(levels: readonly PolicyLevel[]): readonly EffectiveTag[] {
  const tags: Tags = { byKey: new Map(), allowed: new Set(SETTERS) };
  for (const level of levels) mergeLevel(tags, level);
  return [...tags.byKey].map(([policyKey, { settings }]) => ({
    policyKey,
    settings: Object.fromEntries([...settings].map(([name, { value }]) => [name, value] as const).filter(isInEffect)),
  }));
}

/** An empty list has no effect, except for values: then no value is allowed. */
function isInEffect([name, value]: readonly [string, EffectiveValue]): boolean {
  return value !== undefined && (value.length > 0 || name === "tag_value");
}

/** Policies of one level limit only the levels below. If two policies assign, the one that was attached first counts. */
function mergeLevel(tags: Tags, level: PolicyLevel): void {
  const limits: (() => void)[] = [];
  const limit = (limited: Limited, given: unknown) => {
    const allowed = allowedForChildren(given);
    if (allowed === undefined) return;
    limits.push(() => {
      limited.allowed = new Set([...limited.allowed].filter((operator) => allowed.has(operator)));
    });
  };
  const assigned = new Set<Setting>();
  for (const document of level) {
    limit(tags, document["tags"]);
    for (const [key, body] of childrenOf(document["tags"])) {
      const policyKey = key.toLowerCase();
      const there = tags.byKey.get(policyKey);
      // A tag that parent policies do not allow child policies to add has no effect.
      if (there === undefined && tags.allowed.size === 0) continue;
      const tag = there ?? { settings: new Map<string, Setting>(), allowed: tags.allowed };
      tags.byKey.set(policyKey, tag);
      limit(tag, body);
      for (const [name, given] of childrenOf(body)) {
        const setting = tag.settings.get(name) ?? { value: undefined, allowed: tag.allowed };
        tag.settings.set(name, setting);
        applyOperators(setting, given, assigned);
        limit(setting, given);
      }
    }
  }
  for (const apply of limits) apply();
}

/** The entries of a map that are not operators. */
function childrenOf(given: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(isMap(given) ? given : {}).filter(([name]) => !name.startsWith("@@"));
}

function applyOperators(setting: Setting, given: unknown, assigned: Set<Setting>): void {
  const operators = isMap(given) ? given : { "@@assign": given };
  for (const operator of SETTERS) {
    const value = operators[operator];
    if (value === undefined || !setting.allowed.has(operator)) continue;
    if (operator === "@@assign") {
      if (assigned.has(setting)) continue;
      assigned.add(setting);
      setting.value = isList(value) ? value.map(String) : textOf(value);
      continue;
    }
    const before = isList(setting.value) ? setting.value.map(String) : [];
    const items = (isList(value) ? value : [value]).map(String);
    setting.value =
      operator === "@@append"
        ? [...before, ...items.filter((item) => !before.includes(item))]
        : before.filter((item) => !items.includes(item));
  }
}

function allowedForChildren(given: unknown): ReadonlySet<Setter> | undefined {
  const control = isMap(given) ? given[CHILD_CONTROL] : undefined;
  if (control === undefined) return undefined;
  const names = new Set((isList(control) ? control : [control]).map(String));
  return new Set(names.has("@@all") ? SETTERS : SETTERS.filter((operator) => names.has(operator)));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
