import type { TagSet } from "../model/tag-set.ts";
import type { ConditionProblem } from "./condition-problem.ts";
import { compileGlobs } from "./matches-glob.ts";

/** Tests the tags of one resource. */
export type TagTest = (tags: TagSet) => boolean;

/**
 * Parses one condition on a tag: `team` (the tag exists), `team=payments` (a glob matches its value), `team=` (its value
 * is empty), or `team!=payments` (the tag is absent, or no glob matches its value). The key ends at the first `=`.
 */
export function parseTagFilter(text: string): TagTest | ConditionProblem {
  const separator = text.indexOf("=");
  const excludes = separator > 0 && text[separator - 1] === "!";
  const key = separator < 0 ? text : text.slice(0, excludes ? separator - 1 : separator);
  if (key.trim() === "") return { problem: "has no tag key", fix: "Write team, team=payments or team!=payments." };
  if (key.startsWith("!"))
    return {
      problem: "begins with “!”",
      fix: "For resources without a tag, write its key under missing (--missing).",
    };
  if (separator < 0) return (tags) => tags.has(key);
  const matches = compileGlobs([text.slice(separator + 1)]);
  const hasValue: TagTest = (tags) => {
    const value = tags.get(key);
    return value !== undefined && matches(value);
  };
  return excludes ? (tags) => !hasValue(tags) : hasValue;
}

/** Tests that a resource has none of these tag keys: names or globs. */
export function compileMissing(keys: readonly string[]): TagTest {
  const matches = compileGlobs(keys);
  return (tags) => ![...tags.keys()].some(matches);
}
