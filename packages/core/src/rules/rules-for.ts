import type { ResourceKind } from "../reference/reference.ts";
import type { TagRules } from "./tag-rules.ts";

/** The rules that hold for one kind of resource. */
export function rulesFor(rules: TagRules, kind: ResourceKind): TagRules {
  return { ...rules, rules: rules.rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind)) };
}
