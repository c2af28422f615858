import { describeDriverConformance } from "@crosstag/conformance";
import type { ConformanceHarness } from "@crosstag/conformance";

/** The result of one case of the conformance suite. */
export interface CaseResult {
  /** The group and the title of the case. */
  readonly title: string;
  /** `skipped`: the case needs something that a live cloud does not let a test do. */
  readonly result: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

/** Thrown by a harness: the case needs something that a live cloud does not let a test do. */
export class NotOnLiveCloud extends Error {}

/** Cases between two lines of progress. */
const STEP = 20;

/**
 * Runs the suite, one case after another: the cases share the quotas of the account. `skipped`: reasons by group.
 * `progress` is told after every twentieth case and after the last.
 */
export async function runConformance(
  harness: ConformanceHarness,
  skipped: Readonly<Record<string, string>>,
  tell: (result: CaseResult) => void,
  progress: (done: number, cases: number) => void = () => {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const cases = collectCases(harness);
  for (const { group, title, run } of cases) {
    const reason = skipped[group];
    const result =
      reason === undefined ? await runCase(title, run) : ({ title, result: "skipped", reason } satisfies CaseResult);
    results.push(result);
    tell(result);
    if (results.length % STEP === 0 || results.length === cases.length) progress(results.length, cases.length);
  }
  return results;
}

/** The titles of the groups of a suite. */
export function conformanceGroups(harness: ConformanceHarness): readonly string[] {
  return [...new Set(collectCases(harness).map(({ group }) => group))];
}

interface Case {
  readonly group: string;
  readonly title: string;
  readonly run: () => Promise<void>;
}

function collectCases(harness: ConformanceHarness): readonly Case[] {
  const cases: Case[] = [];
  let group = "";
  const runner = {
    describe: (title: string, define: () => void) => {
      group = title;
      define();
    },
    it: (title: string, run: () => Promise<void>) => cases.push({ group, title: `${group}: ${title}`, run }),
  };
  describeDriverConformance(runner, harness.profile.provider, harness);
  return cases;
}

async function runCase(title: string, run: () => Promise<void>): Promise<CaseResult> {
  try {
    await run();
    return { title, result: "passed" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "an unknown error";
    return { title, result: error instanceof NotOnLiveCloud ? "skipped" : "failed", reason };
  }
}
