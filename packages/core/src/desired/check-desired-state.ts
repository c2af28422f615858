import type { ResourceKind } from "../model/reference.ts";
import { checkTagList } from "../rules/check-tag-list.ts";
import { checkTags, isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { Violation } from "../model/violation.ts";
import { ownsKey } from "./change-tags.ts";
import type { DesiredState, DesiredStatement } from "./desired-state.ts";
import type { DesiredStateProblem } from "./desired-state-problem.ts";
import { isGlob } from "./matches-glob.ts";
import { checkConditions } from "./resource-conditions.ts";

/** The rules of a cloud that a statement can meet, with the kinds of resources there. */
export interface ConcernedCloud {
  readonly rules: TagRules;
  readonly kinds: readonly ResourceKind[];
}

/** All problems of a desired state, before any cloud is asked. `cloudsOf`: the clouds that a statement may concern. */
export function checkDesiredState(
  state: DesiredState,
  cloudsOf: (statement: DesiredStatement, index: number) => readonly ConcernedCloud[],
): readonly DesiredStateProblem[] {
  if (state.version !== 1) {
    return [problem(["version"], "version", "The version of the desired state is not 1.", "Write `version: 1`.")];
  }
  if (!Array.isArray(state.statements) || state.statements.length === 0)
    return [
      problem(["statements"], "empty-list", "The desired state has no statements.", "Add at least one statement."),
    ];
  return state.statements.flatMap((statement, index) => {
    const at = (...path: (string | number)[]) => ["statements", index, ...path];
    return [
      ...checkSelection(statement, at),
      ...checkActions(statement, at),
      ...checkOwnership(statement, state, at),
      ...checkAgainstItself(statement, at),
      ...checkForClouds(statement, cloudsOf(statement, index), at),
    ];
  });
}

type At = (...path: (string | number)[]) => readonly (string | number)[];

function checkSelection({ select }: DesiredStatement, at: At): readonly DesiredStateProblem[] {
  return checkConditions(select).map(({ path: [field, position], problem: what, fix }) =>
    problem(at("select", field, position), "condition", `The condition ${position + 1} of \`${field}\` ${what}.`, fix),
  );
}

function checkActions(statement: DesiredStatement, at: At): readonly DesiredStateProblem[] {
  const { set = {}, setIfAbsent = {}, rename = {}, remove = [], removeAllBut } = statement;
  const actions = [set, setIfAbsent, rename, remove].reduce((sum, action) => sum + Object.keys(action).length, 0);
  if (actions === 0 && removeAllBut === undefined) {
    return [
      problem(
        at(),
        "no-action",
        "The statement does nothing.",
        "Add at least one of set, setIfAbsent, rename, remove and removeAllBut.",
      ),
    ];
  }
  return (["set", "setIfAbsent"] as const).flatMap((action) =>
    Object.entries(statement[action] ?? {}).flatMap(([key, value]) =>
      checkTagList([{ key, value }], ALONE).map((violation) => ({ path: at(action, key), violation })),
    ),
  );
}

function checkOwnership(statement: DesiredStatement, state: DesiredState, at: At): readonly DesiredStateProblem[] {
  return keysSaid(statement)
    .filter(({ key }) => !isGlob(key) && !ownsKey(state, key))
    .map(({ key, path }) =>
      problem(
        at(...path),
        "not-owned",
        `The tag key ${JSON.stringify(key)} is not one that this file may change.`,
        "Add it to `owns`, remove it from `leavesAlone`, or remove it from the statement.",
        key,
      ),
    );
}

const NEW_NAME = "the new name of another tag key";

/** One statement must not want two things of one key. */
function checkAgainstItself(statement: DesiredStatement, at: At): readonly DesiredStateProblem[] {
  const seen = new Map<string, string>();
  return keysSaid(statement).flatMap(({ key, path, as }) => {
    if (isGlob(key) && path[0] === "remove") return [];
    const earlier = seen.get(key);
    seen.set(key, as);
    if (earlier === undefined) return [];
    if (earlier === NEW_NAME && as === NEW_NAME)
      return [
        problem(
          at(...path),
          "said-twice",
          `Two tag keys are renamed to ${JSON.stringify(key)} in one statement.`,
          "Move the second rename to its own statement. A resource that has both keys with different values is skipped.",
          key,
        ),
      ];
    return [
      problem(
        at(...path),
        "said-twice",
        `The tag key ${JSON.stringify(key)} is ${earlier === as ? `${as} twice` : `${earlier} and ${as}`} in one statement.`,
        "Use each tag key once per statement. For other resources, add a second statement.",
        key,
      ),
    ];
  });
}

function checkForClouds(
  statement: DesiredStatement,
  clouds: readonly ConcernedCloud[],
  at: At,
): readonly DesiredStateProblem[] {
  const found = new Map<string, DesiredStateProblem>();
  const add = (path: readonly (string | number)[], violation: Violation) => {
    if (violation.severity === "error")
      found.set(JSON.stringify([path, violation.rule, violation.message]), { path, violation });
  };
  for (const { rules, kinds } of clouds)
    for (const kind of statement.select.kinds ?? kinds)
      if (kinds.includes(kind)) checkForKind(statement, rulesFor(rules, kind), at, add);
  return [...found.values()];
}

function checkForKind(
  { set = {}, setIfAbsent = {}, rename = {}, remove = [] }: DesiredStatement,
  rules: TagRules,
  at: At,
  add: (path: readonly (string | number)[], violation: Violation) => void,
): void {
  for (const [action, tags] of [
    ["set", set],
    ["setIfAbsent", setIfAbsent],
  ] as const)
    for (const [key, value] of Object.entries(tags))
      if (typeof value === "string")
        for (const violation of checkTags([{ key, value }], rules, ALONE)) add(at(action, key), violation);
  for (const [from, to] of Object.entries(rename)) {
    // Of the value nothing is known yet; it is there, so that it fits this cloud.
    for (const violation of checkTags([{ key: to, value: "x" }], rules, ALONE)) add(at("rename", from), violation);
    if (isReservedKey(from, rules)) add(at("rename", from), reserved(from, rules));
  }
  for (const [position, key] of remove.entries())
    if (!isGlob(key) && isReservedKey(key, rules)) add(at("remove", position), reserved(key, rules));
}

interface SaidKey {
  readonly key: string;
  readonly path: readonly (string | number)[];
  /** In a sentence: "is set", "is renamed". */
  readonly as: string;
}

function keysSaid({ set = {}, setIfAbsent = {}, rename = {}, remove = [] }: DesiredStatement): readonly SaidKey[] {
  return [
    ...Object.keys(set).map((key) => ({ key, path: ["set", key], as: "set" })),
    ...Object.keys(setIfAbsent).map((key) => ({ key, path: ["setIfAbsent", key], as: "set if absent" })),
    ...Object.entries(rename).flatMap(([from, to]) => [
      { key: from, path: ["rename", from], as: "renamed" },
      { key: to, path: ["rename", from], as: NEW_NAME },
    ]),
    ...remove.map((key, position) => ({ key, path: ["remove", position], as: "removed" })),
  ];
}

function reserved(key: string, rules: TagRules): Violation {
  return {
    severity: "error",
    rule: "crosstag.reserved",
    provider: rules.provider,
    key,
    message: `The tag key ${JSON.stringify(key)} is reserved by ${rules.title}.`,
    fix: "Leave it out.",
  };
}

/** The path says where, and the reader of a file sees no list. */
const ALONE = { positions: false } as const;

function problem(
  path: readonly (string | number)[],
  rule: string,
  message: string,
  fix: string,
  key?: string,
): DesiredStateProblem {
  return {
    path,
    violation: { severity: "error", rule: `crosstag.${rule}`, message, fix, ...(key !== undefined && { key }) },
  };
}
