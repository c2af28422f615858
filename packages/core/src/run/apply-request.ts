import type { Outcome } from "../model/outcome.ts";
import type { Plan } from "../plan/plan.ts";
import type { IntentRecord, OutcomeRecord, RunJournal, RunStartRecord } from "./run-record.ts";

export interface ApplyPlanRequest {
  readonly plan: Plan;
  /** The run's id, for the journal; default the plan's digest. With `resume` it has to be the id of that run. */
  readonly run?: string;
  /** Without one nothing can be resumed or taken back. `@crosstag/core/node` has one that is a file. */
  readonly journal?: RunJournal;
  /**
   * What the journal of an earlier, interrupted part of this run holds (`loadRunState`): what is done is not done again.
   * The state of a run of another plan is refused.
   */
  readonly resume?: EarlierRun;
  /** Stop when more resources than this have failed (or are unknown): a number, or a share of the changes such as `"5%"`. Default: never. */
  readonly maximumFailures?: number | `${number}%`;
  /** Change so many resources and stop; the rest stays open for a resume. Default: all. */
  readonly limit?: number;
  /** Change so many resources first, shared among the scopes, and continue only if reading shows every change. Default: none. */
  readonly canary?: number;
  /** Read back what was written; default true. */
  readonly verify?: boolean;
  /** Called for every resource of the plan as soon as its outcome is known. What it throws or rejects with is dropped. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** By reference. A `RunState` is one. */
export interface EarlierRun {
  /** Which run it was, and of which plan. */
  readonly start: Pick<RunStartRecord, "run" | "plan">;
  readonly outcomes: ReadonlyMap<string, Pick<OutcomeRecord, "status" | "partial">>;
  readonly intents: ReadonlyMap<string, Pick<IntentRecord, "before">>;
}
