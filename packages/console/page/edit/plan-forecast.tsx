import type { planSummary } from "@crosstag/operations";
import type { z } from "zod";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatDuration, formatNumber } from "../parts/format.ts";

/** What the plan would change, in how many calls and how much time, and what to review. */
export function PlanForecast({
  data,
  error,
}: {
  readonly data: z.output<typeof planSummary> | undefined;
  readonly error: unknown;
}) {
  if (error !== null) return <ErrorNotice error={error} />;
  if (data === undefined) return <p className="soft forecast">Comparing with the clouds…</p>;
  const calls = data.costs.flatMap((cost) => Object.values(cost.calls)).reduce((sum, count) => sum + count, 0);
  const seconds = Math.max(0, ...data.costs.map((cost) => cost.seconds ?? 0));
  const skipped = Object.entries(data.skipped);
  return (
    <div className="forecast" role="status">
      <p>
        <strong>{formatCount(data.changes, "resource")} would change</strong> in {formatCount(calls, "call")}
        {seconds < 1 ? ", within about a second." : `, in ${formatDuration(seconds)} or more.`}
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
