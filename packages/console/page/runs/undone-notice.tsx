import { Fragment } from "react";
import { Link } from "wouter";
import { formatCount, formatNumber } from "../parts/format.ts";
import { isBeingUndone, undoneOf, type RunDocument } from "./run-state.ts";

/** Says by which runs a run was undone, and what is left. Nothing if it was not. */
export function UndoneNotice({ run }: { readonly run: RunDocument }) {
  const undone = undoneOf(run);
  if (undone === undefined) return null;
  const { by, restored, left } = undone;
  const isRunning = isBeingUndone(run);
  return (
    <div className={left === 0 || isRunning ? "notice" : "notice warning"}>
      <p>
        <strong>{isRunning ? "Being undone" : left === 0 ? "Undone" : "Undone in part"}</strong> by{" "}
        {by.map((undo, index) => (
          <Fragment key={undo}>
            {index > 0 && ", "}
            <Link href={`/runs/${undo}`}>run {undo}</Link>
          </Fragment>
        ))}
        {!isRunning && <>: {formatCount(restored, "resource")} restored</>}
        {left !== undefined && left > 0 && <>, {formatNumber(left)} not restored</>}.
      </p>
      {left !== undefined && left > 0 && (
        <p>
          The page of the undo lists the resources that failed. Resources that have changed since the run were skipped.
        </p>
      )}
      {left === undefined && !isRunning && <p>Its end is not known yet.</p>}
      {run.ended !== "complete" && <p>It cannot be resumed. To make all of its changes, make a new plan.</p>}
    </div>
  );
}
