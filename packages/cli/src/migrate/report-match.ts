import type { Match, MatchProblem } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { describeCount } from "../output/describe-count.ts";
import type { Messages } from "../output/messages.ts";

/** References that are told of those that land nowhere. */
const EXAMPLES = 3;

/** Says which resources found no partner: they are not migrated, and nobody is to think that they were. */
export function reportMatch({ problems, unmatched }: Match, messages: Messages): void {
  for (const { message } of problems) messages.error(message);
  if (unmatched.length === 0) return;
  const shown = unmatched.slice(0, EXAMPLES).map((reference) => `  ${reference}`);
  const more = unmatched.length > EXAMPLES ? [`  and ${unmatched.length - EXAMPLES} more`] : [];
  messages.warn([
    `${describeCount(unmatched.length, "resource")} of the source found no partner and are not carried:`,
    ...shown,
    ...more,
  ]);
}

/** Of a migration or comparison that has problems, or nothing to work on. */
export function exitCodeOfProblems(problems: readonly MatchProblem[], pairs: number): ExitCode {
  if (problems.length === 0) return pairs === 0 ? EXIT_CODE.violations : EXIT_CODE.done;
  return problems.every(({ problem }) => problem === "unreadable") ? EXIT_CODE.someFailed : EXIT_CODE.violations;
}
