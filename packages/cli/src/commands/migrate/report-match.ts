import type { Match, MatchProblem } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { describeCount } from "../../output/describe-count.ts";
import type { Messages } from "../../output/messages.ts";

/** Maximum number of unmatched references in a message. */
const EXAMPLES = 3;

/** Reports resources without a target: they are not migrated. */
export function reportMatch({ problems, unmatched }: Match, messages: Messages): void {
  for (const { message } of problems) messages.error(message);
  if (unmatched.length === 0) return;
  const shown = unmatched.slice(0, EXAMPLES).map((reference) => `  ${reference}`);
  const more = unmatched.length > EXAMPLES ? [`  and ${unmatched.length - EXAMPLES} more`] : [];
  messages.warn([
    `${describeCount(unmatched.length, "resource")} of the source without a target; not migrated:`,
    ...shown,
    ...more,
  ]);
}

/** The exit code of a migration or comparison with problems, or without pairs. */
export function exitCodeOfProblems(problems: readonly MatchProblem[], pairs: number): ExitCode {
  if (problems.length === 0) return pairs === 0 ? EXIT_CODE.violations : EXIT_CODE.done;
  return problems.every(({ problem }) => problem === "unreadable") ? EXIT_CODE.someFailed : EXIT_CODE.violations;
}
