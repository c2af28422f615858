import { describeDriverConformance } from "@crosstag/conformance";
import type { ConformanceHarness } from "@crosstag/conformance";
import { explainFailure } from "./explain-failure.ts";
import { pageOfDemand } from "./page-of-demand.ts";

/** The result of one case of the conformance suite. */
export interface CaseResult {
  /** The group and the title of the case. */
  readonly title: string;
  /** `skipped`: the case needs something that a live cloud does not let a test do. */
  readonly result: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** If it failed: the page of the cloud on which the demand rests, as far as known. */
  readonly page?: string;
  /** If it failed: how the cloud answered the calls of the driver. */
  readonly answers?: readonly string[];
}

/** Thrown by a harness: the case needs something that a live cloud does not let a test do. */
export class NotOnLiveCloud extends Error {}

/** A harness that also knows how the cloud answered. */
export interface AnsweringHarness extends ConformanceHarness {
  /** The answers since the last time. */
  readonly takeAnswers?: () => readonly string[];
}

/** Cases between two lines of progress. */
const STEP = 20;

/**
 * Runs the suite, one case after another: the cases share the quotas of the account. `skipped`: reasons by group.
 * `progress` is told after every twentieth case and after the last.
 */
export async function runConformance(
  harness: AnsweringHarness,
  skipped: Readonly<Record<string, string>>,
  tell: (result: CaseResult) => void,
  progress: (done: number, cases: number) => void = () => {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const cases = collectCases(harness);
  for (const { group, title, run } of cases) {
    const reason = skipped[group];
    const result =
      reason === undefined
        ? await runCase(title, run, harness)
        : ({ title, result: "skipped", reason } satisfies CaseResult);
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

async function runCase(
  title: string,
  run: () => Promise<void>,
  { profile, takeAnswers = () => [] }: AnsweringHarness,
): Promise<CaseResult> {
  takeAnswers();
  try {
    await run();
    return { title, result: "passed" };
  } catch (error) {
    if (error instanceof NotOnLiveCloud) return { title, result: "skipped", reason: error.message };
    const page = pageOfDemand(profile, title);
    const found = { reason: explainFailure(error), answers: takeAnswers() };
    return { title, result: "failed", ...found, ...(page !== undefined && { page }) };
  }
}
