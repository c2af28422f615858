import type { TagSet } from "../model/tag-set.ts";

/**
 * Whether a whole text matches a glob: `*` stands for any characters, none included, `?` for exactly one (UTF-16 unit),
 * everything else for itself, upper and lower case apart. Takes time in proportion to both lengths, whatever the glob.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (next < glob.length && glob[next] === "*") {
      star = next;
      resume = at;
      next += 1;
    } else if (next < glob.length && (glob[next] === "?" || glob[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      // The last star takes one character more; an earlier one never has to.
      next = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (glob[next] === "*") next += 1;
  return next === glob.length;
}

/** Whether a text matches at least one of several globs; see `matchesGlob`. */
export function matchesAnyGlob(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => matchesGlob(glob, text));
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** Tests whether a text matches one of several globs. Names without wildcards are looked up in a set. */
export function compileGlobs(globs: readonly string[]): (text: string) => boolean {
  const names = new Set(globs.filter((glob) => !isGlob(glob)));
  const patterns = globs.filter(isGlob);
  if (patterns.length === 0) return (text) => names.has(text);
  return (text) => names.has(text) || matchesAnyGlob(patterns, text);
}

/** Conditions on tags by key: true, the tag is there; false, it is not; a text or texts, a glob matches its value. */
export type TagConditions = Readonly<Record<string, string | readonly string[] | boolean>>;

/** Tests whether tags meet all conditions. */
export function compileTagConditions(conditions: TagConditions): (tags: TagSet) => boolean {
  const tests = Object.entries(conditions).map(([key, expected]): ((tags: TagSet) => boolean) => {
    if (typeof expected === "boolean") return (tags) => tags.has(key) === expected;
    const test = compileGlobs(typeof expected === "string" ? [expected] : expected);
    return (tags) => {
      const value = tags.get(key);
      return value !== undefined && test(value);
    };
  });
  return (tags) => tests.every((test) => test(tags));
}
