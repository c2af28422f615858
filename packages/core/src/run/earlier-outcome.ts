import { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome, OutcomeStatus, PartialChange, SkipReason } from "../model/outcome.ts";
import type { EarlierRun } from "./apply-request.ts";
import type { OutcomeRecord } from "./run-record.ts";
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

/** Whether what was sent for a resource may have been made, although the cloud has not confirmed it. */
export function mayBeMade({ status, code }: Pick<OutcomeRecord, "status" | "code">): boolean {
  // An error that the adapter does not know does not say that nothing was changed. A replacement that the cloud has accepted and
  // that reads did not show may be shown later.
  return status === "unknown" || code === "refused" || code === "conflict";
}

/** Undefined if earlier parts of the run have not come to this resource, or are done with it. */
export function standingOutcome(
  { outcomes, intents }: Pick<EarlierRun, "outcomes" | "intents">,
  reference: string,
): StandingOutcome | undefined {
  if (isCutOff({ outcomes, intents }, reference)) return CUT_OFF;
  const earlier = outcomes.get(reference);
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

/** Whether an earlier part of the run has begun the change and says nothing of what became of it: its process has died. */
export function isCutOff({ outcomes, intents }: Pick<EarlierRun, "outcomes" | "intents">, reference: string): boolean {
  return intents.has(reference) && !outcomes.has(reference);
}

const CUT_OFF_CAUSE = {
  code: "canceled",
  message: "An earlier part of the run was cut off while it changed the resource.",
  hint: "Resume the run: it reads the tags, and changes what is left.",
} as const;

const CUT_OFF: StandingOutcome = { status: "unknown", cause: { status: "unknown", ...CUT_OFF_CAUSE } };

/** The outcome of a change that an earlier part of the run has begun, and for which this part has sent nothing. */
export function cutOff(reference: string, provider: string): Outcome {
  const error = new CrosstagError({ ...CUT_OFF_CAUSE, provider, reference });
  return { ...untold(reference, provider), status: "unknown", error };
}

/** The outcome of a change for which nothing was sent. */
export function notStarted(reference: string, provider: string): Outcome {
  return { ...untold(reference, provider), status: "skipped", reason: "not-started" };
}

function untold(reference: string, provider: string) {
  return { resource: reference, reference, provider, attempts: 0, requestIds: [] };
}
