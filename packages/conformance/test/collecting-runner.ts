import type { ConformanceHarness, ConformanceRunner } from "../src/index.ts";
import { describeDriverConformance } from "../src/index.ts";

export interface CollectedCase {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** The cases of a harness, with their full titles, for running them without a test runner. */
export function collectCases(harness: ConformanceHarness): readonly CollectedCase[] {
  const cases: CollectedCase[] = [];
  const titles: string[] = [];
  const runner: ConformanceRunner = {
    describe: (title, define) => {
      titles.push(title);
      define();
      titles.pop();
    },
    it: (title, run) => cases.push({ title: [...titles.slice(1), title].join(" > "), run }),
  };
  describeDriverConformance(runner, "collected", harness);
  return cases;
}

/** Titles of the cases that fail, with the reason. All run in parallel: each has its own cloud. */
export async function failingCases(cases: readonly CollectedCase[]): Promise<ReadonlyMap<string, unknown>> {
  const results = await Promise.allSettled(cases.map(({ run }) => run()));
  return new Map(
    results.flatMap((result, index) =>
      result.status === "rejected" ? [[cases[index]?.title ?? "", result.reason]] : [],
    ),
  );
}
