import { Fragment } from "react";
import { coverageOf } from "@crosstag/compliance";
import { formatPercent, formatTime } from "../parts/format.ts";
import { CoverageTable } from "./coverage-table.tsx";
import type { CheckSummary } from "./check-types.ts";

const [WIDTH, HEIGHT, EDGE] = [600, 120, 8];
/** The place of the names of the lines. */
const LEFT = 44;

/** Coverage over the checks that are like this one. */
export function Trend({ summary }: { readonly summary: CheckSummary }) {
  // A part of the resources would look like progress.
  const complete = summary.incomplete.length === 0 ? [summary] : [];
  const points = [...(summary.earlier ?? []), ...complete].map((point) => ({ ...point, coverage: coverageOf(point) }));
  const shares = points.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  const [first, last] = [shares[0], shares.at(-1)];
  if (points.length < 2 || first === undefined || last === undefined) return null;
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">Trend</h2>
      <p className="soft">Complete checks of this policy and these clouds. Only their counts are kept.</p>
      <svg
        className="trend-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Compliant or waived: ${formatPercent(first)} in the first check, ${formatPercent(last)} in the last one.`}
      >
        {[0, 0.5, 1].map((share) => (
          <Fragment key={share}>
            <text x={LEFT - EDGE} y={heightOf(share)} textAnchor="end" dominantBaseline="central">
              {formatPercent(share)}
            </text>
            <line className="grid" x1={LEFT} x2={WIDTH} y1={heightOf(share)} y2={heightOf(share)} />
          </Fragment>
        ))}
        <polyline
          points={shares.map((share, index) => `${placeOf(index, shares.length)},${heightOf(share)}`).join(" ")}
        />
        <circle cx={placeOf(shares.length - 1, shares.length)} cy={heightOf(last)} r={4} />
      </svg>
      <details>
        <summary>The numbers</summary>
        <CoverageTable
          label="The numbers of the trend"
          heading="Checked"
          rows={points.toReversed().map(({ checkedAt, resources, results }) => ({
            key: checkedAt,
            heading: formatTime(checkedAt),
            resources,
            results,
          }))}
        />
      </details>
    </section>
  );
}

function placeOf(index: number, count: number): number {
  return LEFT + EDGE + ((WIDTH - LEFT - 2 * EDGE) * index) / Math.max(1, count - 1);
}

function heightOf(share: number): number {
  return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share;
}
