import { getRun } from "@crosstag/operations";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useOperation } from "../api/use-operation.ts";
import { announce } from "../parts/announcements.tsx";
import { BackLink } from "../parts/back-link.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { Figures } from "../parts/figures.tsx";
import { formatNumber, formatTime } from "../parts/format.ts";
import { Loading } from "../parts/loading.tsx";
import { Failures } from "./failures.tsx";
import { Lanes } from "./lanes.tsx";
import { Outcomes } from "./outcomes.tsx";
import { RunActions } from "./run-actions.tsx";
import { describeEnd, describeRunState, isActive, isBeingUndone, type RunDocument } from "./run-state.ts";
import type { RunSoFar } from "./run-view.ts";
import { UndoneNotice } from "./undone-notice.tsx";
import { useRunEvents } from "./use-run-events.ts";

/** While it runs or is undone, the state is asked for as well: a run that another person stops has no event until it ends. */
const REFRESH_MS = 3_000;

/** One run: how far it is, every outcome, and what can be done. */
export function RunPage({ run: id }: { readonly run: string }) {
  const [attempt, setAttempt] = useState(0);
  const { soFar, connected, error: followError } = useRunEvents(id, attempt);
  const refetchInterval = (latest: RunDocument | undefined) =>
    soFar.ended && (latest === undefined || !isBeingUndone(latest)) ? false : REFRESH_MS;
  const { data: run, error } = useOperation(getRun, { run: id }, { refetchInterval });
  useEndAnnounced(id, soFar);
  if (run === undefined)
    return error === null ? (
      <Loading what="run" />
    ) : (
      <>
        <BackLink href="/runs" title="Runs" />
        <h1>This run cannot be shown</h1>
        <ErrorNotice error={error} />
      </>
    );
  const { title, tone } = describeRunState(run);
  return (
    <>
      <BackLink href="/runs" title="Runs" />
      <div className="row page-head">
        <h1>Run {id}</h1>
        <span className={`badge ${tone}`} role="status">
          {title}
        </span>
      </div>
      <About run={run} />
      <UndoneNotice run={run} />
      {!connected && isActive(run) && (
        <p className="notice warning" role="status">
          The connection is lost and is being made again. Nothing is missed: the journal has every outcome.
        </p>
      )}
      {followError !== undefined && <ErrorNotice error={followError} />}
      {error !== null && connected && <ErrorNotice error={error} />}
      <RunFigures soFar={soFar} changes={run.changes} />
      <RunActions
        run={run}
        hasUnconfirmed={soFar.notShown.size + soFar.notRead.size > 0}
        onResumed={() => setAttempt(attempt + 1)}
      />
      <Lanes lanes={soFar.lanes} />
      <Failures soFar={soFar} result={run.result} />
      <Outcomes soFar={soFar} />
    </>
  );
}

function About({ run: { plan, startedAt, startedBy, undoes, ended, problem } }: { readonly run: RunDocument }) {
  return (
    <>
      <p className="soft">
        {startedAt !== undefined && <>Started {formatTime(startedAt)}</>}
        {startedBy !== undefined && <> by {startedBy}</>}
        {plan !== undefined && (
          <>
            {" · "}
            <Link href={`/plans/${plan}`}>Its plan</Link>
          </>
        )}
        {undoes !== undefined && (
          <>
            {" · undoes "}
            <Link href={`/runs/${undoes}`}>run {undoes}</Link>
          </>
        )}
      </p>
      {ended !== undefined && <p>{describeEnd(ended)}</p>}
      {problem !== undefined && <p className="bad">{problem}</p>}
    </>
  );
}

function RunFigures({ soFar, changes }: { readonly soFar: RunSoFar; readonly changes: number | undefined }) {
  const { counts, outcomes } = soFar;
  const all = soFar.changes ?? changes ?? 0;
  return (
    <>
      <progress
        className="run-progress"
        aria-label="Resources with their outcome"
        max={Math.max(1, all)}
        value={Math.min(outcomes.length, all)}
      />
      <Figures
        label="Outcomes in numbers"
        figures={[
          { name: `of ${formatNumber(all)} settled`, value: outcomes.length },
          { name: "changed", value: counts.changed, tone: "good" },
          { name: "unchanged", value: counts.unchanged },
          { name: "skipped", value: counts.skipped, tone: "warn" },
          { name: "failed", value: counts.failed, tone: "bad" },
          { name: "unknown", value: counts.unknown, tone: "bad" },
        ]}
      />
    </>
  );
}

/** Reads the run again when it has ended, and says so. */
function useEndAnnounced(run: string, { ended, counts }: RunSoFar): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!ended) return;
    announce(`The run has ended: ${counts.changed} changed, ${counts.failed} failed, ${counts.unknown} unknown.`);
    void client.invalidateQueries({ queryKey: [getRun.name, { run }] });
    // oxlint-disable-next-line react/exhaustive-deps -- the counts do not change any more
  }, [client, run, ended]);
}
