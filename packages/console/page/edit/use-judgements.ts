import type { Violation } from "@crosstag/core";
import { useMemo } from "react";
import { judgeEdit, type RulesOf } from "./judge-edit.ts";
import type { ResourceEdit } from "./resource-edit.ts";

/** What its cloud says about an edit. The answer for the same edit is the same object. */
export type Judge = (edit: ResourceEdit | undefined) => readonly Violation[];

const NONE: readonly Violation[] = [];

/** Judges each edit once for all parts of the page. */
export function useJudgements(rulesOf: RulesOf): Judge {
  return useMemo(() => rememberingJudge(rulesOf), [rulesOf]);
}

function rememberingJudge(rulesOf: RulesOf): Judge {
  const known = new WeakMap<ResourceEdit, readonly Violation[]>();
  return (edit) => {
    if (edit === undefined) return NONE;
    const found = known.get(edit) ?? judgeEdit(edit, rulesOf);
    known.set(edit, found);
    return found;
  };
}
