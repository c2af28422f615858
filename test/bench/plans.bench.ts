import { coverCells, exhaustiveCover } from "@crosstag/core/internal";
import type { CoverProblem, CoverRow } from "@crosstag/core/internal";
import { seededRandom } from "@crosstag/core/testing";
import { median } from "./compare.ts";
import { printTable } from "./print-table.ts";

const SMALL_PROBLEMS = 2_000;
const KEYS = 10_000;
const ROUNDS = 5;
/** One call of Alibaba's TagResources. */
const LIMIT = { resources: 50, items: 20 };

/** How close plans are to the fewest calls possible, and how long planning takes. */
export function runPlansBench(): Promise<void> {
  smallProblems();
  largeProblems();
  return Promise.resolve();
}

function smallProblems(): void {
  const ratios: number[] = [];
  for (let seed = 1; ratios.length < SMALL_PROBLEMS; seed += 1) {
    const problem = smallProblem(seed);
    const fewest = exhaustiveCover(problem);
    if (fewest > 0) ratios.push(coverCells(problem).length / fewest);
  }
  printTable(
    "Plans of small random problems compared with the fewest calls possible, found by exhaustive search",
    ["", "problems", "not the fewest", "average ratio", "highest ratio"],
    [
      [
        "crosstag",
        String(ratios.length),
        String(ratios.filter((ratio) => ratio > 1).length),
        (ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toFixed(5),
        Math.max(...ratios).toFixed(2),
      ],
    ],
  );
}

/** 2 to 5 rows, up to 4 tag keys of up to 3 values, 2 to 4 resources and 1 to 3 tags a call. */
function smallProblem(seed: number): CoverProblem {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const [keys, values] = [between(1, 4), between(1, 3)];
  const [neededShare, coveredShare] = [0.3 + 0.7 * random(), 0.5 * random()];
  const row = (): CoverRow => {
    const needed: number[] = [];
    const alreadyCovered: number[] = [];
    for (let key = 0; key < keys; key += 1) {
      const item = key * values + between(0, values - 1);
      if (random() < neededShare) needed.push(item);
      else if (random() < coveredShare) alreadyCovered.push(item);
    }
    return { needed, alreadyCovered };
  };
  return {
    rows: Array.from({ length: between(2, 5) }, row),
    tagKeyOf: Array.from({ length: keys * values }, (_, item) => Math.floor(item / values)),
    limit: { resources: between(2, 4), items: between(1, 3) },
  };
}

function largeProblems(): void {
  const mixes: readonly { readonly name: string; readonly problem: CoverProblem }[] = [
    { name: "values by team", problem: mix(0, (team) => teamTags(team)) },
    {
      name: "by team and by environment",
      problem: mix(0, (team, random) => [...teamTags(team), ...placeTags(random)]),
    },
    {
      name: "the same, a fifth unchanged",
      problem: mix(0.2, (team, random) => [...teamTags(team), ...placeTags(random)]),
    },
    {
      name: "and a name of its own, half unchanged",
      problem: mix(0.5, (team, random, key) => [...teamTags(team), ...placeTags(random), `name=${key}`]),
    },
  ];
  const rows = mixes.map(({ name, problem }) => {
    const times: number[] = [];
    let calls = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      calls = coverCells(problem).length;
      times.push(performance.now() - startedAt);
    }
    return [name, onePerKey(problem), groupedByPayload(problem), calls, lowerBound(problem)]
      .map(String)
      .concat(median(times).toFixed(0));
  });
  printTable(
    `Calls for ${KEYS} keys at ${LIMIT.resources} keys × ${LIMIT.items} tags a call. No plan can be below the bound: a call for each key with a tag of its own; ` +
      "for the other keys the largest of cells ÷ 1,000 and, of each tag key, the sum over its values of keys ÷ 50. Most bounds cannot be reached",
    ["", "one a key", "by equal payload", "crosstag", "bound", "ms"],
    rows,
  );
}

/** Teams of very different sizes, as in practice. */
function mix(
  alreadyShare: number,
  tagsOf: (team: number, random: () => number, key: number) => readonly string[],
): CoverProblem {
  const random = seededRandom(KEYS);
  const items = new Map<string, number>();
  const tagKeys = new Map<string, number>();
  const tagKeyOf: number[] = [];
  const rows: CoverRow[] = [];
  for (let key = 0; key < KEYS; key += 1) {
    const needed: number[] = [];
    const alreadyCovered: number[] = [];
    for (const tag of tagsOf(Math.floor(random() * random() * 60), random, key)) {
      const tagKey = tag.slice(0, tag.indexOf("="));
      if (!tagKeys.has(tagKey)) tagKeys.set(tagKey, tagKeys.size);
      const item = items.get(tag) ?? items.size;
      items.set(tag, item);
      tagKeyOf[item] = tagKeys.get(tagKey) as number;
      (random() < alreadyShare ? alreadyCovered : needed).push(item);
    }
    rows.push({ needed, alreadyCovered });
  }
  return { rows, tagKeyOf, limit: LIMIT };
}

function teamTags(team: number): readonly string[] {
  return [`team=${team}`, `owner=${team}`, `cost-center=${team % 25}`, `department=${team % 8}`, "managed-by=crosstag"];
}

function placeTags(random: () => number): readonly string[] {
  return [`environment=${Math.floor(random() * random() * 4)}`, `region=${Math.floor(random() * 3)}`];
}

function onePerKey({ rows }: CoverProblem): number {
  return rows.reduce((sum, { needed }) => sum + Math.ceil(needed.length / LIMIT.items), 0);
}

function groupedByPayload({ rows }: CoverProblem): number {
  const sizes = new Map<string, { keys: number; readonly tags: number }>();
  for (const { needed } of rows) {
    const group = sizes.get(needed.join()) ?? { keys: 0, tags: needed.length };
    group.keys += 1;
    sizes.set(needed.join(), group);
  }
  return [...sizes.values()].reduce(
    (sum, { keys, tags }) => sum + Math.ceil(keys / LIMIT.resources) * Math.ceil(tags / LIMIT.items),
    0,
  );
}

function lowerBound({ rows, tagKeyOf }: CoverProblem): number {
  const rowsWith = count(rows.flatMap(({ needed, alreadyCovered }) => [...needed, ...alreadyCovered]));
  // A call with such an item covers only its row.
  const others = rows.filter(({ needed }) => needed.every((item) => rowsWith.get(item) !== 1));
  const cells = others.flatMap(({ needed }) => needed);
  const callsByTagKey = new Map<number | undefined, number>();
  for (const [item, keys] of count(cells)) {
    const tagKey = tagKeyOf[item];
    callsByTagKey.set(tagKey, (callsByTagKey.get(tagKey) ?? 0) + Math.ceil(keys / LIMIT.resources));
  }
  const ofOthers = Math.max(Math.ceil(cells.length / (LIMIT.resources * LIMIT.items)), ...callsByTagKey.values());
  return rows.length - others.length + ofOthers;
}

function count(items: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
