import type { makePlan } from "@crosstag/operations";
import type { z } from "zod";
import { setAndRemove, type ResourceEdit } from "./resource-edit.ts";

type PlanChanges = Extract<z.input<typeof makePlan.input>["source"], { from: "changes" }>;

/** Edits as the source of a plan. */
export function planChanges(edits: Iterable<ResourceEdit>): PlanChanges {
  return {
    from: "changes",
    changes: Array.from(edits, (edit) => {
      const { set, remove } = setAndRemove(edit);
      return {
        resource: edit.reference,
        ...(set.length > 0 && { set: Object.fromEntries(set) }),
        ...(remove.length > 0 && { remove: [...remove] }),
      };
    }),
  };
}
