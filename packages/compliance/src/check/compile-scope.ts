import {
  compileConditions as compileFilter,
  compileGlobs,
  compileTagConditions,
  selectsCloud,
} from "@crosstag/core/internal";
import type { PolicyScope, TagCondition } from "../policy/policy.ts";
import type { CheckableResource } from "./checkable-resource.ts";
import { listOf } from "../policy/list-of.ts";

export type ResourceTest = (resource: CheckableResource) => boolean;

/**
 * Tests whether one of several scopes matches; without scopes, every resource matches.
 * @param now the time that durations in conditions count from
 */
export function compileScopes(
  scopes: PolicyScope | readonly PolicyScope[] | undefined,
  now: Date,
): ResourceTest | undefined {
  return anyOf(scopes, (scope) => compileScope(scope, now));
}

export function compileConditions(
  conditions: TagCondition | readonly TagCondition[] | undefined,
): ResourceTest | undefined {
  return anyOf(conditions, (condition) => {
    const test = compileTagConditions(condition);
    return ({ tags }) => test(tags);
  });
}

function anyOf<Given>(
  given: Given | readonly Given[] | undefined,
  compile: (one: Given) => ResourceTest,
): ResourceTest | undefined {
  if (given === undefined) return undefined;
  const tests = listOf(given).map(compile);
  const [only] = tests;
  return tests.length === 1 ? only : (resource) => tests.some((test) => test(resource));
}

function compileScope(scope: PolicyScope, now: Date): ResourceTest {
  const tests: ResourceTest[] = [];
  const oneOf = <Fact extends string>(
    expected: readonly Fact[] | undefined,
    fact: (resource: CheckableResource) => Fact | undefined,
  ) => {
    if (expected === undefined) return;
    const set = new Set<string>(expected);
    tests.push((resource) => {
      const value = fact(resource);
      return value !== undefined && set.has(value);
    });
  };
  const { clouds } = scope;
  if (clouds !== undefined)
    tests.push(({ provider, cloud }) => clouds.some((wanted) => selectsCloud(wanted, provider, cloud)));
  oneOf(scope.accounts, ({ account }) => account);
  oneOf(scope.regions, ({ region }) => region);
  oneOf(scope.kinds, ({ kind }) => kind);
  oneOf(scope.states, ({ state }) => state);
  if (scope.references !== undefined) {
    const test = compileGlobs(scope.references);
    // Accepts the same names as the command line: the full name, the id, or the kind and the id.
    tests.push(({ reference, kind, id }) => test(reference) || test(id) || test(`${kind}/${id}`));
  }
  if (scope.aliases !== undefined) {
    const test = compileGlobs(scope.aliases);
    tests.push(({ aliases = [] }) => aliases.some(test));
  }
  if (scope.tags !== undefined) {
    const test = compileTagConditions(scope.tags);
    tests.push(({ tags }) => test(tags));
  }
  if (scope.filter !== undefined || scope.missing !== undefined || scope.where !== undefined) {
    const conditions = compileFilter(scope, now);
    tests.push((resource) => conditions.matchesTags(resource.tags) && conditions.matchesFacts(resource));
  }
  return (resource) => tests.every((test) => test(resource));
}
