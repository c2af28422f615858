import { makePlan } from "@crosstag/operations";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useState } from "react";
import { callOperation } from "../api/call-operation.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount } from "../parts/format.ts";
import { useMakePlan } from "../plans/use-make-plan.ts";
import { groupViolations } from "./bulk-changes.ts";
import { EditGroups } from "./edit-groups.tsx";
import { isRefused } from "./judge-edit.ts";
import { planChanges } from "./plan-changes.ts";
import { PlanForecast } from "./plan-forecast.tsx";
import type { ResourceEdit } from "./resource-edit.ts";
import { editStore } from "./use-edits.ts";
import type { Judge } from "./use-judgements.ts";
import { ViolationList } from "./violation-list.tsx";

/** All changes, what the clouds say about them, how many calls and how long they take; then they become a plan. */
export function ReviewDialog({
  edits,
  judge,
  onClose,
}: {
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly judge: Judge;
  readonly onClose: () => void;
}) {
  const [title, setTitle] = useState("");
  const titleId = useId();
  const source = useMemo(() => planChanges(edits.values()), [edits]);
  const judged = useMemo(() => [...edits.values()].map(judge), [edits, judge]);
  const groups = useMemo(() => groupViolations(judged), [judged]);
  const refused = judged.filter(isRefused).length;
  const canPlan = edits.size > 0 && refused === 0;
  const forecast = useForecast(source, canPlan);
  const plan = useMakePlan(() => {
    editStore.discard(edits.keys());
    onClose();
  });
  return (
    <Dialog title="Your changes" onClose={onClose}>
      <p>{formatCount(edits.size, "resource")}. Nothing is changed until the plan is approved and run.</p>
      <ViolationList groups={groups} />
      <EditGroups edits={edits} judge={judge} onDiscard={(references) => editStore.discard(references)} />
      {canPlan && <PlanForecast data={forecast.data} error={forecast.error} />}
      {refused > 0 && <p className="bad">Change or take back what would be refused; then a plan can be made.</p>}
      {plan.error !== null && <ErrorNotice error={plan.error} />}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (canPlan && !plan.isPending) plan.mutate({ source, ...(title !== "" && { title }) });
        }}
      >
        <div className="field">
          <label htmlFor={titleId}>Name of the plan, for people (optional)</label>
          <input id={titleId} value={title} maxLength={200} onChange={({ target }) => setTitle(target.value)} />
        </div>
        <div className="row">
          <button type="submit" className="primary" aria-disabled={!canPlan || plan.isPending}>
            {plan.isPending ? "Making the plan…" : "Make the plan"}
          </button>
          <button type="button" onClick={() => editStore.discard(edits.keys())} aria-disabled={edits.size === 0}>
            Take back all changes
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks for a plan that is not kept. */
function useForecast(source: ReturnType<typeof planChanges>, isWanted: boolean) {
  const { mutate, data, error } = useMutation({
    mutationFn: (wanted: typeof source) => callOperation(makePlan, { source: wanted, dryRun: true }),
  });
  useEffect(() => {
    if (isWanted) mutate(source);
  }, [mutate, source, isWanted]);
  return { data: data?.summary, error };
}
