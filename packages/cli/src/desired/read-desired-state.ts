import type { DesiredState } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { readTextOrStart } from "../input/read-text-or-start.ts";
import { UsageError } from "../usage-error.ts";
import { parseDesiredState, type DesiredStatePath } from "@crosstag/config/desired-state";
import { readSelections } from "./read-selections.ts";

const EXAMPLE = [
  "To start, write a file like this one. It changes nothing until a plan is made from it and applied:",
  "",
  "  version: 1",
  "  statements:",
  "    - select: { kinds: [key], tags: { team: false } }",
  "      set: { team: payments }",
  "",
];

/**
 * The user's file with the references of its selection files in place.
 * @param path relative to the working directory; `-`: standard input
 * @throws CrosstagError `configuration` with every problem, each with file, line and column
 */
export async function readDesiredState(
  path: string,
  context: CommandContext,
): Promise<{
  readonly state: DesiredState;
  /** `file:line:column` of a path; `file:line` of a reference that comes from a selection file. */
  readonly locate: (path: DesiredStatePath) => string;
}> {
  const text = await readTextOrStart(path, context, EXAMPLE);
  if (text.startsWith('{"schema":"crosstag-plan/'))
    throw new UsageError(`${JSON.stringify(path)} is a plan already.`, `To show it: crosstag plan ${path}`);
  const parsed = parseDesiredState(text, path === "-" ? "standard input" : path);
  return readSelections(parsed, path, context);
}
