import { getRun, listRuns, undoRun } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { callOperation } from "../api/call-operation.ts";
import { useOperation } from "../api/use-operation.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { Figures } from "../parts/figures.tsx";
import { formatCount, formatShortest } from "../parts/format.ts";
import { Loading } from "../parts/loading.tsx";
import type { PlanDocument } from "../plans/plan-state.ts";
import { shortestSeconds, skippedResources } from "../plans/plan-sums.ts";
import { useMakePlan } from "../plans/use-make-plan.ts";

/** Shows what the undo of a run would restore, and restores it, or makes it a plan for review. */
export function UndoDialog({ run, onClose }: { readonly run: string; readonly onClose: () => void }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const { data: preview, error: previewError } = useOperation(undoRun, { run, dryRun: true });
  const undo = useMutation({
    mutationFn: () => callOperation(undoRun, { run }),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: [listRuns.name] });
      await client.invalidateQueries({ queryKey: [getRun.name, { run }] });
      if (answer.run !== undefined) navigate(`/runs/${answer.run}`);
    },
  });
  const review = useMakePlan();
  const isPending = undo.isPending || review.isPending;
  const error = undo.error ?? review.error ?? previewError;
  return (
    <Dialog title="Undo this run" onClose={onClose}>
      <p>
        Restores the tags from before the run, on every resource that is still as the run left it. Resources that have
        changed since the run are skipped.
      </p>
      {preview === undefined && previewError === null && <Loading what="what would be restored" />}
      {preview !== undefined && <Preview planned={preview.planned} />}
      {error !== null && <ErrorNotice error={error} />}
      {preview !== undefined && preview.planned.changes > 0 && (
        <div className="row">
          <button type="button" className="primary" disabled={isPending} onClick={() => undo.mutate()}>
            Restore {formatCount(preview.planned.changes, "resource")}
          </button>
          <button
            type="button"
            disabled={isPending}
            onClick={() => review.mutate({ source: { from: "undo", run }, title: `Undo of run ${run}` })}
          >
            Review as a plan first
          </button>
        </div>
      )}
    </Dialog>
  );
}

function Preview({ planned }: { readonly planned: PlanDocument["summary"] }) {
  return (
    <>
      <Figures
        label="The undo in numbers"
        figures={[
          { name: "to restore", value: planned.changes },
          { name: "unchanged", value: planned.unchanged },
          { name: "skipped", value: skippedResources(planned), tone: "warn" },
          { name: "unreadable", value: planned.unreadable, tone: "bad" },
        ]}
      />
      {planned.changes > 0 ? (
        <p className="soft">{formatShortest(shortestSeconds(planned.costs))}.</p>
      ) : (
        <p>
          {skippedResources(planned) > 0
            ? "Nothing is restored: these resources have changed since the run, and stay as they are."
            : "Nothing is left to restore."}
        </p>
      )}
    </>
  );
}
