import type { Outcome, OutcomeStatus, PartialChange, SkipReason } from "../model/outcome.ts";
import type { EarlierRun } from "./apply-request.ts";
import type { RunFailureGroup } from "./run-result.ts";
import { isSkipReason } from "./skip-notes.ts";

type EarlierOutcome = EarlierRun["outcomes"] extends ReadonlyMap<string, infer Value> ? Value : never;

/** Why a resource failed or is unknown, as a group of failures has it. */
export type FailureCause = Omit<RunFailureGroup, "resources" | "examples" | "partial">;

/** What an earlier part of a run has recorded of a resource that is still to be changed. */
export type StandingOutcome = {
  readonly partial?: PartialChange | undefined;
  readonly otherChanges?: readonly string[] | undefined;
} & (
  | { readonly status: "skipped"; readonly reason: SkipReason }
  | { readonly status: "failed" | "unknown"; readonly cause: FailureCause }
);

/** Whether nothing is left to be done: a resumed run leaves such a resource alone. */
export function isDone(status: OutcomeStatus | undefined): status is "changed" | "unchanged" {
  return status === "changed" || status === "unchanged";
}

/** Undefined if earlier parts of the run have not come to this resource, or are done with it. */
export function standingOutcome(earlier: EarlierOutcome | undefined): StandingOutcome | undefined {
  if (earlier === undefined || isDone(earlier.status)) return undefined;
  const { status, reason, partial, otherChanges } = earlier;
  if (status !== "skipped") return { status, cause: causeOf(status, earlier), partial, otherChanges };
  // A reason that this version does not know cannot be counted as one.
  if (reason === "not-started" || !isSkipReason(reason)) return undefined;
  return { status, reason, partial, otherChanges };
}

function causeOf(
  status: FailureCause["status"],
  { code, message, hint, providerCode }: Omit<EarlierOutcome, "status">,
): FailureCause {
  if (message === undefined)
    return {
      status,
      ...(code !== undefined && { code }),
      message: "An earlier part of the run did not record the cause.",
      hint: "Resume the run to try again.",
    };
  return {
    status,
    ...(code !== undefined && { code }),
    message,
    ...(hint !== undefined && { hint }),
    ...(providerCode !== undefined && { providerCode }),
  };
}

/** The outcome of a change for which nothing was sent. */
export function notStarted(reference: string, provider: string): Outcome {
  return {
    resource: reference,
    reference,
    provider,
    attempts: 0,
    requestIds: [],
    status: "skipped",
    reason: "not-started",
  };
}
