import { CrosstagError, type ErrorCode, type KeyMaterialOutcome } from "@crosstag/core";
import { isUnknownRun } from "@crosstag/core/internal";
import { EXIT_CODE, type ExitCode } from "./exit-code.ts";
import { UsageError } from "./usage-error.ts";

const EXIT_CODES_BY_ERROR: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  "invalid-request": EXIT_CODE.violations,
  "confirmation-required": EXIT_CODE.refused,
  canceled: EXIT_CODE.interrupted,
};

export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof UsageError || isUnknownRun(error)) return EXIT_CODE.usage;
  if (!CrosstagError.is(error)) return EXIT_CODE.error;
  return EXIT_CODES_BY_ERROR[error.code] ?? EXIT_CODE.error;
}

export function exitCodeOfOutcomes(outcomes: readonly KeyMaterialOutcome[], signal: AbortSignal): ExitCode {
  if (signal.aborted) return EXIT_CODE.interrupted;
  const good = outcomes.every(({ status, ...outcome }) => {
    if (status === "skipped") return "reason" in outcome && outcome.reason !== "not-started";
    return status === "changed" || status === "unchanged" || status === "scheduled";
  });
  return good ? EXIT_CODE.done : EXIT_CODE.someFailed;
}
