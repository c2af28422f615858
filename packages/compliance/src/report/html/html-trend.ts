import { coverageOf } from "../check-summary.ts";
import type { TrendPoint } from "../json-report.ts";
import { percent } from "../percent.ts";
import { escapeHtml } from "./escape-html.ts";
import { table } from "./html-tables.ts";

const [WIDTH, HEIGHT, MARGIN] = [640, 160, 24];

/** Coverage over earlier checks and this one, as a line and as a table. */
export function trendSection(given: readonly TrendPoint[]): string {
  const points = given.toSorted((one, other) => Date.parse(one.checkedAt) - Date.parse(other.checkedAt));
  if (points.length < 2) return "";
  const rows = points.map((point) => {
    const { checkedAt, resources, verdicts } = point;
    const share = coverageOf(point);
    return `<tr><th scope="row">${escapeHtml(checkedAt.slice(0, 16).replace("T", " "))}</th><td class="number">${resources}</td><td class="number">${verdicts.violating}</td><td class="number">${share === null ? "–" : percent(share)}</td></tr>`;
  });
  return `<section aria-labelledby="trend"><h2 id="trend">Trend</h2>\n${chart(points)}${table("Earlier checks and this one", ["Checked (UTC)", "Resources", "Violating", "Coverage"], rows, 1)}</section>\n`;
}

function chart(points: readonly TrendPoint[]): string {
  const times = points.map(({ checkedAt }) => Date.parse(checkedAt));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const places = points.map((point, index) => {
    const x = MARGIN + ((WIDTH - 2 * MARGIN) * ((times[index] ?? first) - first)) / Math.max(1, last - first);
    const y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (coverageOf(point) ?? 0);
    return [x.toFixed(1), y.toFixed(1)] as const;
  });
  const line = places.map(([x, y]) => `${x},${y}`).join(" ");
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="currentColor"/>`).join("");
  const grid = [0, 0.5, 1].map((share) => {
    const y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share;
    return `<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y}" y2="${y}" stroke="currentColor" opacity="0.25"/><text x="0" y="${y + 3}" font-size="9" fill="currentColor">${share * 100}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Coverage in percent over time; the same numbers are in the table below">${grid.join("")}<polyline points="${line}" fill="none" stroke="currentColor" stroke-width="2"/>${dots}</svg>\n`;
}
