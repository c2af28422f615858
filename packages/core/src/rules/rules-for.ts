import type { ResourceKind } from "../model/reference.ts";
import type { TagRules } from "./tag-rules.ts";

// Asked for with every request; rules are data that does not change.
const byKind = new WeakMap<TagRules, Map<ResourceKind, TagRules>>();

/** The rules that hold for one kind of resource. */
export function rulesFor(rules: TagRules, kind: ResourceKind): TagRules {
  let known = byKind.get(rules);
  if (known === undefined) byKind.set(rules, (known = new Map()));
  let ofKind = known.get(kind);
  if (ofKind === undefined) {
    ofKind = { ...rules, rules: rules.rules.filter(({ kinds }) => kinds === undefined || kinds.includes(kind)) };
    known.set(kind, ofKind);
  }
  return ofKind;
}
