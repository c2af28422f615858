import type { DesiredState, DesiredStatement } from "@crosstag/core";
import type { Draw } from "./seeded-resources.ts";

/** Tag keys of which a renamed resource always has exactly one. */
export const RENAMED = ["Owner", "owner"] as const;

/** Everything that a desired state can contain, in a different mixture for each seed. */
export function seededDesiredState(draw: Draw, arns: readonly string[]): DesiredState {
  const [from, to] = RENAMED;
  const everywhere: DesiredStatement = {
    select: {},
    rename: { [from]: to },
    set: { stage: draw() < 0.5 ? "production" : "live", ...(draw() < 0.5 && { "cost-center": "4711" }) },
    ...(draw() < 0.6 && { setIfAbsent: { reviewed: "no" } }),
    ...someRemovals(draw),
  };
  return {
    version: 1,
    leavesAlone: ["foreign-*"],
    statements: [
      everywhere,
      { select: { clouds: ["aws"], tags: { "tmp-b": ["1", "2"] } }, set: { seen: "aws" } },
      ...ownUnits(draw, arns),
    ],
  };
}

function someRemovals(draw: Draw): Pick<DesiredStatement, "remove" | "removeAllBut"> {
  const which = draw();
  if (which < 0.3) return { remove: ["tmp-*"] };
  if (which < 0.6) return { remove: ["tmp-a", "label-1?"] };
  // The tags of the other statements must stay.
  if (which < 0.8) return { removeAllBut: ["seen", "unit", "reviewed", draw() < 0.5 ? "label-*" : "tmp-*"] };
  return {};
}

/** Tags that differ from resource to resource, so that calls are shared by some and not by others. */
function ownUnits(draw: Draw, arns: readonly string[]): readonly DesiredStatement[] {
  const units = new Map<string, string[]>();
  for (const arn of arns) {
    if (draw() < 0.6) continue;
    const unit = `unit-${Math.floor(draw() * 5)}`;
    units.set(unit, [...(units.get(unit) ?? []), arn]);
  }
  return [...units].map(([unit, references]) => ({ select: { references }, set: { unit } }));
}
