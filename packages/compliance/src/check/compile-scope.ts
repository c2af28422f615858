import { matchesGlob, type TagSet } from "@crosstag/core";
import type { PolicyScope, TagCondition } from "../policy/policy.ts";
import type { CheckableResource } from "./checkable-resource.ts";

export type ResourceTest = (resource: CheckableResource) => boolean;

/** Whether one of several scopes holds; where there are none, all do. */
export function compileScopes(scopes: PolicyScope | readonly PolicyScope[] | undefined): ResourceTest | undefined {
  return anyOf(scopes, compileScope);
}

export function compileConditions(
  conditions: TagCondition | readonly TagCondition[] | undefined,
): ResourceTest | undefined {
  return anyOf(conditions, (condition) => {
    const test = compileCondition(condition);
    return ({ tags }) => test(tags);
  });
}

function anyOf<Given>(
  given: Given | readonly Given[] | undefined,
  compile: (one: Given) => ResourceTest,
): ResourceTest | undefined {
  if (given === undefined) return undefined;
  const tests = (Array.isArray(given) ? (given as readonly Given[]) : [given as Given]).map(compile);
  const [only] = tests;
  return tests.length === 1 ? only : (resource) => tests.some((test) => test(resource));
}

function compileScope(scope: PolicyScope): ResourceTest {
  const tests: ResourceTest[] = [];
  const oneOf = <Fact extends string>(
    wanted: readonly Fact[] | undefined,
    fact: (resource: CheckableResource) => Fact | undefined,
  ) => {
    if (wanted === undefined) return;
    const set = new Set<string>(wanted);
    tests.push((resource) => {
      const value = fact(resource);
      return value !== undefined && set.has(value);
    });
  };
  oneOf(scope.clouds, ({ provider }) => provider);
  oneOf(scope.accounts, ({ account }) => account);
  oneOf(scope.regions, ({ region }) => region);
  oneOf(scope.kinds, ({ kind }) => kind);
  oneOf(scope.states, ({ state }) => state);
  if (scope.references !== undefined) {
    const test = compileGlobs(scope.references);
    // As it is named on the command line, too: in full, by its id alone, or with its kind.
    tests.push(({ reference, kind, id }) => test(reference) || test(id) || test(`${kind}/${id}`));
  }
  if (scope.aliases !== undefined) {
    const test = compileGlobs(scope.aliases);
    tests.push(({ aliases = [] }) => aliases.some(test));
  }
  if (scope.tags !== undefined) {
    const test = compileCondition(scope.tags);
    tests.push(({ tags }) => test(tags));
  }
  return (resource) => tests.every((test) => test(resource));
}

function compileCondition(condition: TagCondition): (tags: TagSet) => boolean {
  const tests = Object.entries(condition).map(([key, wanted]): ((tags: TagSet) => boolean) => {
    if (typeof wanted === "boolean") return (tags) => tags.has(key) === wanted;
    const test = compileGlobs(typeof wanted === "string" ? [wanted] : wanted);
    return (tags) => {
      const value = tags.get(key);
      return value !== undefined && test(value);
    };
  });
  return (tags) => tests.every((test) => test(tags));
}

/** Whether a text fits one of several globs. Names without signs are looked up and not compared one by one. */
export function compileGlobs(globs: readonly string[]): (text: string) => boolean {
  const names = new Set(globs.filter((glob) => !/[*?]/.test(glob)));
  const patterns = globs.filter((glob) => /[*?]/.test(glob));
  if (patterns.length === 0) return (text) => names.has(text);
  return (text) => names.has(text) || patterns.some((glob) => matchesGlob(glob, text));
}
