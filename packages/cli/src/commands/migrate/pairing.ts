import type { ResourceMatch } from "@crosstag/migration";

/**
 * That no resource of one side has a partner on the other, and what to do.
 * @param purpose what a pair is for: `to compare`
 */
export function describeNoPair(purpose: string, match: ResourceMatch | undefined): readonly string[] {
  return [`There is no pair of resources ${purpose}.`, ...pairingHint(match)];
}

function pairingHint(match: ResourceMatch | undefined): readonly string[] {
  const onePair = ["    version: 1", "    match: { pairs: [{ from: REFERENCE, to: REFERENCE }] }"];
  if (match === undefined)
    return [
      "  Without `match` in a mapping, resources of the same kind and id are paired.",
      "  To pair others, add `match` to the mapping, and name it: --map FILE. A mapping with one pair:",
      ...onePair,
    ];
  return [...rulesOf(match).map((rule) => `  The mapping pairs ${rule}.`), "  To name a pair:", ...onePair];
}

function rulesOf({ tag, sameId }: ResourceMatch): readonly string[] {
  const rules: string[] = [];
  if (tag !== undefined) {
    const [from, to] = [JSON.stringify(tag.from), JSON.stringify(tag.to)];
    rules.push(
      from === to
        ? `resources with the same value of the tag ${from}. Set it on both sides, or write another tag under \`match\``
        : `resources whose tag ${from} in the source has the value of the tag ${to} in the target. Set both tags, or write others under \`match\``,
    );
  }
  if (sameId) rules.push("resources of the same kind and id");
  return rules;
}
