import { accountOfScope } from "@crosstag/core/internal";
import { getPlan, listPlans, listRuns, startRun } from "@crosstag/operations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { callOperation } from "../api/call-operation.ts";
import type { LinesSoFar } from "../api/use-lines.ts";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatNumber } from "../parts/format.ts";
import { changesByAccount, type PlanEntry } from "./group-entries.ts";
import { planState, type PlanDocument } from "./plan-state.ts";
import { NO_RUN_LIMITS, RunLimitFields, runLimits } from "./run-limit-fields.tsx";

/** Accounts that are named; of more only the number. */
const MOST_NAMED = 5;

/** Starts a run of an approved plan, or checks that it could start. The button says how much it changes. */
export function StartRun({ plan, entries }: { readonly plan: PlanDocument; readonly entries: LinesSoFar<PlanEntry> }) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [limits, setLimits] = useState(NO_RUN_LIMITS);
  const accounts = useMemo(() => changesByAccount(entries.lines, accountOfScope), [entries.lines]);
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (dryRun: boolean) =>
      callOperation(startRun, { plan: plan.plan, ...runLimits(limits), ...(dryRun && { dryRun }) }),
    onSuccess: async ({ run }) => {
      await Promise.all(
        [[getPlan.name, { plan: plan.plan }], [listPlans.name], [listRuns.name]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      if (run !== undefined) navigate(`/runs/${run}`);
    },
  });
  const isApproved = plan.decisions.at(-1)?.decision === "approved";
  const many = formatCount(plan.summary.changes, "resource");
  return (
    <section aria-labelledby="start">
      <h2 id="start">{planState(plan) === "applied" ? "Runs" : "Run"}</h2>
      <RunsOfPlan runs={plan.runs} />
      <Accounts accounts={accounts} />
      {isApproved ? (
        <div className="stack">
          <RunLimitFields limits={limits} onChange={setLimits} />
          <div className="row">
            <button
              type="button"
              className={plan.runs.length === 0 ? "primary" : undefined}
              disabled={isPending || !entries.done}
              onClick={() => mutate(false)}
            >
              Change {many}
              {accounts.length > 0 && <> in {formatCount(accounts.length, "account")}</>}
            </button>
            <button type="button" disabled={isPending} onClick={() => mutate(true)}>
              Dry run
            </button>
          </div>
        </div>
      ) : (
        <p className="soft">The run of {many} can be started after the plan is approved.</p>
      )}
      <div role="status">
        {data !== undefined && data.run === undefined && (
          <p className="notice success">The run could start now. Nothing was started, and nothing was changed.</p>
        )}
      </div>
      {error !== null && <ErrorNotice error={error} />}
    </section>
  );
}

function RunsOfPlan({ runs }: { readonly runs: readonly string[] }) {
  if (runs.length === 0) return null;
  return (
    <ul aria-label="Runs of this plan">
      {runs.map((run) => (
        <li key={run}>
          <Link href={`/runs/${run}`}>Run {run}</Link>
        </li>
      ))}
    </ul>
  );
}

function Accounts({ accounts }: { readonly accounts: readonly (readonly [string, number])[] }) {
  if (accounts.length < 2) return null;
  const named = accounts.slice(0, MOST_NAMED);
  return (
    <p>
      Resources to change: {named.map(([account, count]) => `${formatNumber(count)} in ${account}`).join(", ")}
      {accounts.length > named.length &&
        `, and more in ${formatCount(accounts.length - named.length, "other account")}`}
      .
    </p>
  );
}
