import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsProfile } from "../driver/kms-profile.ts";
import { planCalls } from "./plan-calls.ts";
import { PLAN_WINDOW } from "./plan-window.ts";
import { quotaOf } from "../driver/quota-of.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { PlanCost, PlanSummary, PlanWarning } from "./plan.ts";
import type { PlanEntry, PlannedResourceChange, PlanSkipReason } from "./plan-entry.ts";

/** References that are named for a warning. */
const EXAMPLES = 3;

interface ScopeCosts {
  readonly profile: Pick<KmsProfile, "limits" | "quotas">;
  window: PlannedResourceChange[];
  readonly calls: Map<string, { readonly operation: DriverOperation; readonly kind: ResourceKind; count: number }>;
}

/** What was found out about one resource of a plan. */
export interface DraftedResource {
  readonly entry: PlanEntry | "unchanged";
  readonly warnings?: readonly ResourceWarning[];
}

/** A warning about one resource. */
export type ResourceWarning = Pick<PlanWarning, "rule" | "tagKey" | "message" | "fix">;

/** Counts what a plan comes to while its entries go by; keeps no more of them than a window of each scope. */
export class PlanTally {
  #unchanged = 0;
  #changes = 0;
  #unreadable = 0;
  #tagsAdded = 0;
  #tagsChanged = 0;
  #tagsRemoved = 0;
  readonly #skipped = new Map<PlanSkipReason, number>();
  readonly #scopes = new Map<string, ScopeCosts>();
  readonly #warnings = new Map<string, PlanWarning & { resources: number; examples: string[] }>();

  /**
   * Counts a resource, and returns its plan lines: none if it is unchanged. Resources are
   * counted in the order of the plan, so that the same plan always has the same header.
   */
  take(
    { entry, warnings = [] }: DraftedResource,
    profile: Pick<KmsProfile, "limits" | "quotas">,
  ): readonly PlanEntry[] {
    if (entry === "unchanged") {
      this.#unchanged += 1;
      return [];
    }
    for (const warning of warnings) this.#warn(warning, entry.reference);
    this.#add(entry, profile);
    return [entry];
  }

  /** All resources of a scope were taken: nothing of them is kept. */
  end(scope: string): void {
    const costs = this.#scopes.get(scope);
    if (costs !== undefined) countCalls(costs);
  }

  #add(entry: PlanEntry, profile: Pick<KmsProfile, "limits" | "quotas">): void {
    if (entry.action === "skip") {
      this.#skipped.set(entry.reason, (this.#skipped.get(entry.reason) ?? 0) + 1);
      return;
    }
    if (entry.action === "unreadable") {
      this.#unreadable += 1;
      return;
    }
    this.#changes += 1;
    for (const key of Object.keys(entry.set)) {
      if (Object.hasOwn(entry.before, key)) this.#tagsChanged += 1;
      else this.#tagsAdded += 1;
    }
    this.#tagsRemoved += entry.remove.length;
    let costs = this.#scopes.get(entry.scope);
    if (costs === undefined) this.#scopes.set(entry.scope, (costs = { profile, window: [], calls: new Map() }));
    costs.window.push(entry);
    if (costs.window.length >= PLAN_WINDOW) countCalls(costs);
  }

  #warn(warning: ResourceWarning, reference: string): void {
    const name = JSON.stringify([warning.rule, warning.tagKey ?? warning.message]);
    let known = this.#warnings.get(name);
    if (known === undefined) this.#warnings.set(name, (known = { ...warning, resources: 0, examples: [] }));
    known.resources += 1;
    if (known.examples.length < EXAMPLES) known.examples.push(reference);
  }

  summary(): PlanSummary {
    for (const costs of this.#scopes.values()) countCalls(costs);
    const skipped = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
    return {
      resources: this.#changes + this.#unchanged + skipped + this.#unreadable,
      changes: this.#changes,
      unchanged: this.#unchanged,
      skipped: Object.fromEntries(this.#skipped),
      unreadable: this.#unreadable,
      tagsAdded: this.#tagsAdded,
      tagsChanged: this.#tagsChanged,
      tagsRemoved: this.#tagsRemoved,
      costs: [...this.#scopes].flatMap(([scope, costs]) => costsOf(scope, costs)),
      warnings: [...this.#warnings.values()],
    };
  }
}

function countCalls(costs: ScopeCosts): void {
  for (const { step, kind } of planCalls(costs.window, costs.profile.limits)) {
    const operation = step === 1 ? "writeTags" : "removeTags";
    const name = `${operation} ${kind}`;
    const calls = costs.calls.get(name);
    if (calls === undefined) costs.calls.set(name, { operation, kind, count: 1 });
    else calls.count += 1;
  }
  costs.window = [];
}

function costsOf(scope: string, { profile, calls }: ScopeCosts): readonly PlanCost[] {
  const byQuota = new Map<string, { rate: number | undefined; calls: Record<string, number>; total: number }>();
  for (const { operation, kind, count } of calls.values()) {
    const quota = quotaOf(profile.quotas, operation, kind);
    const id = quota?.id ?? operation;
    let cost = byQuota.get(id);
    if (cost === undefined) byQuota.set(id, (cost = { rate: quota?.requestsPerSecond, calls: {}, total: 0 }));
    cost.calls[operation] = (cost.calls[operation] ?? 0) + count;
    cost.total += count;
  }
  return [...byQuota].map(([quota, cost]) => ({
    scope,
    quota,
    calls: cost.calls,
    ...(cost.rate !== undefined && { requestsPerSecond: cost.rate, seconds: cost.total / cost.rate }),
  }));
}
