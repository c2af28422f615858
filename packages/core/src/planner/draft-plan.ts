import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader, PlanWarning } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { PlanDraft } from "../plan/plan-request.ts";
import type { PacedProfile } from "../plan/plan-costs.ts";
import { PlanTally } from "../plan/plan-tally.ts";
import type { DraftedResource } from "../plan/plan-tally.ts";

/** A resource of a plan with the cloud that it is in. */
export interface Drafted {
  readonly resource: DraftedResource;
  readonly profile: PacedProfile;
}

/** The end of the resources of one scope. A planner that reads scope after scope says it, so that memory stays bounded. */
export interface ScopeEnd {
  readonly scopeEnd: string;
}

/**
 * Makes a plan of resources as they come, and counts them on the way.
 * @param warnings about the plan as a whole, asked for when all resources are there
 */
export function draftPlan(
  origin: PlanHeader["origin"],
  resources: () => AsyncIterable<Drafted | ScopeEnd>,
  warnings: () => readonly PlanWarning[] = () => [],
): PlanDraft {
  const tally = new PlanTally();
  let read = false;
  async function* entriesOf(): AsyncGenerator<PlanEntry, void, undefined> {
    for await (const drafted of resources()) {
      if ("scopeEnd" in drafted) tally.end(drafted.scopeEnd);
      else yield* tally.take(drafted.resource, drafted.profile);
    }
    read = true;
  }
  return {
    entries: entriesOf(),
    complete: () => {
      if (read) {
        const summary = tally.summary();
        return { origin, summary: { ...summary, warnings: [...warnings(), ...summary.warnings] } };
      }
      throw new CrosstagError({
        code: "internal",
        message: "The plan's entries have not been read completely, so its summary is not known yet.",
      });
    },
  };
}
