import { listRuns } from "@crosstag/operations";
import { Link } from "wouter";
import { useOperation } from "../api/use-operation.ts";
import { Empty } from "../parts/empty.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatNumber, formatTime } from "../parts/format.ts";
import { Loading } from "../parts/loading.tsx";
import { ShowMore } from "../parts/show-more.tsx";
import { describeRunState, type RunDocument } from "./run-state.ts";

const REFRESH_MS = 5_000;

/** The list of runs. */
export function RunsPage() {
  const { data, error } = useOperation(listRuns, {}, { refetchInterval: REFRESH_MS });
  return (
    <>
      <h1>Runs</h1>
      <p className="soft">A run applies an approved plan. Each outcome is kept with the request ids of the cloud.</p>
      {error !== null && <ErrorNotice error={error} />}
      {data === undefined && error === null && <Loading what="runs" />}
      {data?.runs.length === 0 && (
        <Empty title="There is no run yet">
          <p>
            Approve a <Link href="/plans">plan</Link>, and start its run there.
          </p>
        </Empty>
      )}
      {data !== undefined && data.runs.length > 0 && (
        <ShowMore items={data.runs} what="runs">
          {(runs) => (
            <ul className="items" aria-label="Runs">
              {runs.map((run) => (
                <RunItem key={run.run} run={run} />
              ))}
            </ul>
          )}
        </ShowMore>
      )}
    </>
  );
}

function RunItem({ run }: { readonly run: RunDocument }) {
  const { title, tone } = describeRunState(run);
  const { plan, counts, changes, problem, startedAt, startedBy, undoes, undoneBy = [] } = run;
  return (
    <li>
      <div className="row item-head">
        <Link href={`/runs/${run.run}`}>Run {run.run}</Link>
        <span className={`badge ${tone}`}>{title}</span>
      </div>
      {problem !== undefined && <p className="bad">{problem}</p>}
      {changes !== undefined && (
        <p>
          {formatCount(changes, "resource")}
          {counts !== undefined && (
            <>
              : {formatNumber(counts.changed)} changed, {formatNumber(counts.unchanged)} unchanged,{" "}
              {formatNumber(counts.skipped)} skipped
              {counts.failed > 0 && <span className="bad">, {formatNumber(counts.failed)} failed</span>}
              {counts.unknown > 0 && <span className="bad">, {formatNumber(counts.unknown)} unknown</span>}
            </>
          )}
        </p>
      )}
      <p className="soft">
        {plan !== undefined && (
          <>
            <Link href={`/plans/${plan}`}>Its plan</Link>
            {" · "}
          </>
        )}
        {startedAt !== undefined && formatTime(startedAt)}
        {startedBy !== undefined && <>, by {startedBy}</>}
        {undoes !== undefined && <>, undoes run {undoes}</>}
        {undoneBy.length > 0 && <>, undone by run {undoneBy.map((undo) => undo.run).join(", ")}</>}
      </p>
    </li>
  );
}
