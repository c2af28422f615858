import type { DesiredState } from "../desired/desired-state.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import type { PlanEntry, PlanSkipReason } from "./plan-entry.ts";

/** The version of the plan format. A plan of another version is refused. */
export const PLAN_SCHEMA = "crosstag-plan/2";

/** A reviewed set of changes. Its entries can be read any number of times, so they need not be in memory. */
export interface Plan {
  readonly header: PlanHeader;
  /** All entries in the order of the plan; with `scope`, only the entries of that scope. */
  entries(scope?: string): AsyncIterable<PlanEntry>;
}

export interface PlanHeader {
  readonly schema: typeof PLAN_SCHEMA;
  /** ISO time at which it was complete. */
  readonly createdAt: string;
  /** `sha256:` and the hash, in hexadecimal, of the entries' lines with their line feeds. */
  readonly digest: string;
  /** The source of the plan: a desired state, a run to undo, or the tag sets of a policy or a mapping. */
  readonly origin:
    | { readonly type: "desired-state"; readonly state: DesiredState }
    | { readonly type: "undo"; readonly run: string }
    | { readonly type: "tag-sets"; readonly by: string };
  readonly summary: PlanSummary;
}

/** Counts that add up: `resources` is the sum of `changes`, `unchanged`, `skipped` and `unreadable`. */
export interface PlanSummary {
  readonly resources: number;
  readonly changes: number;
  readonly unchanged: number;
  readonly skipped: Readonly<Partial<Record<PlanSkipReason, number>>>;
  readonly unreadable: number;
  /** Tags on resources that would be added, get another value, or be removed. */
  readonly tagsAdded: number;
  readonly tagsChanged: number;
  readonly tagsRemoved: number;
  /** Write calls, by scope and quota. */
  readonly costs: readonly PlanCost[];
  readonly warnings: readonly PlanWarning[];
}

/** The write calls of a plan that spend one quota. */
export interface PlanCost {
  readonly scope: string;
  /** The quota's id; the operation's name if no quota covers it. */
  readonly quota: string;
  readonly calls: Readonly<Partial<Record<DriverOperation, number>>>;
  /** Absent if no quota covers them. */
  readonly requestsPerSecond?: number;
  /** The shortest time that the calls can take at that rate. */
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
  readonly examples: readonly string[];
}
