import { compileGlobs } from "@crosstag/core/internal";

/** The regions of an account or fleet, as the configuration writes them. */
export interface RegionPatterns {
  /** Whether the enabled regions must be known. False: the patterns name all regions themselves. */
  readonly needsList: boolean;
  /**
   * The regions, each once: the named ones in their order, then enabled ones that a pattern matches.
   * @param enabled the regions that the account has enabled. Default: none
   */
  select(enabled?: readonly string[]): readonly string[];
  /** The patterns and exclusions of which no call of `select` has used anything, as they were written. */
  unused(): readonly string[];
}

/** Compiles regions, patterns with `*` and `?`, `all`, and exclusions with `!`, which count at any position of the list. */
export function compileRegions(written: readonly string[]): RegionPatterns {
  const patterns = written.map((text) => {
    const excludes = text.startsWith("!");
    const name = excludes ? text.slice(1) : text;
    const glob = name === "all" ? "*" : name;
    return { text, excludes, glob, isLiteral: !/[*?]/.test(glob), matches: compileGlobs([glob]), used: false };
  });
  const includes = patterns.filter(({ excludes }) => !excludes);
  const exclusions = patterns.filter(({ excludes }) => excludes);
  const literals = includes.filter(({ isLiteral }) => isLiteral);
  const globs = includes.filter(({ isLiteral }) => !isLiteral);
  return {
    needsList: globs.length > 0,
    select(enabled = []) {
      const chosen = new Set(literals.map(({ glob }) => glob));
      for (const pattern of literals) pattern.used = true;
      for (const region of enabled) {
        const matching = globs.filter(({ matches }) => matches(region));
        for (const pattern of matching) pattern.used = true;
        if (matching.length > 0) chosen.add(region);
      }
      for (const region of chosen)
        for (const exclusion of exclusions)
          if (exclusion.matches(region)) {
            exclusion.used = true;
            chosen.delete(region);
          }
      return [...chosen];
    },
    unused: () => patterns.filter(({ used }) => !used).map(({ text }) => text),
  };
}
