import { checkDerivations } from "./check-derivations.ts";
import { checkScopes } from "./check-scopes.ts";
import { compileExpression } from "./compile-expression.ts";
import { compileDerivedText } from "./derived-text.ts";
import { compileValueCheck } from "../check/compile-value-check.ts";
import type { PolicyProblem } from "./policy-problem.ts";
import type { Policy, PolicyRule, TagCheck } from "./policy.ts";
import { listOf } from "./list-of.ts";

/** Checks what a schema cannot: duplicate ids, invalid expressions, rules that contradict themselves. */
export function checkPolicy({ rules, examples = [] }: Policy): readonly PolicyProblem[] {
  const ids = new Set<string>();
  return [
    ...rules.flatMap((rule, index) => {
      const twice = ids.has(rule.id);
      ids.add(rule.id);
      return [
        ...(twice
          ? [
              {
                path: ["rules", index, "id"],
                problem: `must be unique; ${JSON.stringify(rule.id)} is already the id of another rule`,
              },
            ]
          : []),
        ...checkRule(rule).map(({ path, problem }) => ({ path: ["rules", index, ...path], problem })),
      ];
    }),
    ...checkDerivations(rules),
    ...examples.flatMap(({ violates = [] }, index) =>
      violates.flatMap((id, position) =>
        ids.has(id)
          ? []
          : [{ path: ["examples", index, "violates", position], problem: "must be the id of a rule of this policy" }],
      ),
    ),
  ];
}

const CHECKS = ["required", "tags", "forbidden", "forbiddenPatterns", "spelling", "maximumTags"] as const;

function checkRule(rule: PolicyRule): readonly PolicyProblem[] {
  if (CHECKS.every((check) => rule[check] === undefined))
    return [{ path: [], problem: `must check something: give at least one of ${CHECKS.join(", ")}` }];
  return [
    ...checkScopes(rule.scope, ["scope"]),
    ...checkScopes(rule.except, ["except"]),
    ...checkExcept(rule.except),
    ...Object.entries(rule.tags ?? {}).flatMap(([key, check]) =>
      checkTagCheck(key, check, rule.required?.includes(key) ?? false).map(({ path, problem }) => ({
        path: ["tags", key, ...path],
        problem,
      })),
    ),
    ...(rule.forbiddenPatterns ?? []).flatMap((pattern, index) =>
      problemsOf(["forbiddenPatterns", index], () => compileExpression(pattern)),
    ),
    ...checkSpelling(rule.spelling ?? {}),
  ];
}

function checkTagCheck(key: string, check: TagCheck, requiredAnyway: boolean): readonly PolicyProblem[] {
  const { matches, equals, minLength, maxLength, ignoreCase } = check;
  const problems = [
    ...(matches === undefined ? [] : problemsOf(["matches"], () => compileExpression(matches, ignoreCase))),
    ...(equals === undefined ? [] : problemsOf(["equals"], () => compileDerivedText(equals))),
    ...(minLength !== undefined && maxLength !== undefined && minLength > maxLength
      ? [{ path: ["minLength"], problem: "must not be more than maxLength" }]
      : []),
  ];
  if (problems.length > 0) return problems;
  const misspelt = checkSpelling(check.spelling ?? {});
  if (misspelt.length > 0) return misspelt;
  const refused = Object.keys(check.spelling ?? {}).find((value) => breaks(key, check, value));
  if (refused !== undefined)
    return [{ path: ["spelling", refused], problem: "must be a value that the rule itself allows" }];
  const problem = defaultProblem(key, check, requiredAnyway);
  return problem === undefined ? [] : [{ path: ["default"], problem }];
}

function defaultProblem(key: string, check: TagCheck, requiredAnyway: boolean): string | undefined {
  const { default: byDefault, equals, required } = check;
  if (byDefault === undefined) return undefined;
  if (!required && !requiredAnyway) return "requires `required: true`";
  if (equals !== undefined) return "must not be used together with equals";
  return breaks(key, check, byDefault) ? "must be a value that the rule itself allows" : undefined;
}

function breaks(key: string, check: TagCheck, value: string): boolean {
  return (compileValueCheck({ id: "", severity: "error" }, key, check)?.(value) ?? []).length > 0;
}

/** Without a condition it would exclude every resource, and violations would not be reported. */
function checkExcept(except: PolicyRule["except"]): readonly PolicyProblem[] {
  const isList = Array.isArray(except);
  return listOf(except).flatMap(({ tags = {}, ...others }, index) =>
    Object.keys(others).length === 0 && Object.keys(tags).length === 0
      ? [
          {
            path: ["except", ...(isList ? [index] : [])],
            problem: "must have a condition; without one, the rule applies to no resource",
          },
        ]
      : [],
  );
}

function checkSpelling(spelling: Readonly<Record<string, readonly string[]>>): readonly PolicyProblem[] {
  const claimed = new Map<string, string>();
  return Object.entries(spelling).flatMap(([key, others]) =>
    [key, ...others].flatMap((variant) => {
      const folded = variant.toLowerCase();
      const earlier = claimed.get(folded) ?? key;
      claimed.set(folded, earlier);
      if (earlier === key) return [];
      return [{ path: ["spelling", key], problem: `must not share a spelling with ${JSON.stringify(earlier)}` }];
    }),
  );
}

function problemsOf(path: PolicyProblem["path"], compile: () => unknown): readonly PolicyProblem[] {
  try {
    compile();
    return [];
  } catch (error) {
    return [{ path, problem: error instanceof Error ? error.message : String(error) }];
  }
}
