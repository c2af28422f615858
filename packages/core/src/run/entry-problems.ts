import { unsupported } from "../reads/request-checks.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import type { Reference } from "../model/reference.ts";
import { checkTagKeys, checkTags, isReservedKey, rulesFor, isSpelling, tagLimit } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { isTextRule, textProblems, type TextRule } from "../rules/text-problem.ts";
import type { Violation } from "../model/violation.ts";

/** What is wrong with one entry: without tag values, without the entry's name. */
export type EntryProblem = Pick<Violation, "rule" | "message" | "fix"> & { readonly key?: string };

/** A plan that Crosstag made has none of these; one that was written or edited by another program may. */
const MAKE_AGAIN = "Correct the program that wrote the plan, or make the plan again.";

/**
 * Holds one change of a plan against the rules of its cloud. An undo sets values that the run found, so the cloud has
 * accepted them before; their spelling may be another than the documented one.
 */
export function entryProblems(
  { driver }: DriverEngine,
  reference: Reference,
  entry: PlannedResourceChange,
  isUndo: boolean,
): readonly EntryProblem[] {
  if (reference.alias)
    return [problem("alias", "it is an alias, which can be moved to another key.", "Use the key's id.")];
  if (reference.kind !== entry.kind)
    return [problem("kind", `the plan has kind ${entry.kind}, but its name is of kind ${reference.kind}.`)];
  const rules = isUndo ? withoutSpelling(rulesFor(driver.rules, entry.kind)) : rulesFor(driver.rules, entry.kind);
  const set = Object.entries(entry.set).map(([key, value]) => ({ key, value }));
  const { remove } = entry;
  const found: EntryProblem[] = [];
  found.push(...unsupportedChanges(driver, entry));
  // The full check makes a message for each problem; nearly every entry of a plan of a million has none.
  if (!set.every(({ key, value }) => fitsRules(key, value, rules)) || !remove.every((key) => fitsRules(key, "", rules)))
    for (const violation of [...checkTags(set, rules), ...checkTagKeys(remove, rules)])
      if (violation.severity === "error") found.push(violation);
  found.push(...contradictions(entry));
  for (const { key, value } of set)
    if (!key.isWellFormed() || !value.isWellFormed())
      found.push(aboutKey(key.toWellFormed(), "or its value has half a character (a lone surrogate)."));
  const tooMany = resultingTags(entry, rules) - tagLimit(rules);
  if (tooMany > 0) found.push(problem("tag-count", `it would have ${tooMany} tags more than ${rules.title} allows.`));
  return found;
}

function unsupportedChanges(driver: DriverEngine["driver"], { set, remove, kind }: PlannedResourceChange) {
  const operations = [
    ...(Object.keys(set).length > 0 ? (["writeTags"] as const) : []),
    ...(remove.length > 0 ? (["removeTags"] as const) : []),
  ];
  return operations.flatMap((operation) => {
    const refusal = unsupported(driver, operation, kind);
    return refusal === undefined ? [] : [problem("unsupported", refusal.message, refusal.hint)];
  });
}

/** What an entry says of one tag key in two ways. */
function contradictions({ set, remove, removeFirst = [] }: PlannedResourceChange): readonly EntryProblem[] {
  const found: EntryProblem[] = [];
  for (const key of remove) if (Object.hasOwn(set, key)) found.push(aboutKey(key, "is both set and removed."));
  const removed = new Set(remove);
  if (removed.size < remove.length) found.push(problem("duplicate-key", "a tag key is listed twice for removal."));
  for (const key of removeFirst)
    if (!removed.has(key)) found.push(aboutKey(key, "is in `removeFirst`, and not in `remove`."));
  return found;
}

/** The number of tags at the end, not counting the tags that the cloud reserves; 0 if none is added. */
function resultingTags({ before, set, remove }: PlannedResourceChange, rules: TagRules): number {
  const keys = new Set(Object.keys(before));
  const there = keys.size;
  for (const key of Object.keys(set)) keys.add(key);
  if (keys.size === there) return 0;
  for (const key of remove) keys.delete(key);
  let count = 0;
  for (const key of keys) if (!isReservedKey(key, rules)) count += 1;
  return count;
}

/** Whether keys and values fit: thousands of entries of a plan have the same few. */
const checkedTexts = new WeakMap<TagRules, Readonly<Record<TextRule["of"], Map<string, boolean>>>>();
/** Keys, and values, that are remembered for a rule set before all are forgotten. */
const MOST_KNOWN = 1_000;
/** UTF-16 units: those of clouds are shorter. Longer ones, of a plan that another program wrote, would take up memory. */
const LONGEST_KNOWN = 512;

function fitsRules(key: string, value: string, rules: TagRules): boolean {
  let texts = checkedTexts.get(rules);
  if (texts === undefined) checkedTexts.set(rules, (texts = { key: new Map(), value: new Map() }));
  return fits("key", key, texts.key, rules) && fits("value", value, texts.value, rules);
}

function fits(of: TextRule["of"], text: string, known: Map<string, boolean>, rules: TagRules): boolean {
  let answer = known.get(text);
  if (answer !== undefined) return answer;
  answer = rules.rules.every(
    (rule) =>
      !isTextRule(rule) || rule.severity !== "error" || rule.of !== of || textProblems(rule, text, rules).length === 0,
  );
  if (text.length > LONGEST_KNOWN) return answer;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, answer);
  return answer;
}

const undoRules = new WeakMap<TagRules, TagRules>();

function withoutSpelling(rules: TagRules): TagRules {
  let known = undoRules.get(rules);
  if (known === undefined) {
    known = { ...rules, rules: rules.rules.filter(({ check }) => !isSpelling(check)) };
    undoRules.set(rules, known);
  }
  return known;
}

function problem(rule: string, message: string, fix = MAKE_AGAIN): EntryProblem {
  return { rule: `crosstag.plan-${rule}`, message, fix };
}

function aboutKey(key: string, what: string): EntryProblem {
  return { ...problem("tag-key", `the tag key ${JSON.stringify(key)} ${what}`), key };
}
