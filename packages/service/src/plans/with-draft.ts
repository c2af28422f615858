import { draftChanges } from "@crosstag/clouds";
import type { PlanDraft } from "@crosstag/core";
import { holdRun } from "@crosstag/core/node";
import { findIdleRun } from "../runs/find-run.ts";
import { draftDesiredState } from "./draft-desired-state.ts";
import { draftPolicy } from "./draft-policy.ts";
import type { DraftContext, PlanSource, SourceOf } from "./plan-source.ts";

/** Drafts a plan, and calls `work` with it. A run that is undone is held until then. */
export async function withDraft<Result>(
  source: PlanSource,
  context: DraftContext & { readonly runsFolder: string },
  work: (draft: PlanDraft) => Promise<Result>,
): Promise<Result> {
  switch (source.from) {
    case "desired-state":
      return work(draftDesiredState(source, context));
    case "changes":
      return work(await draftGivenChanges(source, context));
    case "policy":
      return work(await draftPolicy(source, context));
    case "undo": {
      const held = await holdRun(await findIdleRun(context.runsFolder, source.run));
      try {
        const { intents, begun } = held.state;
        const request = { run: source.run, changes: intents.values(), begun };
        return await work(context.crosstag.planUndo(request, { signal: context.signal }));
      } finally {
        await held.release();
      }
    }
  }
}

function draftGivenChanges(
  { changes, changeSoftwareTags }: SourceOf<"changes">,
  { crosstag, signal }: DraftContext,
): Promise<PlanDraft> {
  return draftChanges(
    crosstag,
    {
      by: "changes",
      changes: changes.map(({ resource, set = {}, remove = [] }) => ({ resource, set, remove })),
      placeOf: (index) => `source.changes[${index}]`,
      changeSoftwareTags,
    },
    signal,
  );
}
