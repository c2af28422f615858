import { itemAt } from "../batching/batches.ts";
import { coverCells } from "./cover-cells.ts";
import type { CoverProblem, Rectangle } from "./cover-problem.ts";

/** One form of a call. */
export interface ShapeOfCall {
  readonly resources: number;
  readonly items: number;
  /** What one call costs, compared with calls of other shapes. */
  readonly cost: number;
  /** Whether a call of the shape may contain the cell. Absent: any. */
  readonly accepts?: (row: number, item: number) => boolean;
}

/** One call in one shape. */
export interface ShapedRectangle<Shape> extends Rectangle {
  readonly shape: Shape;
}

/** So often the smallest calls are made in another shape. */
const ROUNDS = 2;
/** So many numbers of small calls are tried each time. */
const TRIALS = 4;

/**
 * Calls that together write every needed cell, in the shapes that cost the least. Never at a higher cost than in the first
 * shape alone.
 */
export function coverWithShapes<Shape extends ShapeOfCall>(
  problem: Omit<CoverProblem, "limit">,
  shapes: readonly [Shape, ...Shape[]],
): readonly ShapedRectangle<Shape>[] {
  const [main, ...others] = shapes;
  const inMain = coverIn(problem, main);
  if (others.length === 0 || inMain.length === 0) return inMain;
  const covers = [inMain, ...others.map((shape) => coverPossible(problem, shape, main))];
  let best = cheapest(covers);
  for (let round = 0; round < ROUNDS; round += 1) {
    const improved = cheapest([best, ...shapes.flatMap((shape) => withSmallCallsIn(problem, best, shape))]);
    if (improved === best) break;
    best = improved;
  }
  return best;
}

function coverIn<Shape extends ShapeOfCall>(
  problem: Omit<CoverProblem, "limit">,
  shape: Shape,
): readonly ShapedRectangle<Shape>[] {
  const { resources, items } = shape;
  return coverCells({ ...problem, limit: { resources, items } }).map((call) => ({ ...call, shape }));
}

/** In this shape what it accepts, and the rest in the main one. */
function coverPossible<Shape extends ShapeOfCall>(
  problem: Omit<CoverProblem, "limit">,
  shape: Shape,
  main: Shape,
): readonly ShapedRectangle<Shape>[] {
  const { accepts } = shape;
  if (accepts === undefined) return coverIn(problem, shape);
  const part = (accepted: boolean) => ({
    ...problem,
    rows: problem.rows.map(({ needed, alreadyCovered }, row) => ({
      needed: needed.filter((item) => accepts(row, item) === accepted),
      alreadyCovered: accepted ? [] : alreadyCovered,
    })),
  });
  return [...coverIn(part(true), shape), ...coverIn(part(false), main)];
}

/** Covers whose smallest calls are made in another shape: what is left over in one shape can fit well into another. */
function withSmallCallsIn<Shape extends ShapeOfCall>(
  problem: Omit<CoverProblem, "limit">,
  cover: readonly ShapedRectangle<Shape>[],
  shape: Shape,
): readonly (readonly ShapedRectangle<Shape>[])[] {
  const byCells = cover
    .filter((call) => call.shape !== shape && isAccepted(call, shape))
    .toSorted((left, right) => cellsOf(left) - cellsOf(right));
  return endsOfSizes(byCells.map(cellsOf)).map((count) => {
    const small = new Set(byCells.slice(0, count));
    const rows = problem.rows.map(() => ({ needed: new Array<number>(), alreadyCovered: new Array<number>() }));
    for (const call of small)
      for (const row of call.rows) {
        const { needed } = itemAt(problem.rows, row);
        itemAt(rows, row).needed.push(...call.items.filter((item) => needed.includes(item)));
      }
    return [...cover.filter((call) => !small.has(call)), ...coverIn({ ...problem, rows }, shape)];
  });
}

function isAccepted({ rows, items }: Rectangle, { accepts }: ShapeOfCall): boolean {
  return accepts === undefined || rows.every((row) => items.every((item) => accepts(row, item)));
}

/** How many calls there are up to each size, for the smallest sizes and for all. */
function endsOfSizes(sizes: readonly number[]): readonly number[] {
  const ends = sizes.flatMap((size, at) => (size === sizes[at + 1] ? [] : [at + 1]));
  return ends.length <= TRIALS ? ends : ends.slice(0, TRIALS);
}

function cellsOf({ rows, items }: Rectangle): number {
  return rows.length * items.length;
}

function costOf<Shape extends ShapeOfCall>(cover: readonly ShapedRectangle<Shape>[]): number {
  return cover.reduce((sum, { shape: { cost } }) => sum + cost, 0);
}

/** Of equal cost the one with fewer calls, then the first. */
function cheapest<Shape extends ShapeOfCall>(
  covers: readonly (readonly ShapedRectangle<Shape>[])[],
): readonly ShapedRectangle<Shape>[] {
  return covers.reduce((best, one) => {
    const difference = costOf(one) - costOf(best);
    return difference < -1e-9 || (difference < 1e-9 && one.length < best.length) ? one : best;
  });
}
