import type { makePlan } from "@crosstag/operations";
import type { z } from "zod";
import type { ResourceEdit } from "./resource-edit.ts";

type PlanChanges = Extract<z.input<typeof makePlan.input>["source"], { from: "changes" }>;

/** Edits as the source of a plan. */
export function planChanges(edits: Iterable<ResourceEdit>): PlanChanges {
  return {
    from: "changes",
    changes: Array.from(edits, ({ reference, changes }) => {
      const set = [...changes].filter((change): change is [string, string] => change[1] !== undefined);
      const remove = [...changes].flatMap(([key, value]) => (value === undefined ? [key] : []));
      return {
        resource: reference,
        ...(set.length > 0 && { set: Object.fromEntries(set) }),
        ...(remove.length > 0 && { remove }),
      };
    }),
  };
}
