import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readSelectionFile } from "./read-selection-file.ts";
import { refuseSlips } from "./refuse-slips.ts";

/** References from the command line, then those of a file. */
export async function readResources(
  operands: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  refuseSlips(operands, context);
  if (file === undefined) return operands;
  const listed = await readSelectionFile(file, context);
  return [...operands, ...listed.map(({ reference }) => reference)];
}

/** The same, for commands that would otherwise do nothing. */
export async function requireResources(
  operands: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  const resources = await readResources(operands, file, context);
  if (resources.length === 0)
    throw file === undefined
      ? new UsageError(
          "No resource was given.",
          "Name at least one, or add --resources FILE, or --filter to select by tags.",
        )
      : new UsageError(`${file === "-" ? "Standard input" : `The file ${JSON.stringify(file)}`} names no resource.`);
  return resources;
}

/** The same, for references that narrow conditions down: none without a file, and at least one with it. */
export async function readNarrowingResources(
  operands: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  // Without this, an empty list from a pipe would stand for every resource that the conditions select.
  return file === undefined ? operands : requireResources(operands, file, context);
}
