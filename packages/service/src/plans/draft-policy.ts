import { cloudRules, desiredTags, readResourcesToCheck } from "@crosstag/compliance";
import type { PlanDraft, PlanWarning, UnlistedResources } from "@crosstag/core";
import { pluralOf } from "@crosstag/core/driver";
import { unlistedWarnings } from "@crosstag/core/internal";
import { policyOfRequest } from "../compliance/policy-of-request.ts";
import type { DraftContext, SourceOf } from "./plan-source.ts";

/** References that a warning shows. */
const EXAMPLES = 3;

/**
 * Plans the fixes of a policy that need no guessing. What needs manual action, and what could not be read, are warnings of
 * the plan.
 * @throws CrosstagError `invalid-request` with every problem of the policy or the waivers, before anything is sent
 */
export async function draftPolicy(source: SourceOf<"policy">, context: DraftContext): Promise<PlanDraft> {
  const { crosstag, now, signal } = context;
  const { clouds, kinds, changeSoftwareTags = false } = source;
  const { policy, waivers } = await policyOfRequest({ ...source, place: ["source"] }, { clouds, kinds }, context);
  const unlisted: UnlistedResources[] = [];
  const unread = new Affected();
  const manual = new Affected();
  const resources = readResourcesToCheck(
    crosstag,
    {
      policy,
      waivers,
      clouds,
      kinds,
      onUnlisted: (one) => unlisted.push(one),
    },
    { signal },
  );
  const desired = desiredTags(resources, {
    policy,
    waivers,
    marks: {},
    unmarks: [],
    rulesOf: cloudRules(crosstag),
    changeSoftwareTags,
    now: now(),
    onRecord: ({ reference, error }) => {
      if (error !== undefined) unread.add(reference);
    },
    onManual: (reference) => manual.add(reference),
  });
  const draft = crosstag.planTagSets({ by: "compliance", resources: desired, changeSoftwareTags }, { signal });
  return {
    entries: draft.entries,
    complete: () => {
      const { origin, summary } = draft.complete();
      const own = [
        ...unlistedWarnings(unlisted, (kind) => pluralOf([...crosstag.drivers.values()], kind)),
        ...unread.warning("crosstag.unread", "could not be read", "A check names the cause. Make the plan again then."),
        ...manual.warning("crosstag.manual-action", "need manual action", "A check names what to do about each."),
      ];
      return { origin, summary: { ...summary, warnings: [...own, ...summary.warnings] } };
    },
  };
}

/** Resources that one warning is about. */
class Affected {
  #count = 0;
  readonly #examples: string[] = [];

  add(reference: string): void {
    this.#count += 1;
    if (this.#examples.length < EXAMPLES) this.#examples.push(reference);
  }

  /** None if there are no resources. */
  warning(rule: string, what: string, fix: string): readonly PlanWarning[] {
    if (this.#count === 0) return [];
    const [subject, verb] =
      this.#count === 1 ? ["1 resource", what.replace(/^need /, "needs ")] : [`${this.#count} resources`, what];
    return [{ rule, message: `${subject} ${verb}.`, fix, resources: this.#count, examples: this.#examples }];
  }
}
