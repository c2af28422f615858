import type { ScheduledTask, TaskResults } from "@crosstag/dbos";
import type { CommandContext } from "../command-context.ts";
import { configurationProblem } from "../configuration-problem.ts";
import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Invocation } from "../invocation.ts";
import { performCheck } from "./perform-check.ts";
import { performEnforcement, type SubmitPlan } from "./perform-enforcement.ts";
import { scheduleInvocation } from "./schedule-invocation.ts";

/** What the work of a tick needs of its worker. */
export interface WorkerTools extends Required<Pick<CommandContext, "quotaBudget">> {
  /** Submits fixes as a run. */
  readonly submit: SubmitPlan;
}

/** Does the work of one tick with the configuration and the credentials of the worker. */
export async function performTask(
  worker: Pick<Invocation, "context" | "globals" | "messages">,
  { quotaBudget, submit }: WorkerTools,
  task: ScheduledTask,
  results: TaskResults,
): Promise<void> {
  const invocation = scheduleInvocation({ ...worker, context: { ...worker.context, quotaBudget } }, task);
  const { file } = await readConfiguration(invocation);
  const { definition } = task;
  const work = { definition, receivers: Object.keys(file?.configuration.notify ?? {}) };
  try {
    if (definition.enforcement === undefined) await performCheck(invocation, work, results);
    else await performEnforcement(invocation, { ...work, enforcement: definition.enforcement }, results, submit);
  } catch (error) {
    throw configurationProblem(error);
  }
}
