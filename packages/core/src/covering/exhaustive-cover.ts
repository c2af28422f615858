import type { CoverProblem } from "./cover-problem.ts";

/**
 * The fewest calls that cover a small problem, found by trying: every set of rows that fits in a call, with every set
 * of items that suits them. For tests and benches; takes for ever on anything large.
 */
export function exhaustiveCover(problem: CoverProblem): number {
  const cells = problem.rows.flatMap(({ needed }, row) => needed.map((item) => ({ row, item })));
  const calls = largest(possibleCalls(problem, cells));
  for (let count = Math.ceil(cells.length / (problem.limit.resources * problem.limit.items)); ; count += 1) {
    if (coverable((1n << BigInt(cells.length)) - 1n, count, calls, new Map())) return count;
  }
}

type Cell = { readonly row: number; readonly item: number };

/** Sets of cells, as bits, that one call can cover. */
function possibleCalls({ rows, tagKeyOf, limit }: CoverProblem, cells: readonly Cell[]): readonly bigint[] {
  const calls = new Set<bigint>();
  for (const chosen of subsets([...rows.keys()], limit.resources)) {
    const suiting = [...tagKeyOf.keys()].filter(
      (item) =>
        chosen.every((row) => rows[row]?.needed.includes(item) || rows[row]?.alreadyCovered.includes(item)) &&
        chosen.some((row) => rows[row]?.needed.includes(item)),
    );
    for (const items of subsets(suiting, limit.items)) {
      if (new Set(items.map((item) => tagKeyOf[item])).size < items.length) continue;
      let bits = 0n;
      for (const [at, { row, item }] of cells.entries()) {
        if (chosen.includes(row) && items.includes(item)) bits |= 1n << BigInt(at);
      }
      calls.add(bits);
    }
  }
  return [...calls];
}

function largest(calls: readonly bigint[]): readonly bigint[] {
  return calls.filter((call) => !calls.some((other) => other !== call && (other & call) === call));
}

/** All non-empty subsets of at most so many. */
function subsets(from: readonly number[], size: number): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [[]];
  for (const one of from) {
    found.push(...found.filter(({ length }) => length < size).map((subset) => [...subset, one]));
  }
  return found.slice(1);
}

function coverable(open: bigint, count: number, calls: readonly bigint[], tried: Map<bigint, number>): boolean {
  if (open === 0n) return true;
  if (count === 0 || (tried.get(open) ?? 0) >= count) return false;
  tried.set(open, count);
  const first = open & -open;
  // Some call covers the first open cell, whichever they are.
  return calls.some((call) => (call & first) !== 0n && coverable(open & ~call, count - 1, calls, tried));
}
