import { CrosstagError, type Violation } from "@crosstag/core";

/**
 * Parses what a request has in place of a file, with the parser of the file.
 * @param name what messages call it: the name of the field
 * @throws CrosstagError `invalid-request` with every problem
 */
export function parseGiven<Result>(
  name: string,
  given: unknown,
  parse: (text: string, fileName: string) => Result,
): Result {
  try {
    // JSON is YAML.
    return parse(JSON.stringify(given), name);
  } catch (error) {
    if (!CrosstagError.is(error) || error.code !== "configuration") throw error;
    const violations = problemsIn(error.message, name);
    const [first = { message: error.message }] = violations;
    throw new CrosstagError({ code: "invalid-request", message: first.message, violations });
  }
}

/** A file has its problems on lines with their positions, which mean nothing to the sender of a request. */
function problemsIn(message: string, name: string): readonly Violation[] {
  const position = new RegExp(`^\\s*${name}:\\d+:\\d+: `);
  return message
    .split("\n")
    .filter((line) => position.test(line))
    .map((line) => ({
      severity: "error",
      rule: `crosstag.${name}`,
      message: `${name}: ${line.replace(position, "")}`,
      fix: "Correct this part of the request.",
    }));
}
