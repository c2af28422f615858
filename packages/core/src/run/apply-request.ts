import type { Outcome } from "../model/outcome.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanLimits } from "../plan/plan-size.ts";
import type {
  IntentRecord,
  NotReadRecord,
  NotShownRecord,
  OutcomeRecord,
  RunJournal,
  RunStartRecord,
} from "./run-record.ts";

/** Which plan to apply, and how. */
export interface ApplyPlanRequest extends PlanLimits {
  /** The plan, from `openPlanFile`, `writePlanFile` or `createPlan` of `@crosstag/core/node`. */
  readonly plan: Plan;
  /** The run's id in the journal. Default: the plan's digest. With `resume`, it must be the id of that run. */
  readonly run?: string | undefined;
  /** Without a journal, the run cannot be resumed or undone. `openRunJournal` of `@crosstag/core/node` opens a file. */
  readonly journal?: RunJournal | undefined;
  /**
   * The state of this run when it was interrupted (`loadRunState`): completed changes are not repeated. The state of a run
   * of another plan is refused. Default: a new run.
   */
  readonly resume?: EarlierRun | undefined;
  /** Who applies the plan, for the journal. Default: the journal does not say. */
  readonly by?: string | undefined;
  /**
   * Stop when more resources than this have failed or are unknown: a number, or a share of the changes such as `"5%"`. With
   * `resume`, earlier failures do not count. Default: never.
   */
  readonly maximumFailures?: number | `${number}%` | undefined;
  /** Stop after this number of resources. A resume continues with the rest. Default: all. */
  readonly limit?: number | undefined;
  /** Change so many resources first, shared among the scopes, and continue only if reading shows every change. Default: none. */
  readonly canary?: number | undefined;
  /**
   * Read the changed resources again, and report changes that the cloud does not show. With `resume`, that includes changes of
   * earlier parts of the run that could not be read back, or did not show. Default: true.
   */
  readonly verify?: boolean | undefined;
  /**
   * Called for every resource of the plan as soon as its outcome is known. With `resume`, not for resources that keep their
   * outcome from there. What it throws or rejects with is dropped.
   */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/** The earlier records of a run, by reference. `RunState` implements it. */
export interface EarlierRun {
  /** The run's id, and the digest of its plan. */
  readonly start: Pick<RunStartRecord, "run" | "plan">;
  /**
   * As in `RunState`: the last outcome of each resource, by reference. A resource that the resumed run does not come to keeps it
   * in the result.
   */
  readonly outcomes: ReadonlyMap<
    string,
    Pick<OutcomeRecord, "status" | "partial" | "reason" | "code" | "message" | "hint" | "providerCode" | "otherChanges">
  >;
  /** As in `RunState`: what the run may have changed, by reference. */
  readonly intents: ReadonlyMap<string, Pick<IntentRecord, "before">>;
  /** As in `RunState`: changed resources that did not show the change, by reference. Default: none. */
  readonly notShown?: ReadonlyMap<string, Pick<NotShownRecord, "tagKeys">> | undefined;
  /** As in `RunState`: changed resources that could not be read back, by reference. Default: none. */
  readonly notRead?: ReadonlyMap<string, Pick<NotReadRecord, "tagKeys" | "code">> | undefined;
}
