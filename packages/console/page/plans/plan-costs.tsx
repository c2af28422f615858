import { formatDuration, formatNumber, formatShortest } from "../parts/format.ts";
import { ScrollingTable } from "../parts/scrolling-table.tsx";
import type { PlanDocument } from "./plan-state.ts";
import { callsOf, shortestSeconds } from "./plan-sums.ts";

type PlanCost = PlanDocument["summary"]["costs"][number];

/** The calls and the time of a plan, by quota. */
export function PlanCosts({ costs }: { readonly costs: readonly PlanCost[] }) {
  if (costs.length === 0) return null;
  return (
    <section aria-labelledby="costs">
      <h2 id="costs">Calls and time</h2>
      <p>
        {formatShortest(shortestSeconds(costs))}
        {costs.length > 1 && ", since all quotas are spent at once"}.
      </p>
      <ScrollingTable label="Calls by quota" className="costs">
        <thead>
          <tr>
            <th scope="col">Cloud, account and region</th>
            <th scope="col">Quota</th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col">Rate</th>
            <th scope="col" className="number">
              At least
            </th>
          </tr>
        </thead>
        <tbody>
          {costs.map((cost) => (
            <tr key={`${cost.scope} ${cost.quota}`}>
              <th scope="row">
                <code>{cost.scope}</code>
              </th>
              <td data-label="Quota">{cost.quota}</td>
              <td className="number" data-label="Calls">
                {formatNumber(callsOf([cost]))}
              </td>
              <td data-label="Rate">{describeRate(cost)}</td>
              <td className="number" data-label="At least">
                {cost.seconds === undefined ? "–" : formatDuration(cost.seconds)}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </section>
  );
}

function describeRate({ requestsPerSecond, periodSeconds = 1, countedPer }: PlanCost): string {
  if (requestsPerSecond === undefined) return "no known quota";
  const rate =
    periodSeconds === 1
      ? `${formatNumber(requestsPerSecond)} a second`
      : `${formatNumber(requestsPerSecond * periodSeconds)} in ${formatDuration(periodSeconds)}`;
  return countedPer === "account" ? `${rate}, all regions of the account together` : rate;
}
