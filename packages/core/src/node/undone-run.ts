import { CrosstagError } from "../model/crosstag-error.ts";
import { openPlanFile } from "./plan-file.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * The id of the run that a run undoes, as its copy of the plan says. Undefined: it is not an undo.
 * @throws CrosstagError `configuration` if the copy cannot be read
 */
export async function undoneRun({ planPath }: Pick<RunFolder, "planPath">): Promise<string | undefined> {
  const { origin } = (await openPlanFile(planPath)).header;
  return origin.type === "undo" ? origin.run : undefined;
}

/** An undo of `latest` would make the changes again that the latest run has undone. */
export function undoOfUndo(id: string, undone: string): CrosstagError {
  return new CrosstagError({
    code: "confirmation-required",
    operation: "planUndo",
    message: `The latest run, ${id}, is the undo of the run ${undone}. To undo it would make the changes of ${undone} again. Nothing was changed.`,
    hint: `To make them again, undo the run by its id: ${id}. To continue the undo of ${undone}, undo ${undone}.`,
  });
}
