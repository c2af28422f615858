import { checkConditions } from "@crosstag/core/internal";
import type { PolicyProblem } from "./policy-problem.ts";
import type { PolicyScope } from "./policy.ts";

/** Checks the conditions in one scope or several. @param path the place of the scopes in their file */
export function checkScopes(
  scopes: PolicyScope | readonly PolicyScope[] | undefined,
  path: PolicyProblem["path"],
): readonly PolicyProblem[] {
  if (scopes === undefined) return [];
  if (isList(scopes)) return scopes.flatMap((scope, position) => checkScopes(scope, [...path, position]));
  return checkConditions(scopes).map((condition) => ({
    path: [...path, ...condition.path],
    problem: `${condition.problem}. ${condition.fix.replace(/\.$/, "")}`,
  }));
}

function isList(scopes: PolicyScope | readonly PolicyScope[]): scopes is readonly PolicyScope[] {
  return Array.isArray(scopes);
}
