import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsProfile } from "../driver/kms-profile.ts";
import type { Quota } from "../driver/quota.ts";
import { quotaOf } from "../driver/quota-of.ts";
import { parseScopeName } from "../driver/scope-name.ts";
import type { ResourceKind } from "../model/reference.ts";
import { planCalls } from "./plan-calls.ts";
import type { PlannedResourceChange } from "./plan-entry.ts";
import { PLAN_WINDOW } from "./plan-window.ts";
import type { PlanCost } from "./plan.ts";

/** What plans need to know of a driver. */
export type PacedProfile = Pick<KmsProfile, "limits" | "quotas">;

interface CallCount {
  readonly operation: DriverOperation;
  readonly kind: ResourceKind;
  readonly shape: string | undefined;
  count: number;
}

/** The write calls of one scope of a plan. Keeps no more of its changes than a window. */
export class ScopeCosts {
  readonly #scope: string;
  readonly #profile: PacedProfile;
  readonly #endpoint: string | undefined;
  readonly #calls = new Map<string, CallCount>();
  #window: PlannedResourceChange[] = [];

  constructor({ scope, endpoint }: Pick<PlannedResourceChange, "scope" | "endpoint">, profile: PacedProfile) {
    this.#scope = scope;
    this.#endpoint = endpoint;
    this.#profile = profile;
  }

  add(change: PlannedResourceChange): void {
    this.#window.push(change);
    if (this.#window.length >= PLAN_WINDOW) this.count();
  }

  /** Counts the calls of the changes so far, and keeps none of them. */
  count(): void {
    for (const { step, kind, change } of planCalls(this.#window, this.#profile)) {
      const operation = step === 1 ? "writeTags" : "removeTags";
      const { shape } = change;
      const name = `${operation} ${kind} ${shape ?? ""}`;
      const calls = this.#calls.get(name);
      if (calls === undefined) this.#calls.set(name, { operation, kind, shape, count: 1 });
      else calls.count += 1;
    }
    this.#window = [];
  }

  /** The calls by quota. */
  byQuota(): readonly QuotaCost[] {
    const costs = new Map<string, QuotaCost>();
    for (const { operation, kind, shape, count } of this.#calls.values()) {
      const quota = quotaOf(this.#profile.quotas, operation, kind, shape);
      const id = quota?.id ?? operation;
      const { name, cost } = costs.get(id) ?? { name: this.#nameOf(id, quota), cost: costOf(this.#scope, id, quota) };
      const calls = { ...cost.calls, [operation]: (cost.calls[operation] ?? 0) + count };
      costs.set(id, { name, cost: { ...cost, calls } });
    }
    return [...costs.values()];
  }

  /** Equal for the scopes that spend the quota together. */
  #nameOf(id: string, quota: Quota | undefined): string {
    const { provider, account } = parseScopeName(this.#scope) ?? {};
    const owner = quota?.countedPer === "account" ? [provider, account] : [this.#scope];
    return JSON.stringify([...owner, this.#endpoint, id]);
  }
}

interface QuotaCost {
  /** The quota, as the cloud counts it. */
  readonly name: string;
  readonly cost: PlanCost;
}

/** The costs of all scopes. Scopes that spend a quota together take the time of all of their calls. */
export function planCosts(scopes: Iterable<ScopeCosts>): readonly PlanCost[] {
  const costs = [...scopes].flatMap((scope) => scope.byQuota());
  const seconds = new Map<string, number>();
  for (const { name, cost } of costs) {
    const total = Object.values(cost.calls).reduce((sum, count) => sum + count, 0);
    if (cost.requestsPerSecond !== undefined)
      seconds.set(name, (seconds.get(name) ?? 0) + total / cost.requestsPerSecond);
  }
  return costs.map(({ name, cost }) => {
    const own = seconds.get(name);
    return own === undefined ? cost : { ...cost, seconds: own };
  });
}

function costOf(scope: string, id: string, quota: Quota | undefined): PlanCost {
  return {
    scope,
    quota: id,
    calls: {},
    ...(quota !== undefined && { requestsPerSecond: quota.requestsPerSecond }),
    ...(quota?.periodSeconds !== undefined && { periodSeconds: quota.periodSeconds }),
    ...(quota?.countedPer === "account" && { countedPer: "account" }),
  };
}
