import type { CrosstagError, ErrorCode } from "../model/crosstag-error.ts";
import type { OutcomeCounts, PartialChange, SkipReason } from "../model/outcome.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import type { RunEndRecord } from "./run-record.ts";

/** The result of a run, in counts. Outcomes are reported one by one with `onOutcome`, since there may be a million. */
export interface RunResult {
  readonly ended: RunEndRecord["ended"];
  /** Adds up to the resources that the plan changes, those of earlier parts of a resumed run included. */
  readonly counts: OutcomeCounts;
  /** Failed, unknown and skipped resources of whose change a part was made; they count above, too. */
  readonly changedInPart: number;
  /** Skipped resources by reason; adds up to `counts.skipped`. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Resources that were changed although the run's own reading afterwards does not show it: read again later. */
  readonly notShown: RunFailureGroup | undefined;
  /** Resources that the cloud said it had changed, and whose tags could not be read back. Absent: none. */
  readonly notRead?: RunFailureGroup;
  /** Failed and unknown resources by cause, the largest group first; adds up to `counts.failed + counts.unknown`. */
  readonly failures: readonly RunFailureGroup[];
  /** Clouds, accounts and regions for which the run stopped early, and why; the others continued. Absent: none. */
  readonly stopped?: readonly StoppedScope[];
  /** Why the journal could not be written, where `ended` says so. */
  readonly journalError?: CrosstagError;
  /** Wire calls made, by driver operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Throttled answers among them. */
  readonly throttled: number;
  readonly seconds: number;
}

/** Resources that failed for the same reason. */
export interface RunFailureGroup {
  readonly status: "failed" | "unknown" | "changed";
  readonly code?: ErrorCode;
  readonly providerCode?: string;
  readonly message: string;
  /** How to fix it. */
  readonly hint?: string;
  readonly resources: number;
  /** What was made of changes of several calls, and what is left: the first few kinds, with how many resources each. */
  readonly partial?: readonly (PartialChange & { readonly resources: number })[];
  /** The first few, by reference. */
  readonly examples: readonly string[];
}
