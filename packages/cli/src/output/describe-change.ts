import type { PlannedResourceChange } from "@crosstag/core";
import { tagChanges, type TagChange } from "@crosstag/core/internal";
import type { Painter } from "./color.ts";
import { printableLine } from "./printable.ts";

/** What would become of the tags of one resource, line by line. Tag values are shown: a plan is there to be reviewed. */
export function describeChange(change: PlannedResourceChange, paint: Painter): readonly string[] {
  return tagChanges(change).map((one) => `  ${describeTagChange(one, paint)}`);
}

function describeTagChange(one: TagChange, paint: Painter): string {
  const key = tagText(one.key);
  switch (one.change) {
    case "add":
      return `${paint("green", "+")} ${key} = ${tagText(one.value)}`;
    case "overwrite":
      return `${paint("yellow", "~")} ${key}: ${tagText(one.before)} → ${tagText(one.value)}`;
    case "remove": {
      const was = one.before === undefined ? "" : ` (was ${tagText(one.before)})`;
      return `${paint("red", "-")} ${key}${was}${one.first ? ", first, to make room" : ""}`;
    }
  }
}

/**
 * A tag key or value, on one line. In quotation marks where it could be read as something else: empty, with spaces that
 * do not show, or with signs that the line itself uses.
 */
export function tagText(text: string): string {
  const isPlain = text !== "" && text === text.trim() && !/["\\]| {2}| [=→(]|[=→):,] /.test(text);
  return printableLine(isPlain ? text : JSON.stringify(text));
}
