import { planCosts, ScopeCosts } from "./plan-costs.ts";
import { lossWarning } from "../writes/replace-warnings.ts";
import type { PacedProfile } from "./plan-costs.ts";
import type { PlanSummary, PlanWarning } from "./plan.ts";
import type { PlanEntry, PlanSkipReason } from "./plan-entry.ts";

/** References that are named for a warning. */
const EXAMPLES = 3;

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
  take({ entry, warnings = [] }: DraftedResource, profile: PacedProfile): readonly PlanEntry[] {
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
    this.#scopes.get(scope)?.count();
  }

  #add(entry: PlanEntry, profile: PacedProfile): void {
    if (entry.action === "skip") {
      this.#skipped.set(entry.reason, (this.#skipped.get(entry.reason) ?? 0) + 1);
      return;
    }
    if (entry.action === "unreadable") {
      this.#unreadable += 1;
      return;
    }
    this.#changes += 1;
    if (profile.writes?.style === "replace" && !profile.writes.versioned)
      this.#warn(lossWarning(profile), entry.reference);
    for (const key of Object.keys(entry.set)) {
      if (Object.hasOwn(entry.before, key)) this.#tagsChanged += 1;
      else this.#tagsAdded += 1;
    }
    this.#tagsRemoved += entry.remove.length;
    let costs = this.#scopes.get(entry.scope);
    if (costs === undefined) this.#scopes.set(entry.scope, (costs = new ScopeCosts(entry, profile)));
    costs.add(entry);
  }

  #warn(warning: ResourceWarning, reference: string): void {
    const name = JSON.stringify([warning.rule, warning.tagKey ?? warning.message]);
    let known = this.#warnings.get(name);
    if (known === undefined) this.#warnings.set(name, (known = { ...warning, resources: 0, examples: [] }));
    known.resources += 1;
    if (known.examples.length < EXAMPLES) known.examples.push(reference);
  }

  summary(): PlanSummary {
    for (const costs of this.#scopes.values()) costs.count();
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
      costs: planCosts(this.#scopes.values()),
      warnings: [...this.#warnings.values()],
    };
  }
}
