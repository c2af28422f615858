import { CrosstagError, type Violation } from "@crosstag/core";

/** What a request has in place of a file, or every problem of it. */
export type ParsedGiven<Result> =
  | { readonly result: Result; readonly violations?: undefined }
  | { readonly violations: readonly Violation[]; readonly result?: undefined };

/**
 * Parses what a request has in place of a file, with the parser of the file.
 * @param name what messages call it: the name of the field
 */
export function parseGiven<Result>(
  name: string,
  given: unknown,
  parse: (text: string, fileName: string) => Result,
): ParsedGiven<Result> {
  try {
    // JSON is YAML.
    return { result: parse(JSON.stringify(given), name) };
  } catch (error) {
    if (!CrosstagError.is(error) || error.code !== "configuration") throw error;
    return { violations: problemsIn(error.message, name) };
  }
}

/** A file has its problems on lines with their positions, which mean nothing to the sender of a request. */
function problemsIn(message: string, name: string): readonly Violation[] {
  const position = new RegExp(`^\\s*${name}:\\d+:\\d+: `);
  const lines = message.split("\n");
  const placed = lines.filter((line) => position.test(line));
  return (placed.length > 0 ? placed : lines.slice(0, 1)).map((line) => ({
    severity: "error",
    rule: `crosstag.${name}`,
    message: `${name}: ${line.replace(position, "")}`,
    fix: "Correct this part of the request.",
  }));
}
