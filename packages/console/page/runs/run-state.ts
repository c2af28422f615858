import type { runDocument } from "@crosstag/operations";
import type { z } from "zod";

/** A run as the service describes it. */
export type RunDocument = z.output<typeof runDocument>;

/** States in words, and how they are meant. */
export function describeRunState({ state, ended, counts }: Pick<RunDocument, "state" | "ended" | "counts">): {
  readonly title: string;
  readonly tone: string;
} {
  switch (state) {
    case "running":
      return { title: "Running", tone: "note" };
    case "stopping":
      return { title: "Stopping", tone: "warn" };
    case "interrupted":
      return { title: "Interrupted", tone: "warn" };
    case "ended":
      if (ended === "complete") {
        const problems = (counts?.failed ?? 0) + (counts?.unknown ?? 0);
        return problems > 0 ? { title: "Complete, with failures", tone: "bad" } : { title: "Complete", tone: "good" };
      }
      return { title: "Stopped", tone: "bad" };
  }
}

const ENDS: Readonly<Record<NonNullable<RunDocument["ended"]>, string>> = {
  complete: "Every resource has its outcome.",
  interrupted: "It was stopped before its end, and can be resumed.",
  "too-many-failures": "It stopped because too many resources failed.",
  limit: "It stopped at the number of resources that it was limited to.",
  "canary-failed": "One of the first resources failed, so the others were not started.",
  "journal-failed": "It stopped because its journal could not be written.",
  credentials: "It stopped because the cloud refused the credentials.",
  "account-refused": "It stopped because the cloud refused the account.",
  unreachable: "It stopped because the cloud could not be reached.",
  "not-configured": "It stopped because a cloud of the plan is not configured.",
};

/** How a run ended, in a sentence. */
export function describeEnd(ended: NonNullable<RunDocument["ended"]>): string {
  return ENDS[ended];
}

/** Whether calls are under way. */
export function isActive({ state }: Pick<RunDocument, "state">): boolean {
  return state === "running" || state === "stopping";
}

/** Whether something is left that a resumed run would do. */
export function canResume({ state, ended }: Pick<RunDocument, "state" | "ended">): boolean {
  return state === "interrupted" || (state === "ended" && ended !== "complete");
}
