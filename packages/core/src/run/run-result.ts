import type { CrosstagError, ErrorCode } from "../model/crosstag-error.ts";
import type { OutcomeCounts, PartialChange, SkipReason } from "../model/outcome.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import type { RunEndRecord } from "./run-record.ts";

/** The result of a run, in counts. Outcomes are reported one by one with `onOutcome`, since there may be a million. */
export interface RunResult {
  /** How the run ended. */
  readonly ended: RunEndRecord["ended"];
  /**
   * Adds up to the resources that the plan changes, with the outcomes from before a resume. A resource that a resumed run does not
   * come to keeps its outcome here and in the fields below.
   */
  readonly counts: OutcomeCounts;
  /** Failed, unknown and skipped resources whose change was made partially. They are included in `counts`. */
  readonly changedInPart: number;
  /** Skipped resources by reason; adds up to `counts.skipped`. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Changed resources that do not show the change when read again: a resumed run reads them once more. Undefined: none. */
  readonly notShown: RunFailureGroup | undefined;
  /** Resources whose change the cloud confirmed, but whose tags could not be read again: a resumed run reads them. Absent: none. */
  readonly notRead?: RunFailureGroup;
  /**
   * Resources of which another program changed other tags at the same time, as reading back has shown. Only of clouds that
   * replace all tags at once and have no versions of them. Absent: none.
   */
  readonly otherChanges?: RunFailureGroup;
  /** Failed and unknown resources by cause, the largest group first; adds up to `counts.failed + counts.unknown`. */
  readonly failures: readonly RunFailureGroup[];
  /** Clouds, accounts and regions for which the run stopped early, and why; the others continued. Absent: none. */
  readonly stopped?: readonly StoppedScope[];
  /** Why the journal could not be written, if `ended` says so. */
  readonly journalError?: CrosstagError;
  /** Wire calls made, by driver operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** How many of these calls were throttled. */
  readonly throttled: number;
  /** The duration of the run. */
  readonly seconds: number;
}

/** Resources that failed for the same reason. */
export interface RunFailureGroup {
  /** The status of their outcomes. */
  readonly status: "failed" | "unknown" | "changed";
  /** The code of the errors. Absent: they are not errors, but changes that were not shown. */
  readonly code?: ErrorCode;
  /** The cloud's own code. Absent: it gave none. */
  readonly providerCode?: string;
  /** What happened, in a sentence, without the names of resources. */
  readonly message: string;
  /** How to fix it. */
  readonly hint?: string;
  /** The number of resources. */
  readonly resources: number;
  /** What was done of changes of several calls, and what is left: the first few kinds, with the number of resources. */
  readonly partial?: readonly (PartialChange & { readonly resources: number })[];
  /** The first few, by reference. */
  readonly examples: readonly string[];
}
