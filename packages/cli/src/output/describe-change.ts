import type { PlannedResourceChange } from "@crosstag/core";
import type { Painter } from "./color.ts";
import { printableLine } from "./printable.ts";

/** What would become of the tags of one resource, line by line. Tag values are shown: a plan is there to be reviewed. */
export function describeChange(
  { before, set, remove, removeFirst = [] }: PlannedResourceChange,
  paint: Painter,
): readonly string[] {
  return [
    ...Object.entries(set).map(([key, value]) => {
      const earlier = valueOf(before, key);
      return earlier === undefined
        ? `  ${paint("green", "+")} ${tagText(key)} = ${tagText(value)}`
        : `  ${paint("yellow", "~")} ${tagText(key)}: ${tagText(earlier)} → ${tagText(value)}`;
    }),
    ...remove.map((key) => {
      const earlier = valueOf(before, key);
      const was = earlier === undefined ? "" : ` (was ${tagText(earlier)})`;
      return `  ${paint("red", "-")} ${tagText(key)}${was}${removeFirst.includes(key) ? ", first, to make room" : ""}`;
    }),
  ];
}

/** `constructor` and the like are tag keys as good as any. */
function valueOf(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/**
 * A tag key or value, on one line. In quotation marks where it could be read as something else: empty, with spaces that
 * do not show, or with signs that the line itself uses.
 */
export function tagText(text: string): string {
  const isPlain = text !== "" && text === text.trim() && !/["\\]| {2}| [=→(]|[=→):,] /.test(text);
  return printableLine(isPlain ? text : JSON.stringify(text));
}
