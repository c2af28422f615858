import type { OperationAnswer, listPlans } from "@crosstag/operations";
import type { PlanHeader } from "@crosstag/core";
import type { DecisionJournal } from "./decision-journal.ts";
import type { PlanNotes } from "./plan-notes.ts";

/** A plan as answers have it. */
export type PlanDocument = OperationAnswer<typeof listPlans>["plans"][number];

/** What is known of a plan. */
export interface KnownPlan {
  readonly header: PlanHeader;
  readonly notes: PlanNotes;
  /** Ids of the runs that applied it, the newest first. */
  readonly runs: readonly string[];
}

/** Describes a plan. */
export function describePlan({ header, notes, runs }: KnownPlan, decisions: DecisionJournal): PlanDocument {
  const { digest, createdAt, summary } = header;
  const { createdBy, origin, title } = notes;
  return {
    plan: digest,
    createdAt,
    createdBy,
    origin,
    ...(title !== undefined && { title }),
    summary,
    decisions: decisions.of(digest),
    runs,
  };
}
