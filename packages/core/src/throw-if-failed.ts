import { CrosstagError, type ErrorCode, type RetryClass } from "./model/crosstag-error.ts";
import type { KeyMaterialOutcome, Outcome, SkipReason } from "./model/outcome.ts";
import type { RunResult } from "./run/run-result.ts";

/** The results that `throwIfFailed` accepts: of tagging, untagging, deleting key material, and running a plan. */
export type CheckableResult =
  | {
      /** The outcome of each resource. Absent: the request has one resource. */
      readonly outcomes: readonly Outcome[];
    }
  | {
      /** The outcome of the only resource. */
      readonly outcome: KeyMaterialOutcome;
    }
  | RunResult;

/** More would not be read. The result has all of them. */
const MOST_NAMED = 10;

/** Resources that are not as the caller wants them, for one reason. */
interface Problem {
  readonly resources: number;
  /** Some of them. Empty: their names are not known here. */
  readonly named: readonly string[];
  readonly why: string;
  readonly code: ErrorCode;
  readonly retry: RetryClass;
  readonly hint?: string | undefined;
}

/**
 * Returns the result if all is well. Otherwise throws one error for it, for programs that treat the failure of one
 * resource as the failure of the request. Failed and unknown resources count, and skipped ones unless that was asked
 * for: a dry run, tags that the cloud reserves, the limit of a run.
 * @throws CrosstagError that names the resources, at most 10, with the code and the hint of the first failure. Its `retry`
 *   is `transient` or `throttled` only if that is so for all: then trying again can help
 */
export function throwIfFailed<Result extends CheckableResult>(result: Result): Result {
  const { problems, all } = problemsIn(result);
  const [first] = problems;
  if (first === undefined) return result;
  const total = problems.reduce((sum, { resources }) => sum + resources, 0);
  const shown = problems.flatMap(({ named, why }) => named.map((name) => `${name} (${why})`)).slice(0, MOST_NAMED);
  const unnamed = problems.filter(({ named }) => named.length === 0);
  const more = total - shown.length - unnamed.reduce((sum, { resources }) => sum + resources, 0);
  const parts = [
    ...shown,
    ...(more > 0 ? [`${more} more`] : []),
    ...unnamed.map(({ resources, why }) => `${resources} (${why})`),
  ];
  const retries = new Set(problems.map(({ retry }) => retry));
  throw new CrosstagError({
    code: first.code,
    retry: retries.size === 1 ? first.retry : "no",
    message: `${total} of ${all} ${all === 1 ? "resource" : "resources"} failed: ${parts.join("; ")}.`,
    ...(first.hint !== undefined && { hint: first.hint }),
    ...(total === 1 && first.named[0] !== undefined && { reference: first.named[0] }),
  });
}

function problemsIn(result: CheckableResult): { readonly problems: readonly Problem[]; readonly all: number } {
  if ("failures" in result) return { problems: problemsInRun(result), all: sumOf(Object.values(result.counts)) };
  const outcomes = "outcomes" in result ? result.outcomes : [result.outcome];
  return { problems: outcomes.map(problemOf).filter((problem) => problem !== undefined), all: outcomes.length };
}

function problemOf(outcome: KeyMaterialOutcome): Problem | undefined {
  const one = { resources: 1, named: [outcome.resource] };
  switch (outcome.status) {
    case "changed":
    case "unchanged":
    case "scheduled":
      return undefined;
    case "skipped":
      return HARMLESS.has(outcome.reason)
        ? undefined
        : { ...one, why: `skipped, ${outcome.reason}`, code: codeOf(outcome.reason), retry: "no" };
    case "failed":
    case "unknown": {
      const { code, message, retry, hint } = outcome.error;
      return { ...one, why: `${outcome.status}, ${code}: ${withoutFullStop(message)}`, code, retry, hint };
    }
  }
}

function problemsInRun(result: RunResult): readonly Problem[] {
  const { ended, failures, skipped, notShown, notRead, journalError } = result;
  const groups = [...failures, notShown, notRead].filter((group) => group !== undefined);
  const problems = groups.map(({ resources, examples, status, code = "internal", message, hint }): Problem => {
    const why = `${status}, ${code}: ${withoutFullStop(message)}`;
    return { resources, named: examples, why, code, retry: "no", hint };
  });
  const left = Object.entries(skipped)
    .filter(([reason]) => !HARMLESS.has(reason) && !(reason === "not-started" && ended === "limit"))
    .map(([reason, resources]): Problem => ({
      resources,
      named: [],
      why: `skipped, ${reason}; the run ended as ${ended}`,
      code: journalError?.code ?? codeOf(reason),
      retry: "no",
      hint: journalError?.hint ?? (reason === "not-started" ? "Resume the run." : undefined),
    }));
  return [...problems, ...left];
}

/** Skipping was asked for. */
const HARMLESS: ReadonlySet<string> = new Set<SkipReason>(["dry-run", "only-reserved-tags"]);

const CODES: ReadonlyMap<string, ErrorCode> = new Map<SkipReason, ErrorCode>([
  ["over-limit", "limit-exceeded"],
  ["not-started", "canceled"],
]);

function codeOf(reason: string): ErrorCode {
  return CODES.get(reason) ?? "invalid-state";
}

function withoutFullStop(message: string): string {
  return message.replace(/\.$/, "");
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
