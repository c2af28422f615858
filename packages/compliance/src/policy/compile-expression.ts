import { RE2JS } from "re2js";

/** Values that are remembered of one expression: many resources carry the same few. */
const MOST_REMEMBERED = 1_000;

/** More would make the first match slow; RE2 itself bounds the rest. */
const LONGEST_EXPRESSION = 1_000;

export type CompiledExpression = (text: string) => boolean;

/**
 * Whether a whole text fits a regular expression. Takes time in proportion to the text, whatever the expression: the
 * engine does not go back, and so knows neither back-references nor look-around.
 * @throws Error with a sentence's end that says what is wrong with the expression
 */
export function compileExpression(expression: string, ignoreCase = false): CompiledExpression {
  if (expression.length > LONGEST_EXPRESSION)
    throw new Error(`must not be longer than ${LONGEST_EXPRESSION} characters`);
  const compiled = compileSafely(expression, ignoreCase);
  const known = new Map<string, boolean>();
  return (text) => {
    let matches = known.get(text);
    if (matches === undefined) {
      matches = compiled.matches(text);
      if (known.size < MOST_REMEMBERED) known.set(text, matches);
    }
    return matches;
  };
}

function compileSafely(expression: string, ignoreCase: boolean): RE2JS {
  try {
    return RE2JS.compile(expression, ignoreCase ? RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL : RE2JS.DOTALL);
  } catch (error) {
    const why = error instanceof Error ? error.message : "not understood";
    throw new Error(
      `must be a regular expression of RE2 (${why.replace(/^error parsing regexp: /, "").replace(/\(\?[is]+\)/, "")})`,
      {
        cause: error,
      },
    );
  }
}
