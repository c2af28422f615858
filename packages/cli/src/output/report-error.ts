import { CrosstagError, type Violation } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { exitCodeOfError } from "../exit-code-of.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";
import { inCommandWords } from "./command-words.ts";
import { groupViolations, type ViolationGroup } from "./violation-groups.ts";

/**
 * Reports what is wrong, where, and how to fix it. Of an unexpected error only the name is shown: its text may
 * come from a cloud's SDK and hold what must not be shown.
 */
export async function reportError(
  error: unknown,
  { context, globals, messages, output }: Pick<Invocation, "context" | "globals" | "messages" | "output">,
): Promise<ExitCode> {
  if (context.signal.aborted && !(error instanceof UsageError)) {
    messages.error("Interrupted.");
    return EXIT_CODE.interrupted;
  }
  if (error instanceof UsageError) {
    messages.error([error.message, ...error.hint.map(indented)]);
  } else if (CrosstagError.is(error)) {
    reportCrosstagError(error, messages);
    if (output.format !== "table") await output.error({ error });
  } else {
    messages.error([
      `Internal error (${error instanceof Error ? error.name : typeof error}).`,
      ...(globals.verbose ? [] : ["  To see where it happened, add --verbose."]),
    ]);
    messages.detail(stackOf(error));
  }
  return exitCodeOfError(error);
}

function reportCrosstagError(error: CrosstagError, messages: Invocation["messages"]): void {
  const { violations, hint } = error;
  if (violations.length === 0) {
    messages.error([...linesOf(error), ...(hint === undefined ? [] : [indented(inCommandWords(hint))])]);
    return;
  }
  const groups = groupViolations(violations);
  messages.error(`Nothing was sent, because of ${groups.length === 1 ? "this" : `these ${groups.length}`}:`);
  reportGroups(groups, messages);
}

/** A line below the first one of a message. */
function indented(line: string): string {
  return line === "" ? line : `  ${line}`;
}

/** One error on one line, with what a person searches for: the code, the cloud's own name for it and its request id. */
export function describeError(error: CrosstagError): string {
  const facts = [
    error.code,
    error.providerCode,
    error.requestId === undefined ? undefined : `request ${error.requestId}`,
  ];
  return `${inCommandWords(error.message)} [${facts.filter((fact) => fact !== undefined).join(", ")}]`;
}

/** What is wrong with a file of ours may be several lines, put together here; any other message is one. */
function linesOf(error: CrosstagError): readonly string[] {
  const text = describeError(error);
  return error.code === "configuration" ? text.split("\n") : [text];
}

export function reportViolations(violations: readonly Violation[], messages: Invocation["messages"]): void {
  reportGroups(groupViolations(violations), messages);
}

function reportGroups(groups: readonly ViolationGroup[], messages: Invocation["messages"]): void {
  for (const { severity, lines } of groups) {
    if (severity === "warning") messages.warn(lines);
    else messages.error(lines);
  }
}

/** Where it happened, without the error's own text. */
function stackOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}
