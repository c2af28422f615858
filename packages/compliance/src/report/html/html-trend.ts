import { coverageOf } from "../check-summary.ts";
import type { TrendPoint } from "../json-report.ts";
import { percent } from "../percent.ts";
import { counted } from "./counted.ts";
import { escapeHtml } from "./escape-html.ts";
import { numbers, section, table, type Cell } from "./html-tables.ts";

const [WIDTH, HEIGHT] = [760, 278];
const [LEFT, RIGHT, TOP, BOTTOM] = [66, 104, 14, 38];
/** Minimum distance of dates on the axis, so that they do not touch. */
const DATE_WIDTH = 96;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly share: number;
  readonly checkedAt: string;
}

/** Coverage over earlier checks and this one, as a line and as a table. */
export function trendSection(given: readonly TrendPoint[]): string {
  const points = given.toSorted((one, other) => Date.parse(one.checkedAt) - Date.parse(other.checkedAt));
  if (points.length < 2) return "";
  const rows = points.toReversed().map((point): readonly Cell[] => {
    const { checkedAt, resources, results } = point;
    const share = coverageOf(point);
    return [
      { html: escapeHtml(checkedAt.slice(0, 16).replace("T", " ")), className: "plain", isHeader: true },
      ...numbers([resources, results.violating]),
      { html: share === null ? "–" : percent(share), className: "number" },
    ];
  });
  const list = table("This check and earlier ones", ["Checked (UTC)", "Resources", "Violating", "Coverage"], rows, {
    firstNumber: 1,
    isNarrow: true,
  });
  return section("trend", "Trend", `<div class="trend">${chart(placesOf(points))}${list}</div>\n`);
}

/** A check without applicable resources has no coverage, which is different from a coverage of 0 %. */
function placesOf(points: readonly TrendPoint[]): readonly Place[] {
  const shares = points.flatMap((point) => {
    const share = coverageOf(point);
    return share === null ? [] : [{ share, checkedAt: point.checkedAt, time: Date.parse(point.checkedAt) }];
  });
  const [first = 0, last = 0] = [shares[0]?.time, shares.at(-1)?.time];
  return shares.map(({ share, checkedAt, time }) => ({
    x: LEFT + ((WIDTH - LEFT - RIGHT) * (time - first)) / Math.max(1, last - first),
    y: heightOf(share),
    share,
    checkedAt,
  }));
}

function heightOf(share: number): number {
  return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
}

function chart(places: readonly Place[]): string {
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined || first === last) return "";
  const line = places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const dots = places.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5"/>`).join("");
  const label = `Coverage over ${counted(places.length, "check")}: ${percent(first.share)} on ${first.checkedAt.slice(0, 10)}, ${percent(last.share)} on ${last.checkedAt.slice(0, 10)}. The table below has all numbers.`;
  return `<div class="sheet"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">${grid()}${dates(places, first, last)}<g class="line"><polyline points="${line}"/>${dots}</g><text class="last" x="${last.x + 9}" y="${last.y + 5}">${percent(last.share)}</text></svg></div>\n`;
}

function grid(): string {
  return [0, 0.25, 0.5, 0.75, 1]
    .map((share) => {
      const y = heightOf(share);
      return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="end" x="${LEFT - 8}" y="${y + 4}">${share * 100}%</text>`;
    })
    .join("");
}

/** The first and the last date, and as many between as fit. */
function dates(places: readonly Place[], first: Place, last: Place): string {
  const oneDay = first.checkedAt.slice(0, 10) === last.checkedAt.slice(0, 10);
  const shown = [first];
  for (const place of places) {
    const before = shown.at(-1) ?? first;
    if (place.x - before.x >= DATE_WIDTH && last.x - place.x >= DATE_WIDTH) shown.push(place);
  }
  shown.push(last);
  return shown
    .map((place) => {
      const { x, checkedAt } = place;
      const between = place === first || place === last ? "" : " between";
      const text = oneDay ? checkedAt.slice(11, 16) : checkedAt.slice(0, 10);
      return `<text class="middle${between}" x="${x.toFixed(1)}" y="${HEIGHT - 8}">${escapeHtml(text)}</text>`;
    })
    .join("");
}
