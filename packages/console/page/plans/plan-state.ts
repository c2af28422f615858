import type { planDocument } from "@crosstag/operations";
import type { z } from "zod";

/** A plan as the service describes it. */
export type PlanDocument = z.output<typeof planDocument>;

/** Where a plan stands. */
export type PlanState = "nothing-to-do" | "undecided" | "approved" | "rejected" | "applied";

/** The last decision counts; a run says more than any decision. */
export function planState({
  summary,
  decisions,
  runs,
}: Pick<PlanDocument, "summary" | "decisions" | "runs">): PlanState {
  if (runs.length > 0) return "applied";
  if (summary.changes === 0) return "nothing-to-do";
  return decisions.at(-1)?.decision ?? "undecided";
}

/** States in words, and how they are meant. */
export const PLAN_STATES: Readonly<Record<PlanState, { readonly title: string; readonly tone: string }>> = {
  "nothing-to-do": { title: "Nothing to change", tone: "soft" },
  undecided: { title: "Not decided", tone: "warn" },
  approved: { title: "Approved", tone: "good" },
  rejected: { title: "Rejected", tone: "bad" },
  applied: { title: "Applied", tone: "note" },
};

const ORIGINS: Readonly<Record<PlanDocument["origin"], string>> = {
  "desired-state": "a desired state",
  changes: "edited tags",
  policy: "the fixes of a policy",
  undo: "the undo of a run",
};

/** What the plan was made from, in words. */
export function describeOrigin({ origin }: Pick<PlanDocument, "origin">): string {
  return ORIGINS[origin];
}

/** The name of a plan for people: its title, or the beginning of its digest. */
export function planTitle({ title, plan }: Pick<PlanDocument, "title" | "plan">): string {
  return title ?? `Plan ${shortDigest(plan)}`;
}

/** Enough of a digest to tell plans apart. */
function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}
