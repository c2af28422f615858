import type { Transfer, DroppedTag } from "@crosstag/migration";
import type { Painter } from "../../output/color.ts";
import { tagText } from "../../output/describe-change.ts";
import { describeSuggestion } from "../../output/describe-suggestion.ts";
import { printableLine } from "../../output/printable.ts";

/** The tags of one pair after the mapping, line by line, without the names of the pair. Tag values are shown, so that the migration can be reviewed. */
export function describeTransfer(
  { unchanged, changed, dropped, overwritten }: Transfer,
  paint: Painter,
): readonly string[] {
  const replaced = new Set(overwritten);
  const note = (key: string) => (replaced.has(key) ? ", replacing another value" : "");
  return [
    ...unchanged.map(({ to }) => `  ${paint("green", "=")} ${tagText(to.key)} = ${tagText(to.value)}${note(to.key)}`),
    ...changed.map(({ from, to, steps }) => {
      const before = `${tagText(from.key)} = ${tagText(from.value)}`;
      const after = `${tagText(to.key)} = ${tagText(to.value)}`;
      return `  ${paint("yellow", "~")} ${before} → ${after} (${steps.join(", ")})${note(to.key)}`;
    }),
    ...dropped.flatMap((tag) => [
      describeDropped(tag, paint),
      ...(tag.suggestion === undefined ? [] : describeSuggestion(tag.suggestion).map((line) => `      ${line}`)),
    ]),
  ];
}

export function describeDropped({ tagKey, reason, why }: DroppedTag, paint: Painter): string {
  return `  ${paint("red", "-")} ${tagText(tagKey)}: dropped, ${reason}: ${printableLine(why)}`;
}
