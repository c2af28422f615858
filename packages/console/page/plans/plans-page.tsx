import { listPlans } from "@crosstag/operations";
import { Link } from "wouter";
import { useOperation } from "../api/use-operation.ts";
import { Empty } from "../parts/empty.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatNumber, formatTime } from "../parts/format.ts";
import { Loading } from "../parts/loading.tsx";
import { ShowMore } from "../parts/show-more.tsx";
import { PlanBadge } from "./plan-badge.tsx";
import { describeOrigin, planTitle, type PlanDocument } from "./plan-state.ts";

const REFRESH_MS = 10_000;

/** The list of plans. */
export function PlansPage() {
  const { data, error } = useOperation(listPlans, {}, { refetchInterval: REFRESH_MS });
  return (
    <>
      <div className="row page-head">
        <h1>Plans</h1>
        <Link className="button" href="/plans/new">
          New plan from a file
        </Link>
      </div>
      <p className="soft">
        A plan says what would change, before anything does. It is applied after somebody approved it.
      </p>
      {error !== null && <ErrorNotice error={error} />}
      {data === undefined && error === null && <Loading what="plans" />}
      {data?.plans.length === 0 && (
        <Empty title="There is no plan yet">
          <p>
            Edit tags in the <Link href="/">inventory</Link>, fix what a <Link href="/compliance">check</Link> found, or
            paste a <Link href="/plans/new">file with the tags that you want</Link>. Each of them becomes a plan.
          </p>
        </Empty>
      )}
      {data !== undefined && data.plans.length > 0 && (
        <ShowMore items={data.plans} what="plans">
          {(plans) => (
            <ul className="items" aria-label="Plans">
              {plans.map((plan) => (
                <PlanItem key={plan.plan} plan={plan} />
              ))}
            </ul>
          )}
        </ShowMore>
      )}
    </>
  );
}

function PlanItem({ plan }: { readonly plan: PlanDocument }) {
  const { summary, decisions, runs } = plan;
  const last = decisions.at(-1);
  return (
    <li>
      <div className="row item-head">
        <Link href={`/plans/${plan.plan}`}>{planTitle(plan)}</Link>
        <PlanBadge plan={plan} />
      </div>
      <p>
        {formatNumber(summary.changes)} of {formatCount(summary.resources, "resource")} to change
        {summary.unreadable > 0 && (
          <span className="bad">, {formatCount(summary.unreadable, "unreadable", "unreadable")}</span>
        )}
        {summary.warnings.length > 0 && (
          <span className="warn">, {formatCount(summary.warnings.length, "warning")}</span>
        )}
      </p>
      <p className="soft">
        From {describeOrigin(plan)}, {formatTime(plan.createdAt)}, by {plan.createdBy}
        {last !== undefined && (
          <>
            {" · "}
            {last.decision} by {last.by}
          </>
        )}
        {runs.length > 0 && <> · {formatCount(runs.length, "run")}</>}
      </p>
    </li>
  );
}
