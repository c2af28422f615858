import { checkOperands } from "./check-operands.ts";
import type { CommandContext } from "./command-context.ts";
import type { CommandDefinition } from "./command-definition.ts";
import { EXIT_CODE, type ExitCode } from "./exit-code.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Invocation } from "./invocation.ts";
import { createMessages } from "./output/messages.ts";
import { createOutput } from "./output/output.ts";
import { createStatusLine, type StatusLine } from "./output/status-line.ts";
import { UsageError } from "./usage-error.ts";

/** Runs one command whose command line has been parsed. Never throws: an error is a message and an exit code. */
export async function runCommand(
  definition: CommandDefinition,
  commands: readonly CommandDefinition[],
  parts: Pick<Invocation, "context" | "globals" | "operands" | "options">,
): Promise<ExitCode> {
  const { context, globals } = parts;
  const status = createStatusLine(context, globals);
  const messages = createMessages(context, globals, status);
  const output = createOutput(context, globals, status);
  try {
    checkOperands(definition, parts.operands);
    await checkOutput(definition, globals);
    const { run } = await definition.load();
    const invocation: Invocation = {
      ...parts,
      globals: definition.changes === true ? { ...globals, refreshClouds: true } : globals,
      context: askBelow(status, context),
      commands,
      messages,
      output,
    };
    const exitCode = await run(invocation as Invocation<never>);
    return await checkWritten(exitCode, { messages, output });
  } catch (error) {
    const { reportError } = await import("./output/report-error.ts");
    return await reportError(error, { ...parts, messages, output });
  }
}

/** @throws UsageError if the command has no such output, or the query is not one, before the command does anything */
async function checkOutput({ name, outputs = [] }: CommandDefinition, { output, query }: GlobalOptions): Promise<void> {
  if ((output === "wide" || output === "csv") && !outputs.includes(output))
    throw new UsageError(
      `\`crosstag ${name}\` has no output ${output}.`,
      `Write --output and one of: ${["table", ...outputs, "json", "jsonl", "yaml"].join(", ")}.`,
    );
  if (query === undefined) return;
  if (output === "jsonl" || output === "csv" || output === "wide")
    throw new UsageError(`--query cannot be used with --output ${output}.`, "Use --output json or --output yaml.");
  const { compileQuery } = await import("./output/compile-query.ts");
  await compileQuery(query);
}

/** Data that are missing are a failure, whatever else was done. */
async function checkWritten(
  exitCode: ExitCode,
  { messages, output }: Pick<Invocation, "messages" | "output">,
): Promise<ExitCode> {
  // A stream reports its error later.
  await new Promise((resolve) => setImmediate(resolve));
  if (output.failure === undefined) return exitCode;
  messages.error([
    `The output could not be written: ${output.failure}.`,
    "  The command did its work, but its output is incomplete. Write it to another place.",
  ]);
  return exitCode === EXIT_CODE.done ? EXIT_CODE.error : exitCode;
}

function askBelow(status: StatusLine, context: CommandContext): CommandContext {
  const { ask } = context;
  if (ask === undefined) return context;
  return {
    ...context,
    ask: (question) => {
      status.clear();
      return ask(question);
    },
  };
}
