import { CrosstagError } from "@crosstag/core";

/** A problem of a file. */
export interface DocumentProblem {
  /** Where it is: an offset in the text, in UTF-16 units. */
  readonly offset: number;
  /** One sentence. Does not repeat values. */
  readonly problem: string;
  /** The same without the position of a file, for content that was sent. Absent: it is about the whole. */
  readonly part?: ProblemPart;
}

/** The part of a document that a problem is about. */
export interface ProblemPart {
  /** Keys and positions from the top of the document, for example `["rules", 0, "severity"]`. */
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the path, without a full stop. Does not repeat values. */
  readonly problem: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
}

/** The error `configuration` of a document with problems. */
export class DocumentError extends CrosstagError {
  /** Every problem, in the order of the document. */
  readonly problems: readonly DocumentProblem[];

  constructor(message: string, problems: readonly DocumentProblem[]) {
    super({ code: "configuration", message });
    this.problems = problems;
  }
}

/** More than a person fixes before trying again. A file of another kind can have thousands of problems. */
const MOST_SHOWN = 20;

/**
 * Returns one error `configuration` for all problems of a file, in the order of the file. At most 20 are listed.
 * @param title the subject of the message, for example `The configuration`
 * @param at returns the place of an offset: `file:line:column`
 */
export function problemsError(
  title: string,
  problems: readonly DocumentProblem[],
  at: (offset: number) => string,
): DocumentError {
  const sorted = problems.toSorted((left, right) => left.offset - right.offset);
  const lines = sorted.map(({ offset, problem }) => `${at(offset)}: ${problem}`);
  const [first = ""] = lines;
  const shown =
    lines.length > MOST_SHOWN ? [...lines.slice(0, MOST_SHOWN), `and ${lines.length - MOST_SHOWN} more`] : lines;
  const message =
    lines.length === 1
      ? first
      : `${title} has ${lines.length} problems:\n${shown.map((line) => `  ${line}`).join("\n")}`;
  return new DocumentError(message, sorted);
}
