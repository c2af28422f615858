import { UsageError } from "../usage-error.ts";

/**
 * Compiles a JMESPath expression, the query language of the command lines of AWS and Azure.
 * @throws UsageError if it is not one
 */
export async function compileQuery(expression: string): Promise<(document: unknown) => unknown> {
  const { compile, TreeInterpreter } = await import("@jmespath-community/jmespath");
  const refused = (error: unknown) =>
    new UsageError(
      `--query is not a JMESPath expression for this output: ${error instanceof Error ? error.message : "syntax error"}`,
      "Example: --query 'resources[].reference'. The syntax: https://jmespath.org/tutorial.html",
    );
  try {
    const tree = compile(expression);
    return (document) => {
      try {
        return TreeInterpreter.search(tree, document as never);
      } catch (error) {
        throw refused(error);
      }
    };
  } catch (error) {
    throw refused(error);
  }
}
