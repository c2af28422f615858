import { cancelRun, getRun, listRuns, resumeRun } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { callOperation } from "../api/call-operation.ts";
import { announce } from "../parts/announcements.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { canResume, canUndo, isActive, type RunDocument } from "./run-state.ts";
import { UndoDialog } from "./undo-dialog.tsx";

/** Stop, resume and undo, as far as the state of the run allows them. */
export function RunActions({
  run,
  hasUnconfirmed,
  onResumed,
}: {
  readonly run: RunDocument;
  /** Reading has not confirmed all of its changes. */
  readonly hasUnconfirmed: boolean;
  readonly onResumed: () => void;
}) {
  const [undoing, setUndoing] = useState(false);
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (action: "stop" | "resume") =>
      callOperation(action === "stop" ? cancelRun : resumeRun, { run: run.run }),
    onSuccess: async (answer, action) => {
      client.setQueryData([getRun.name, { run: run.run }], answer);
      announce(action === "stop" ? "The run is stopping: calls under way end." : "The run continues.");
      if (action === "resume") onResumed();
      await client.invalidateQueries({ queryKey: [listRuns.name] });
    },
  });
  return (
    <>
      <div className="row run-actions">
        {isActive(run) && (
          <button type="button" disabled={isPending || run.state === "stopping"} onClick={() => mutate("stop")}>
            {run.state === "stopping" ? "Stopping…" : "Stop"}
          </button>
        )}
        {canResume(run, hasUnconfirmed) && (
          <button type="button" className="primary" disabled={isPending} onClick={() => mutate("resume")}>
            Resume
          </button>
        )}
        {canUndo(run) && (
          <button type="button" disabled={isPending} onClick={() => setUndoing(true)}>
            {run.undoneBy === undefined ? "Undo…" : "Undo the rest…"}
          </button>
        )}
        {run.state === "running" && <span className="soft">Calls under way end. What is left can be resumed.</span>}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {undoing && <UndoDialog run={run.run} onClose={() => setUndoing(false)} />}
    </>
  );
}
