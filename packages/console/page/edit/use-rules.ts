import { rulesFor, type TagRules } from "@crosstag/core";
import { listClouds } from "@crosstag/operations";
import { useMemo } from "react";
import { useOperation } from "../api/use-operation.ts";
import type { RulesOf } from "./judge-edit.ts";

/** The rules of the configured clouds. */
export function useRules(): { readonly rulesOf: RulesOf; readonly error: unknown } {
  const { data, error } = useOperation(listClouds, {});
  const rulesOf = useMemo((): RulesOf => {
    const known = new Map<string, TagRules>();
    for (const { provider, title, kinds, rules } of data?.clouds ?? []) {
      for (const { kind } of kinds) known.set(`${provider} ${kind}`, rulesFor({ provider, title, rules }, kind));
    }
    return ({ provider, kind }) => known.get(`${provider} ${kind}`);
  }, [data]);
  return { rulesOf, error };
}
