import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { listRun, openRun, type RunFolder } from "@crosstag/core/node";

/** @param id of a run, whole. @throws CrosstagError `not-found` */
export async function findRun(root: string, id: string): Promise<RunFolder> {
  try {
    // By its folder, so that the others are not looked through.
    return await openRun(root, join(root, id));
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    throw new CrosstagError({
      code: "not-found",
      message: `There is no run ${id}.`,
      hint: "To list the runs: GET /v1/runs",
    });
  }
}

/** A run that no process is applying. @throws CrosstagError `not-found`, `conflict` */
export async function findIdleRun(root: string, id: string): Promise<RunFolder> {
  const folder = await findRun(root, id);
  if (!(await listRun(folder)).active) return folder;
  throw new CrosstagError({
    code: "conflict",
    message: `The run ${id} is still running, or is being undone. Nothing was sent.`,
    hint: `Wait for it to end, or stop it: POST /v1/runs/${id}/cancel`,
  });
}
