import type { DesiredState } from "../desired/desired-state.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import type { PlanEntry, PlanSkipReason } from "./plan-entry.ts";

/** The version of the plan format. A plan of another version is refused. */
export const PLAN_SCHEMA = "crosstag-plan/2";

/** A reviewed set of changes. Its entries can be read any number of times, so they need not be in memory. */
export interface Plan {
  /** What the plan was made from, its counts and its digest. */
  readonly header: PlanHeader;
  /** All entries in the order of the plan; with `scope`, only the entries of that scope. */
  entries(scope?: string): AsyncIterable<PlanEntry>;
}

/** What a plan says before its entries. */
export interface PlanHeader {
  /** The version of the format. */
  readonly schema: typeof PLAN_SCHEMA;
  /** ISO time at which it was complete. */
  readonly createdAt: string;
  /** `sha256:` and the hash, in hexadecimal, of the entries' lines with their line feeds. */
  readonly digest: string;
  /** The source of the plan: a desired state, a run to undo, or the tag sets of a policy or a mapping. */
  readonly origin:
    | { readonly type: "desired-state"; readonly state: DesiredState }
    | {
        readonly type: "undo";
        readonly run: string;
        /** `begun` of the state of the run that it was planned from: it is refused once the run has begun more. Absent: never. */
        readonly begun?: number;
      }
    | { readonly type: "tag-sets"; readonly by: string };
  /** The counts of the plan. */
  readonly summary: PlanSummary;
}

/** Counts that add up: `resources` is the sum of `changes`, `unchanged`, `skipped` and `unreadable`. */
export interface PlanSummary {
  /** Resources that the plan is about. */
  readonly resources: number;
  /** Resources that would change. */
  readonly changes: number;
  /** Resources that need no change. */
  readonly unchanged: number;
  /** Skipped resources by reason; a reason without any is absent. */
  readonly skipped: Readonly<Partial<Record<PlanSkipReason, number>>>;
  /** Resources that could not be read. */
  readonly unreadable: number;
  /** Tags on resources that would be added, get another value, or be removed. */
  readonly tagsAdded: number;
  /** Tags that would get another value. */
  readonly tagsChanged: number;
  /** Tags that would be removed. */
  readonly tagsRemoved: number;
  /** Write calls, and the reads that clouds need for a write that replaces all tags, by scope and quota. */
  readonly costs: readonly PlanCost[];
  /** What to review before the plan is applied. */
  readonly warnings: readonly PlanWarning[];
}

/** The calls of a plan that spend one quota: writes, and the reads that clouds need for a write that replaces all tags. */
export interface PlanCost {
  /** Cloud, account and region: `aws/111122223333/us-east-1`. */
  readonly scope: string;
  /** The quota's id; the operation's name if no quota covers it. */
  readonly quota: string;
  /** The number of calls, by driver operation. */
  readonly calls: Readonly<Partial<Record<DriverOperation, number>>>;
  /** Absent if no quota covers them. */
  readonly requestsPerSecond?: number;
  /** The period that the cloud counts over, in seconds: `Quota.periodSeconds`. Absent: 1. */
  readonly periodSeconds?: number;
  /** The cloud counts the calls of all regions of the account together. Absent: those of one region. */
  readonly countedPer?: "account";
  /**
   * The shortest time that the calls can take at that rate; with `countedPer: "account"`, the time of the calls of all
   * scopes that spend the quota.
   */
  readonly seconds?: number;
}

/** Something to review before the plan is applied. One for each rule and tag key. */
export interface PlanWarning {
  /** `crosstag.drives-software`, `crosstag.policy-refers`, or a rule's id (key names that differ in case only). */
  readonly rule: string;
  /** Absent if it is about the resource as a whole. */
  readonly tagKey?: string;
  /** One sentence, without tag values. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
  /** Resources concerned, and the first few of them by reference. */
  readonly resources: number;
  /** The first few resources concerned, by reference. */
  readonly examples: readonly string[];
}
