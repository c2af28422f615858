import { DocumentError, type DocumentProblem } from "@crosstag/config";
import { CrosstagError, type Violation } from "@crosstag/core";
import { describePath, mostViolations } from "./describe-input-issues.ts";

/** What a request has in place of a file, or every problem of it. */
export type ParsedGiven<Result> =
  | { readonly result: Result; readonly violations?: undefined }
  | { readonly violations: readonly Violation[]; readonly result?: undefined };

/**
 * Parses what a request has in place of a file, with the parser of the file.
 * @param place the path of the field in the request; messages call the content by its last name
 */
export function parseGiven<Result>(
  place: readonly [...string[], name: string],
  given: unknown,
  parse: (text: string, fileName: string) => Result,
): ParsedGiven<Result> {
  const name = place.at(-1) ?? "";
  try {
    // JSON is YAML.
    return { result: parse(JSON.stringify(given), name) };
  } catch (error) {
    if (!CrosstagError.is(error) || error.code !== "configuration") throw error;
    const rule = `crosstag.${name}`;
    if (error instanceof DocumentError)
      return { violations: mostViolations(error.problems.map((problem) => violationOf(problem, place, rule))) };
    const message = `${describePath(place)}: ${error.message}`;
    return { violations: [{ severity: "error", rule, message, fix: error.hint ?? "Correct it." }] };
  }
}

/** A position in a file means nothing to the sender of a request: the path in the request does. */
function violationOf({ problem, part }: DocumentProblem, place: readonly string[], rule: string): Violation {
  if (part === undefined)
    return { severity: "error", rule, message: `${describePath(place)}: ${problem}`, fix: "Correct it." };
  const message = `${describePath([...place, ...part.path])} ${part.problem}`;
  return { severity: "error", rule, message: message.endsWith("?") ? message : `${message}.`, fix: part.fix };
}
