import { Link } from "wouter";
import { startCheck, useCheck } from "../compliance/check-store.ts";
import { keptCheckOf } from "../compliance/kept-checks.ts";
import { formatCount, formatTime } from "../parts/format.ts";
import { describeOrigin, type PlanDocument } from "./plan-state.ts";

/** What a plan was made from, when and by whom, with the way to its check and its runs. */
export function PlanOrigin({ plan }: { readonly plan: PlanDocument }) {
  const { origin, createdAt, createdBy, runs } = plan;
  const [latest] = runs;
  return (
    <>
      <p className="soft">
        Made from {describeOrigin(plan)} on {formatTime(createdAt)} by {createdBy}.
      </p>
      {origin === "policy" && <WayToCheck plan={plan.plan} />}
      {latest !== undefined && (
        <p>
          Applied by <Link href={`/runs/${latest}`}>run {latest}</Link>
          {runs.length > 1 && `, the latest of ${formatCount(runs.length, "run")}`}.
        </p>
      )}
    </>
  );
}

/** The result of a check stays on the page Compliance until another one is made; what was checked, until the tab is closed. */
function WayToCheck({ plan }: { readonly plan: string }) {
  const { summary, fixPlans = [] } = useCheck();
  if (summary !== undefined && fixPlans.includes(plan))
    return (
      <p>
        <Link href="/compliance">The check that it fixes, of {formatTime(summary.checkedAt)}</Link>
      </p>
    );
  const kept = keptCheckOf(plan);
  return (
    <p>
      {kept === undefined ? (
        <>
          Its check is not kept. <Link href="/compliance">Check again</Link>
        </>
      ) : (
        <>
          It fixes the check of {formatTime(kept.checkedAt)}.{" "}
          <Link href="/compliance" onClick={() => void startCheck(kept.input)}>
            Make that check again
          </Link>
        </>
      )}
    </p>
  );
}
