import {
  checkResultingTags,
  checkTagKeys,
  checkTagList,
  checkTags,
  type Tag,
  type TagRule,
  type TagRules,
} from "@crosstag/core";

/** An intended difference between rules and local cloud: the rule as the cloud has it, or undefined if it has none. */
export interface Difference {
  readonly rule: string;
  readonly inTheCloud: ((rule: TagRule) => TagRule) | undefined;
  readonly reason: string;
  /** Rule and cloud differ on these tags. */
  readonly example: readonly Tag[];
}

export type Verdict = "accepted" | "refused";

/** Predicts the cloud's verdicts and counts them, so that a test without comparisons cannot pass. */
export class Agreement {
  readonly #rules: TagRules;
  readonly #differences: readonly Difference[];
  readonly #seen: Record<Verdict, number> = { accepted: 0, refused: 0 };

  constructor(rules: TagRules, differences: readonly Difference[] = []) {
    this.#rules = rules;
    this.#differences = differences;
  }

  ofTags(tags: readonly Tag[], present: readonly Tag[]): Verdict {
    const current = new Map(present.map(({ key, value }) => [key, value]));
    return this.#foretell((rules) => [
      ...checkTagList(tags),
      ...checkTags(tags, rules),
      ...checkResultingTags(current, tags, rules),
    ]);
  }

  ofKeys(keys: readonly string[]): Verdict {
    return this.#foretell((rules) => checkTagKeys(keys, rules));
  }

  /** The share of the rarer verdict: near 0 if the random tags were too valid or too invalid to show anything. */
  get rarerShare(): number {
    const { accepted, refused } = this.#seen;
    return Math.min(accepted, refused) / (accepted + refused);
  }

  #foretell(check: (rules: TagRules) => readonly { readonly severity: "error" | "warning" }[]): Verdict {
    const violations = check(withDifferences(this.#rules, this.#differences));
    const verdict = violations.some(({ severity }) => severity === "error") ? "refused" : "accepted";
    this.#seen[verdict] += 1;
    return verdict;
  }
}

function withDifferences(rules: TagRules, differences: readonly Difference[]): TagRules {
  return {
    ...rules,
    rules: rules.rules.flatMap((rule) => {
      const difference = differences.find((candidate) => candidate.rule === rule.id);
      if (difference === undefined) return [rule];
      return difference.inTheCloud === undefined ? [] : [difference.inTheCloud(rule)];
    }),
  };
}
