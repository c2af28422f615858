import { compileDerivedText } from "./derived-text.ts";
import type { PolicyRule } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

interface Derivation {
  readonly tagKey: string;
  readonly madeFrom: readonly string[];
  readonly path: PolicyProblem["path"];
}

/**
 * Finds values that are derived from each other, so that none of them is the source. It does not consider whether the
 * rules apply to the same resource.
 */
export function checkDerivations(rules: readonly PolicyRule[]): readonly PolicyProblem[] {
  const derivations = rules.flatMap(({ tags = {} }, index) =>
    Object.entries(tags).flatMap(([tagKey, { equals }]): readonly Derivation[] =>
      equals === undefined
        ? []
        : [{ tagKey, madeFrom: tagKeysOf(equals), path: ["rules", index, "tags", tagKey, "equals"] }],
    ),
  );
  const sources = new Map<string, Set<string>>();
  for (const { tagKey, madeFrom } of derivations)
    sources.set(tagKey, new Set([...(sources.get(tagKey) ?? []), ...madeFrom]));
  return derivations.flatMap(({ tagKey, madeFrom, path }) => {
    if (madeFrom.includes(tagKey)) return [{ path, problem: "must not be made from the tag itself" }];
    const via = madeFrom.find((source) => leadsTo(source, tagKey, sources));
    if (via === undefined) return [];
    return [{ path, problem: `must not be made from ${JSON.stringify(via)}, which is itself made from this tag` }];
  });
}

function leadsTo(from: string, to: string, sources: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set([from]);
  for (const key of seen) {
    for (const source of sources.get(key) ?? []) {
      if (source === to) return true;
      seen.add(source);
    }
  }
  return false;
}

/** A text that is not valid is reported elsewhere. */
function tagKeysOf(equals: string): readonly string[] {
  try {
    return compileDerivedText(equals).tagKeys;
  } catch {
    return [];
  }
}
