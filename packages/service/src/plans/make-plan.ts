import { FORMAT_VERSION, type makePlan } from "@crosstag/operations";
import { CrosstagError, type PlanHeader } from "@crosstag/core";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { describePlan } from "./plan-document.ts";
import { allowReach } from "./plan-reach.ts";
import { withDraft } from "./with-draft.ts";

/** Makes a plan, and keeps it if its maker may make all of its changes. */
export function createMakePlan(context: ServiceContext): OperationHandler<typeof makePlan> {
  const { crosstag, now, defaultPolicy, state } = context;
  return async ({ source, title, maxChanges, dryRun = false }, { caller, signal }) => {
    const notes = { createdBy: caller.name, origin: source.from, ...(title !== undefined && { title }) };
    const drafting = { crosstag, now, signal, defaultPolicy, runsFolder: state.runs.root };
    const { header, isNew } = await withDraft(source, drafting, (draft) =>
      state.plans.keep(draft, {
        notes,
        dryRun,
        check: (made, reach) => {
          allowReach(caller, reach);
          refuseLarge(made, maxChanges);
        },
      }),
    );
    const runs = dryRun ? [] : await state.runIndex.of(header.digest);
    const document = { formatVersion: FORMAT_VERSION, ...describePlan({ header, notes, runs }, state.decisions) };
    return { status: isNew ? 201 : 200, document };
  };
}

function refuseLarge({ summary: { changes } }: PlanHeader, maxChanges = Number.POSITIVE_INFINITY): void {
  if (changes <= maxChanges) return;
  throw new CrosstagError({
    code: "confirmation-required",
    operation: "makePlan",
    message: `The plan changes ${changes} resources, and at most ${maxChanges} are allowed (\`maxChanges\`). It was not kept.`,
    hint: "Check what the source selects. If it is what you want, raise `maxChanges`.",
  });
}
