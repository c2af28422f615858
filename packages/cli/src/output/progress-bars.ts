import type { ScopeProgress } from "@crosstag/core/internal";
import type { Painter } from "./color.ts";
import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";
import { describeProblems, describeTimeLeft, type RunProgressEvent } from "./describe-scope-progress.ts";
import { printableLine } from "./printable.ts";

const GAP = "  ";
const LONGEST_BAR = 30;
const SHORTEST_BAR = 8;

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Painter;
}

type Style = Parameters<Painter>[0];
interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** What goes first where a terminal is narrow, and what last; the name and the count stay. */
const DISPENSABLE = ["throttled", "pace", "left", "problems"] as const;
type Column = "name" | "settled" | (typeof DISPENSABLE)[number];
const COLUMNS: readonly Column[] = ["name", "settled", "pace", "throttled", "problems", "left"];

/** A line for each scope, never wider or higher than the screen. */
export function drawProgress(scopes: readonly ScopeProgress<RunProgressEvent>[], now: number, screen: Screen): string {
  // One row stays for the cursor, and one for what is not shown.
  const shown = firstToShow(scopes, Math.max(1, screen.rows - 2));
  const rows = shown.map((scope) => ({ scope, cells: cellsOf(scope, now) }));
  const widthOf = (column: Column) => Math.max(0, ...rows.map(({ cells }) => cells[column].text.length));
  const widths = {
    name: widthOf("name"),
    settled: widthOf("settled"),
    pace: widthOf("pace"),
    throttled: widthOf("throttled"),
    problems: widthOf("problems"),
    left: widthOf("left"),
  };
  const { columns, barWidth, nameWidth } = layOut(widths, screen.columns - 1);
  const lines = rows.map(({ scope, cells }) => {
    const parts = columns.flatMap((column) => {
      const { text, style } = cells[column];
      const padded = column === "name" ? fitName(text, nameWidth) : text.padStart(widths[column]);
      const painted = style === undefined ? padded : screen.paint(style, padded);
      return column === "name" && barWidth > 0 ? [painted, drawBar(scope, barWidth, screen.paint)] : [painted];
    });
    return parts.join(GAP).trimEnd();
  });
  const hidden = scopes.length - shown.length;
  return [...lines, ...(hidden > 0 ? [`and ${describeCount(hidden, "scope")} more`.slice(0, screen.columns - 1)] : [])]
    .map((line) => `${line}\n`)
    .join("");
}

/** The scopes that are at work, if not all fit, in the order in which they began. */
function firstToShow(
  scopes: readonly ScopeProgress<RunProgressEvent>[],
  most: number,
): readonly ScopeProgress<RunProgressEvent>[] {
  if (scopes.length <= most) return scopes;
  const chosen = new Set(
    [...scopes.filter(({ finished }) => !finished), ...scopes.filter(({ finished }) => finished)].slice(0, most),
  );
  return scopes.filter((scope) => chosen.has(scope));
}

function cellsOf(scope: ScopeProgress<RunProgressEvent>, now: number): Record<Column, Cell> {
  const { event } = scope;
  const problems = describeProblems(event);
  const pace = scope.callsPerSecond(now);
  const left = describeTimeLeft(scope, now);
  return {
    name: { text: printableLine(event.scope) },
    settled: { text: `${describeNumber(event.settled)}/${describeNumber(event.resources)}` },
    pace: { text: pace === undefined ? "" : `${describeNumber(pace)} calls/s` },
    throttled: {
      text: `${describeNumber(event.throttled)} throttled`,
      style: event.throttled > 0 ? "yellow" : undefined,
    },
    problems: problems === undefined ? { text: "" } : { text: problems, style: "red" },
    left: { text: scope.finished ? (scope.complete ? "done" : "stopped") : left === undefined ? "" : `${left} left` },
  };
}

/** The columns that fit, and what is left for the bar; for the name, where even so not enough is. */
function layOut(widths: Record<Column, number>, available: number) {
  let columns = COLUMNS.filter((column) => widths[column] > 0);
  const free = () => available - columns.reduce((sum, column) => sum + widths[column] + GAP.length, -GAP.length);
  for (const dispensable of DISPENSABLE) {
    if (free() >= SHORTEST_BAR + GAP.length) break;
    columns = columns.filter((column) => column !== dispensable);
  }
  const room = free() - GAP.length;
  return {
    columns,
    barWidth: room < SHORTEST_BAR ? 0 : Math.min(LONGEST_BAR, room),
    nameWidth: Math.max(0, widths.name + Math.min(0, free())),
  };
}

/** The end of a name is kept, because it is the region. */
function fitName(name: string, width: number): string {
  if (name.length <= width) return name.padEnd(width);
  return width < 3 ? name.slice(0, width) : `..${name.slice(2 - width)}`;
}

/** Of plain characters: others are two columns wide on some terminals. */
function drawBar(
  { event: { settled, resources } }: ScopeProgress<RunProgressEvent>,
  width: number,
  paint: Painter,
): string {
  const inner = width - 2;
  // Full only when it is.
  const full = resources === 0 ? inner : Math.floor((Math.min(settled, resources) / resources) * inner);
  return `[${paint("green", "#".repeat(full))}${"-".repeat(inner - full)}]`;
}
