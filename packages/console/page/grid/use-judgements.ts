import type { Violation } from "@crosstag/core";
import { useMemo } from "react";
import { judgeEdit, type RulesOf } from "../edit/judge-edit.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";

const NONE: readonly Violation[] = [];

/** Judges each edit once: the answer for the same edit is the same object. */
export function useJudgements(rulesOf: RulesOf): (edit: ResourceEdit | undefined) => readonly Violation[] {
  return useMemo(() => rememberingJudge(rulesOf), [rulesOf]);
}

function rememberingJudge(rulesOf: RulesOf): (edit: ResourceEdit | undefined) => readonly Violation[] {
  const known = new WeakMap<ResourceEdit, readonly Violation[]>();
  return (edit) => {
    if (edit === undefined) return NONE;
    const found = known.get(edit) ?? judgeEdit(edit, rulesOf);
    known.set(edit, found);
    return found;
  };
}
