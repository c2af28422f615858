import type { JSONValue } from "@jmespath-community/jmespath";
import { UsageError } from "../usage-error.ts";

/**
 * Compiles a JMESPath expression, the query language of the command lines of AWS and Azure.
 * @throws UsageError if it is not one; the function throws one if the expression does not fit the document
 */
export async function compileQuery(expression: string): Promise<(document: unknown) => unknown> {
  const { compile, TreeInterpreter } = await import("@jmespath-community/jmespath");
  const tree = explained(() => compile(expression));
  return (document) => {
    if (!isJson(document)) throw new TypeError("A query is for JSON.");
    return explained(() => TreeInterpreter.search(tree, document));
  };
}

function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new UsageError(
      `--query is not a JMESPath expression for this output: ${error instanceof Error ? error.message : "syntax error"}`,
      "Example: --query 'resources[].reference'. The syntax: https://jmespath.org/tutorial.html",
    );
  }
}

function isJson(value: unknown): value is JSONValue {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isJson);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
