import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatNumber } from "../parts/format.ts";
import type { PlanDocument } from "../plans/plan-state.ts";
import { callsOf, describeSpending, shortestSeconds } from "../plans/plan-sums.ts";

/** What the plan would change, in how many calls and how much time, and what to review. */
export function PlanForecast({
  data,
  error,
}: {
  readonly data: PlanDocument["summary"] | undefined;
  readonly error: unknown;
}) {
  if (error !== null) return <ErrorNotice error={error} />;
  if (data === undefined) return <p className="soft forecast">Comparing with the clouds…</p>;
  const skipped = Object.entries(data.skipped);
  return (
    <div className="forecast" role="status">
      <p>
        <strong>{formatCount(data.changes, "resource")} would change</strong> in{" "}
        {describeSpending(callsOf(data.costs), shortestSeconds(data.costs))}.
        {data.unchanged > 0 && ` ${formatCount(data.unchanged, "resource")} need no change.`}
        {data.unreadable > 0 && ` ${formatCount(data.unreadable, "resource")} could not be read.`}
        {skipped.map(([reason, count]) => ` ${formatNumber(count)} skipped: ${reason}.`)}
      </p>
      {data.warnings.length > 0 && (
        <ul className="violations">
          {data.warnings.map(({ rule, tagKey, message, fix, resources }) => (
            <li key={`${rule} ${tagKey ?? ""} ${message}`} className="warn">
              <strong>Warning</strong>, {formatCount(resources, "resource")}: {message} {fix}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
