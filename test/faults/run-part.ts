import { stat } from "node:fs/promises";
import { CrosstagError } from "@crosstag/core";
import { loadRunState, openPlanFile, openRunJournal } from "@crosstag/core/node";
import { openCrosstag } from "./open-crosstag.ts";
import type { RunPart, RunPartNews } from "./run-part-message.ts";

/**
 * Parts of runs in a separate process, one after another: starts or resumes a run, as `crosstag apply` and `resume` do.
 */
process.on("message", (part: RunPart) => {
  void apply(part).then(
    (ended) => tell({ ended }),
    (error: unknown) => {
      // A session that has ended before the run could begin.
      const isRefused = CrosstagError.is(error) && error.code === "unauthenticated";
      tell(isRefused ? { ended: "credentials" } : { error: String(error) });
    },
  );
});
tell("up");

async function apply({ planPath, journalPath, clouds, environment }: RunPart): Promise<string> {
  Object.assign(process.env, environment);
  const plan = await openPlanFile(planPath);
  // A process that was killed before its first record was on disk has not started a run.
  const { size } = await stat(journalPath);
  const resume = size === 0 ? undefined : await loadRunState(journalPath).catch(() => undefined);
  const journal = await openRunJournal(journalPath);
  const crosstag = await openCrosstag(clouds);
  tell("begins");
  try {
    const { ended } = await crosstag.applyPlan({ plan, journal, ...(resume !== undefined && { resume }) });
    return ended;
  } finally {
    await journal.close();
    await crosstag.close();
  }
}

function tell(news: RunPartNews): void {
  process.send?.(news);
}
