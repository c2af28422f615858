import { checkTagList, checkTags, type Tag, type TagRules, type Violation } from "@crosstag/core";

/** The rules about single texts, computed once: they are the same for every tag of every resource. */
interface TagFit {
  readonly keys: TagRules;
  readonly values: TagRules;
}

const known = new WeakMap<TagRules, TagFit>();

function tagFit(rules: TagRules): TagFit {
  let fit = known.get(rules);
  if (fit === undefined) {
    const errors = rules.rules.filter(({ severity }) => severity === "error");
    const about = (of: "key" | "value") => ({
      ...rules,
      rules: errors.filter((rule) => "of" in rule && rule.of === of),
    });
    known.set(rules, (fit = { keys: about("key"), values: about("value") }));
  }
  return fit;
}

/** Whether the cloud accepts the text as a tag key. */
export function keyFits(key: string, rules: TagRules): boolean {
  return key.isWellFormed() && checkTags([{ key, value: "" }], tagFit(rules).keys).length === 0;
}

/** Whether the cloud accepts the text as a tag value. */
export function valueFits(value: string, rules: TagRules): boolean {
  return value.isWellFormed() && checkTags([{ key: "key", value }], tagFit(rules).values).length === 0;
}

/** All reasons for which the cloud would refuse the tag, independent of other tags. */
export function tagViolations(tag: Tag, rules: TagRules): readonly Violation[] {
  const { keys, values } = tagFit(rules);
  return [...checkTagList([tag], ALONE), ...checkTags([tag], keys, ALONE), ...checkTags([tag], values, ALONE)];
}

/** A position in a list of one would mislead. */
const ALONE = { positions: false } as const;
