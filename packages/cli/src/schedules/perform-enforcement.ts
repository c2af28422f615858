import type { ScheduleEnforcement, TaskResults } from "@crosstag/dbos";
import { cloudRules, desiredTags } from "@crosstag/compliance";
import { refuseMarks } from "../compliance/refuse-marks.ts";
import { parseMarks } from "../compliance/parse-marks.ts";
import { withRecordSpool } from "../compliance/record-spool.ts";
import { requireClouds, withResourcesToCheck } from "../compliance/with-resources-to-check.ts";
import { describeCount } from "../output/describe-count.ts";
import { withPlanFile } from "../runs/with-plan-file.ts";
import { readScheduledPolicy, TickRecords, type ScheduledWorkOf } from "./perform-check.ts";
import type { ScheduleInvocation } from "./schedule-invocation.ts";

/**
 * Checks the resources of a schedule, and submits the fixes as a run. The result is recorded first: a worker that takes the
 * tick over does not submit a second run.
 */
export async function performEnforcement(
  invocation: ScheduleInvocation,
  work: ScheduledWorkOf & { readonly enforcement: ScheduleEnforcement },
  results: TaskResults,
): Promise<void> {
  const { context } = invocation;
  const { marks = [], unmarks = [], changeSoftwareTags = false, maximumChanges } = work.enforcement;
  const scheduled = await readScheduledPolicy(work.definition, invocation);
  const marked = parseMarks(marks, context.now());
  await withRecordSpool((spool) =>
    withResourcesToCheck(invocation, { ...scheduled, aliases: false }, async (resources, live) => {
      const { crosstag, unlisted } = requireClouds(live);
      refuseMarks(marked, crosstag);
      const records = new TickRecords(scheduled, spool.add);
      const desired = desiredTags(resources, {
        ...scheduled,
        marks: marked,
        unmarks,
        changeSoftwareTags,
        rulesOf: cloudRules(crosstag),
        now: context.now(),
        onRecord: records.add,
        onManual: () => {},
      });
      const by = `schedule ${work.definition.name}`;
      const draft = crosstag.planTagSets({ by, resources: desired, changeSoftwareTags }, { signal: context.signal });
      await withPlanFile(draft, undefined, context, async (plan) => {
        context.signal.throwIfAborted();
        const { changes } = plan.header.summary;
        const reason = reasonAgainst(changes, maximumChanges);
        const outcome = { ...records.outcome(work, unlisted, context.now()), ...(reason !== undefined && { reason }) };
        const isOurs = await results.end(outcome, spool.records());
        if (isOurs && changes > 0 && changes <= maximumChanges) await results.submit(plan);
      });
    }),
  );
}

/** Why fixes are not applied, as far as that is known before they are submitted. */
function reasonAgainst(changes: number, maximumChanges: number): string | undefined {
  if (changes === 0) return undefined;
  return changes > maximumChanges
    ? `The plan changes ${describeCount(changes, "resource")}, more than the ${maximumChanges} that the schedule allows.`
    : "The fixes were not submitted.";
}
