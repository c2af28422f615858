import type { KmsProfile } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader, PlanWarning } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { PlanDraft } from "../plan/plan-request.ts";
import { PlanTally } from "../plan/plan-tally.ts";
import type { DraftedResource } from "../plan/plan-tally.ts";

/** A resource of a plan with the cloud that it is in. */
export interface Drafted {
  readonly resource: DraftedResource;
  readonly profile: Pick<KmsProfile, "limits" | "quotas">;
}

/**
 * Makes a plan of resources as they come, and counts them on the way.
 * @param warnings about the plan as a whole, asked for when all resources are there
 */
export function draftPlan(
  origin: PlanHeader["origin"],
  resources: () => AsyncIterable<Drafted>,
  warnings: () => readonly PlanWarning[] = () => [],
): PlanDraft {
  const tally = new PlanTally();
  let read = false;
  async function* entriesOf(): AsyncGenerator<PlanEntry, void, undefined> {
    for await (const { resource, profile } of resources()) yield* tally.take(resource, profile);
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
