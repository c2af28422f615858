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

export function matchesAnyGlob(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => matchesGlob(glob, text));
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
