import { coverageOf } from "@crosstag/compliance";
import type { ReactNode } from "react";
import { formatNumber, formatPercent } from "../parts/format.ts";
import { ScrollingTable } from "../parts/scrolling-table.tsx";
import type { CheckSummary } from "./check-types.ts";

/** The counts of one check, or of a part of its resources. */
export interface CoverageRow extends Pick<CheckSummary["providers"][number], "resources" | "results"> {
  readonly key: string;
  readonly heading: ReactNode;
}

/** Resources, violations and coverage, one row each. */
export function CoverageTable({
  label,
  heading,
  rows,
}: {
  readonly label: string;
  /** Of the first column. */
  readonly heading: string;
  readonly rows: readonly CoverageRow[];
}) {
  return (
    <ScrollingTable label={label}>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" className="number">
            Resources
          </th>
          <th scope="col" className="number">
            Violating
          </th>
          <th scope="col" className="number">
            Compliant or waived
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const coverage = coverageOf(row);
          return (
            <tr key={row.key}>
              <th scope="row">{row.heading}</th>
              <td className="number">{formatNumber(row.resources)}</td>
              <td className="number">{formatNumber(row.results.violating)}</td>
              <td className="number">{coverage === null ? "–" : formatPercent(coverage)}</td>
            </tr>
          );
        })}
      </tbody>
    </ScrollingTable>
  );
}
