import type { Match, MatchProblem } from "@crosstag/migration";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { describeCount } from "../../output/describe-count.ts";
import { firstFew } from "../../output/first-few.ts";
import { isAnyUnlisted, type UnlistedOfSides } from "./match-sides.ts";
import type { Messages } from "../../output/messages.ts";

/** Maximum number of unmatched references in a message. */
const EXAMPLES = 3;

/** Reports resources without a target, and what could not be listed: they are not migrated. */
export function reportMatch(
  { problems, unmatched, undecided }: Match,
  { from, to }: UnlistedOfSides,
  messages: Messages,
): void {
  for (const { message } of problems) messages.error(message);
  warnOf(unmatched, "without a target; not migrated", messages);
  from.tell(undefined, messages);
  to.tell(undefined, messages);
  warnOf(undecided, "not paired by a tag or an id, because the list is incomplete; not migrated", messages);
}

function warnOf(references: readonly string[], what: string, messages: Messages): void {
  if (references.length === 0) return;
  messages.warn([
    `${describeCount(references.length, "resource")} of the source ${what}:`,
    ...firstFew(references, EXAMPLES),
  ]);
}

/** The match as a part of a JSON document, without the pairs. */
export function matchRecord({ problems, unmatched, undecided }: Match, { from, to }: UnlistedOfSides): object {
  const unlisted = [...from.records(), ...to.records()];
  return {
    problems,
    unmatched,
    ...(undecided.length > 0 && { undecided }),
    ...(unlisted.length > 0 && { unlisted }),
  };
}

/** The exit code of a migration or comparison with problems, or without pairs. */
export function exitCodeOfProblems(
  problems: readonly MatchProblem[],
  pairs: number,
  unlisted: UnlistedOfSides,
): ExitCode {
  if (problems.length === 0) {
    if (isAnyUnlisted(unlisted)) return EXIT_CODE.someFailed;
    return pairs === 0 ? EXIT_CODE.violations : EXIT_CODE.done;
  }
  return problems.every(({ problem }) => problem === "unreadable") ? EXIT_CODE.someFailed : EXIT_CODE.violations;
}
