import * as fc from "fast-check";
import type { Policy, PolicyRule, TagCheck } from "../src/index.ts";

/** Few keys and values, so that rules meet, follow from each other and contradict each other. */
const key = fc.constantFrom("a", "A", "b", "B", "c", "temp-1");
const value = fc.constantFrom("x", "X", "y", "Y", "", "long value");

export const arbitraryTags: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(key, value, { maxKeys: 5 });

const list = <Item>(item: fc.Arbitrary<Item>) => fc.uniqueArray(item, { minLength: 1, maxLength: 3 });
const maybe = <Item>(item: fc.Arbitrary<Item>, freq = 2) => fc.option(item, { nil: undefined, freq });

const tagCheck = fc
  .record({
    required: maybe(fc.boolean()),
    oneOf: maybe(list(value)),
    like: maybe(list(fc.constantFrom("x*", "?", "*Y"))),
    matches: maybe(fc.constantFrom("[a-z]+", "(x|y)*", ".{0,3}"), 1),
    case: maybe(fc.constantFrom("lower" as const, "upper" as const), 1),
    maxLength: maybe(fc.constantFrom(1, 3), 1),
    equals: maybe(fc.constantFrom("{cloud}", "{tag:a}", "{tag:b}x", "{account}"), 1),
    default: maybe(value),
    ignoreCase: maybe(fc.boolean(), 1),
  })
  .map((check) => defined(check) as TagCheck);

const condition = fc.dictionary(key, fc.oneof(value, fc.boolean()), { minKeys: 1, maxKeys: 2 });

const rule = fc
  .record({
    when: maybe(condition),
    required: maybe(list(key)),
    tags: maybe(fc.dictionary(key, tagCheck, { minKeys: 1, maxKeys: 3 }), 4),
    forbidden: maybe(list(fc.constantFrom("temp-*", "b", "A", "?")), 1),
    spelling: maybe(fc.constantFrom({ a: [] }, { b: ["c"] }, { A: [] }, { a: ["b"] }), 1),
    maximumTags: maybe(fc.constantFrom(1, 3), 1),
    fix: maybe(fc.boolean(), 1),
  })
  .map((given) => defined(given) as Omit<PolicyRule, "id">);

export const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .array(rule, { minLength: 1, maxLength: 5 })
  .map((rules) => ({ version: 1, rules: rules.map((given, index) => ({ ...given, id: `r${index}` })) }));

function defined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, entry]) => entry !== undefined));
}
