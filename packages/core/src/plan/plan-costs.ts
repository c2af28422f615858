import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsProfile } from "../driver/kms-profile.ts";
import type { Quota } from "../driver/quota.ts";
import { quotaOf } from "../driver/quota-of.ts";
import { parseScopeName } from "../driver/scope-name.ts";
import type { WriteStyle } from "../driver/write-style.ts";
import type { ResourceKind } from "../model/reference.ts";
import { planCalls } from "./plan-calls.ts";
import type { PlannedResourceChange } from "./plan-entry.ts";
import { PLAN_WINDOW } from "./plan-window.ts";
import type { PlanCost } from "./plan.ts";

/** What plans need to know of a driver. */
export type PacedProfile = Pick<KmsProfile, "title" | "limits" | "quotas" | "writes" | "absentTagKeys">;

interface CallCount {
  readonly operation: DriverOperation;
  readonly kind: ResourceKind;
  readonly shape: string | undefined;
  count: number;
}

/** The write calls of one scope of a plan, and the reads that they need. Keeps no more of its changes than a window. */
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

  /** Adds a change of the scope. */
  add(change: PlannedResourceChange): void {
    this.#window.push(change);
    if (this.#window.length >= PLAN_WINDOW) this.count();
  }

  /** Counts the calls of the changes so far, and keeps none of them. */
  count(): void {
    const reads = readsForWrite(this.#profile.writes);
    for (const { step, kind, change } of planCalls(this.#window, this.#profile)) {
      this.#addCalls({ operation: step === 1 ? "writeTags" : "removeTags", kind, shape: change.shape, count: 1 });
      if (reads > 0) this.#addCalls({ operation: "readTags", kind, shape: undefined, count: reads });
    }
    this.#window = [];
  }

  #addCalls(added: CallCount): void {
    const name = `${added.operation} ${added.kind} ${added.shape ?? ""}`;
    const calls = this.#calls.get(name);
    if (calls === undefined) this.#calls.set(name, added);
    else calls.count += added.count;
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

/** A call that replaces all tags needs those before it and, without versions, those after it. */
function readsForWrite(writes: WriteStyle | undefined): number {
  if (writes?.style !== "replace") return 0;
  return writes.versioned ? 1 : 2;
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
