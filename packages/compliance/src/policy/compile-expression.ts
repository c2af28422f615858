import { RE2JS } from "re2js";

/** Maximum number of cached results per expression: many resources have the same few values. */
const MOST_REMEMBERED = 1_000;

/** A longer expression would make the first match slow; RE2 itself limits the rest. */
const LONGEST_EXPRESSION = 1_000;

/** A regular expression of a policy, prepared for many texts. */
export type CompiledExpression = (text: string) => boolean;

/**
 * Compiles a regular expression that must match a whole text. Matching takes time in proportion to the text, for any
 * expression: the engine does not backtrack, and therefore supports neither back-references nor look-around.
 * @throws Error with the end of a sentence that says what is wrong with the expression
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
    const why = error instanceof Error ? error.message : "invalid syntax";
    throw new Error(
      `must be a regular expression of RE2 (${why.replace(/^error parsing regexp: /, "").replace(/\(\?[is]+\)/, "")})`,
      {
        cause: error,
      },
    );
  }
}
