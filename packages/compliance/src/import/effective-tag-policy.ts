import { isMap } from "@crosstag/core";
/** A tag policy of AWS or Alibaba as parsed from JSON. */
export type TagPolicyDocument = Readonly<Record<string, unknown>>;

/** One entity of an organization, with its policies in the order in which they were attached. */
export type PolicyLevel = readonly TagPolicyDocument[];

/** What is in effect for one tag key: settings as plain values. */
export interface EffectiveTag {
  /** In lower case: policies that differ only in it mean the same tag. */
  readonly policyKey: string;
  readonly settings: Readonly<Record<string, EffectiveValue>>;
}

type EffectiveValue = string | readonly string[] | undefined;

const CHILD_CONTROL = "@@operators_allowed_for_child_policies";
const SETTERS = ["@@assign", "@@append", "@@remove"] as const;
type Setter = (typeof SETTERS)[number];

/** What policies further down may do; never more than those further up allow. */
interface Limited {
  allowed: ReadonlySet<Setter>;
}

interface Setting extends Limited {
  value: EffectiveValue;
}

/** What is new in one is limited by it; what is there already has limits of its own. */
interface Tag extends Limited {
  readonly settings: Map<string, Setting>;
}

interface Tags extends Limited {
  readonly byKey: Map<string, Tag>;
}

/**
 * The policy that is in effect for an account, from those on the way to it: the root of the organization first, the
 * account last. An effective policy, which has no operators, comes out as it went in.
 */
export function effectiveTagPolicy(levels: readonly PolicyLevel[]): readonly EffectiveTag[] {
  const tags: Tags = { byKey: new Map(), allowed: new Set(SETTERS) };
  for (const level of levels) mergeLevel(tags, level);
  return [...tags.byKey].map(([policyKey, { settings }]) => ({
    policyKey,
    settings: Object.fromEntries([...settings].map(([name, { value }]) => [name, value] as const).filter(isInEffect)),
  }));
}

/** A list from which everything was taken says nothing any more; but for values: then none is allowed. */
function isInEffect([name, value]: readonly [string, EffectiveValue]): boolean {
  return value !== undefined && (value.length > 0 || name === "tag_value");
}

/** Policies of one level limit only those below it; of two that assign, the one that was attached first counts. */
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
      // Nothing can be said of a tag that policies further up do not let others add.
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

/** What stands in a map under names, and not under operators. */
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
