import { checkTagList, checkTags, type Tag, type TagRules, type Violation } from "@crosstag/core";

/** Rules that look at one text, apart: the same for every tag of every resource. */
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

/** Whether the cloud takes the text as a key; as a value. */
export function keyFits(key: string, rules: TagRules): boolean {
  return key.isWellFormed() && checkTags([{ key, value: "" }], tagFit(rules).keys).length === 0;
}

export function valueFits(value: string, rules: TagRules): boolean {
  return value.isWellFormed() && checkTags([{ key: "key", value }], tagFit(rules).values).length === 0;
}

/** Everything for which the cloud would refuse the tag, whatever other tags there are. */
export function tagViolations(tag: Tag, rules: TagRules): readonly Violation[] {
  const { keys, values } = tagFit(rules);
  const found = [...checkTagList([tag]), ...checkTags([tag], keys), ...checkTags([tag], values)];
  return found.map((violation) => {
    const { position = 0, ...rest } = violation;
    // The tag is looked at by itself; its place in a list of one would mislead.
    const placed = `${JSON.stringify(tag.key)} (position ${position + 1})`;
    return { ...rest, message: rest.message.replace(placed, () => JSON.stringify(tag.key)) };
  });
}

/** Tags that a resource may carry, those of the cloud not counted; infinite where no rule says. */
export function tagLimit(rules: TagRules): number {
  return tagFit(rules).limit;
}
