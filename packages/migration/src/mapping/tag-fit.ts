import { checkTagList, checkTags, type Tag, type TagRules, type Violation } from "@crosstag/core";

/** The rules about single texts, computed once: they are the same for every tag of every resource. */
interface TagFit {
  readonly keys: TagRules;
  readonly values: TagRules;
  readonly limit: number;
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
    const limits = errors.flatMap((rule) => (rule.check === "count" ? [rule.maximum] : []));
    known.set(rules, (fit = { keys: about("key"), values: about("value"), limit: Math.min(...limits) }));
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
  const found = [...checkTagList([tag]), ...checkTags([tag], keys), ...checkTags([tag], values)];
  return found.map((violation) => {
    const { position = 0, ...rest } = violation;
    // The tag is checked alone; its position in a list of one would mislead.
    const placed = `${JSON.stringify(tag.key)} (position ${position + 1})`;
    return { ...rest, message: rest.message.replace(placed, () => JSON.stringify(tag.key)) };
  });
}

/** How many tags a resource may have, not counting those of the cloud; infinite if no rule limits them. */
export function tagLimit(rules: TagRules): number {
  return tagFit(rules).limit;
}
