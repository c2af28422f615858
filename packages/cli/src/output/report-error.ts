import { CrosstagError, type Violation } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { exitCodeOfError } from "../exit-code-of.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";
import { inCommandWords } from "./command-words.ts";
import { groupViolations, type ViolationGroup } from "./violation-groups.ts";

/**
 * Says what is wrong, where, and how to mend it. Of an error that is not ours only the name is told: its text may
 * come from a cloud's SDK and hold what must not be shown.
 */
export async function reportError(
  error: unknown,
  { context, messages, output }: Pick<Invocation, "context" | "messages" | "output">,
): Promise<ExitCode> {
  if (context.signal.aborted && !(error instanceof UsageError)) {
    messages.error("Interrupted.");
    return EXIT_CODE.interrupted;
  }
  if (error instanceof UsageError) {
    messages.error(error.message);
    if (error.hint.length > 0) messages.error(error.hint.map((line) => (line === "" ? line : `  ${line}`)));
  } else if (CrosstagError.is(error)) {
    reportCrosstagError(error, messages);
    if (output.format !== "table") await (output.format === "json" ? output.json({ error }) : output.line({ error }));
  } else {
    messages.error(
      `A fault in crosstag, or something that it did not expect (${error instanceof Error ? error.name : typeof error}).`,
    );
    messages.detail(stackOf(error));
  }
  return exitCodeOfError(error);
}

function reportCrosstagError(error: CrosstagError, messages: Invocation["messages"]): void {
  const { violations, hint } = error;
  if (violations.length === 0) {
    messages.error(linesOf(error));
    if (hint !== undefined) messages.error(`  ${inCommandWords(hint)}`);
    return;
  }
  const groups = groupViolations(violations);
  messages.error(`Nothing was sent, because of ${groups.length === 1 ? "this" : `these ${groups.length}`}:`);
  reportGroups(groups, messages);
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
