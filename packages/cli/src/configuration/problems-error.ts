import { CrosstagError } from "@crosstag/core";

export interface DocumentProblem {
  readonly offset: number;
  readonly problem: string;
}

/** More than anyone mends before trying again; a file of another kind can have thousands. */
const MOST_SHOWN = 20;

/** The problems in the order of the file, each with line and column. */
export function problemsError(
  title: string,
  problems: readonly DocumentProblem[],
  at: (offset: number) => string,
): CrosstagError {
  const lines = problems
    .toSorted((left, right) => left.offset - right.offset)
    .map(({ offset, problem }) => `${at(offset)}: ${problem}`);
  const [first = ""] = lines;
  const shown =
    lines.length > MOST_SHOWN ? [...lines.slice(0, MOST_SHOWN), `and ${lines.length - MOST_SHOWN} more`] : lines;
  const message =
    lines.length === 1
      ? first
      : `${title} has ${lines.length} problems:\n${shown.map((line) => `  ${line}`).join("\n")}`;
  return new CrosstagError({ code: "configuration", message });
}
