import { chmod, constants, copyFile, mkdir, open, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { flushFolder } from "./flush-folder.ts";
import { makeFolders } from "./make-folders.ts";
import { openPlanFile } from "./plan-file.ts";
import type { PlanFile } from "./plan-file.ts";
import { markCopy } from "./run-copy.ts";
import { newRunId, runFolder, runIds } from "./run-folder.ts";
import type { RunFolder } from "./run-folder.ts";
import { openRunJournal } from "./run-journal.ts";
import { codeOf, refuseFile, toRefusal } from "./system-problem.ts";
import { writePlanFile } from "./write-plan-file.ts";

/** More than processes that begin a run at the same moment can need. */
const MOST_TRIES = 100;

/** Options of `createRun`. */
export interface CreateRunOptions {
  /** The run's id, if it got one elsewhere (`newRunId`). Default: a new one, after those of the runs in the folder. */
  readonly id?: string | undefined;
  /** Where its records are kept, if this is a copy; see `RunToSave`. Default: here. */
  readonly keptAt?: string | undefined;
  /** For the run's id; default the system's clock. */
  readonly now?: () => Date;
  /** From 0 to 1, 1 excluded; default `Math.random`. */
  readonly random?: () => number;
}

/** The folder of a new run. */
export interface CreatedRun extends RunFolder {
  /** The run's own copy, checked against the digest: apply this one, as no other program writes to it. */
  readonly plan: PlanFile;
}

/**
 * Makes the folder of a run, `<root>/<id>`, with a copy of its plan and an empty journal (`openRunJournal`), for its owner's eyes only. All of it
 * is flushed when it resolves; nothing is left when it rejects.
 * @param plan is copied as a file if it is one
 * @throws CrosstagError `configuration` if the folder cannot be written, or the plan's file is no longer what it was
 */
export async function createRun(
  root: string,
  plan: Plan & { readonly path?: string },
  { id, keptAt, now = () => new Date(), random = Math.random }: CreateRunOptions = {},
): Promise<CreatedRun> {
  const fullRoot = resolve(root);
  const run = await (id === undefined ? makeFolder(fullRoot, now, random) : makeFolderOf(fullRoot, id));
  try {
    const copy = await copyPlan(plan, run.planPath);
    // Before the journal, without which the folder is not a run yet.
    if (keptAt !== undefined) await markCopy(run, keptAt);
    // Made now, so that a folder that cannot take a journal is known before anything is sent.
    await (await openRunJournal(run.journalPath)).close();
    for (const folder of [run.folder, fullRoot, dirname(fullRoot)]) await flushFolder(folder);
    return { ...run, plan: copy };
  } catch (error) {
    await rm(run.folder, { recursive: true, force: true });
    throw toRefusal("folder of the run", run.folder, error);
  }
}

async function makeFolder(root: string, now: () => Date, random: () => number): Promise<RunFolder> {
  try {
    await makeFolders(root, 0o700);
    for (let tries = 1; ; tries += 1) {
      const [newest] = await runIds(root);
      const run = runFolder(join(root, newRunId(now(), random, newest)));
      try {
        await mkdir(run.folder, { mode: 0o700 });
      } catch (error) {
        if (codeOf(error) !== "EEXIST" || tries >= MOST_TRIES) throw error;
        continue;
      }
      // A run that was begun meanwhile can have a greater id; this one would not be the latest then.
      if ((await runIds(root))[0] === run.id || tries >= MOST_TRIES) return run;
      await rmdir(run.folder);
    }
  } catch (error) {
    throw toRefusal("folder of runs", root, error);
  }
}

async function makeFolderOf(root: string, id: string): Promise<RunFolder> {
  const run = runFolder(join(root, id));
  try {
    await makeFolders(root, 0o700);
    await mkdir(run.folder, { mode: 0o700 });
    return run;
  } catch (error) {
    throw toRefusal("folder of the run", run.folder, error);
  }
}

async function copyPlan(plan: Plan & { readonly path?: string }, path: string): Promise<PlanFile> {
  const { header } = plan;
  if (plan.path === undefined)
    await writePlanFile(path, plan.entries(), () => header, { now: () => new Date(header.createdAt) });
  else {
    await copyFile(plan.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    // A copy has the modes of what was copied.
    await chmod(path, 0o600);
    const file = await open(path, "r+");
    await file.sync().finally(() => file.close());
  }
  const copy = await openPlanFile(path);
  if (copy.header.digest !== header.digest)
    throw refuseFile(
      "plan",
      plan.path ?? path,
      "it was replaced after it was opened: its digest is different.",
      "Open the plan again.",
    );
  return copy;
}
