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

interface Setting {
  value: EffectiveValue;
  /** What policies further down may do; never more than those further up allow. */
  allowed: ReadonlySet<Setter>;
}

/**
 * The policy that is in effect for an account, from those on the way to it: the root of the organization first, the
 * account last. An effective policy, which has no operators, comes out as it went in.
 */
export function effectiveTagPolicy(levels: readonly PolicyLevel[]): readonly EffectiveTag[] {
  const tags = new Map<string, Map<string, Setting>>();
  for (const level of levels) mergeLevel(tags, level);
  return [...tags].map(([policyKey, settings]) => ({
    policyKey,
    settings: Object.fromEntries([...settings].map(([name, { value }]) => [name, value] as const).filter(isInEffect)),
  }));
}

/** A list from which everything was taken says nothing any more; but for values: then none is allowed. */
function isInEffect([name, value]: readonly [string, EffectiveValue]): boolean {
  return value !== undefined && (value.length > 0 || name === "tag_value");
}

/** Policies of one level limit only those below it; of two that assign, the one that was attached first counts. */
function mergeLevel(tags: Map<string, Map<string, Setting>>, level: PolicyLevel): void {
  const limits: { readonly setting: Setting; readonly allowed: ReadonlySet<Setter> }[] = [];
  const assigned = new Set<Setting>();
  for (const document of level) {
    for (const [key, body] of Object.entries(asMap(document["tags"]))) {
      const policyKey = key.toLowerCase();
      const settings = tags.get(policyKey) ?? new Map<string, Setting>();
      tags.set(policyKey, settings);
      for (const [name, given] of Object.entries(asMap(body))) {
        if (name.startsWith("@@")) continue;
        const setting = settings.get(name) ?? { value: undefined, allowed: new Set(SETTERS) };
        settings.set(name, setting);
        applyOperators(setting, given, assigned);
        const allowed = allowedForChildren(given);
        if (allowed !== undefined) limits.push({ setting, allowed });
      }
    }
  }
  for (const { setting, allowed } of limits)
    setting.allowed = new Set([...setting.allowed].filter((operator) => allowed.has(operator)));
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

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
