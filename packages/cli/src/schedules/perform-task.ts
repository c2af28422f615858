import type { ScheduledTask, TaskResults } from "@crosstag/dbos";
import type { CommandContext } from "../command-context.ts";
import { configurationProblem } from "../configuration-problem.ts";
import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Invocation } from "../invocation.ts";
import { performCheck } from "./perform-check.ts";
import { performEnforcement } from "./perform-enforcement.ts";
import { scheduleInvocation } from "./schedule-invocation.ts";

/** Does the work of one tick with the configuration and the credentials of the worker. */
export async function performTask(
  worker: Pick<Invocation, "context" | "globals" | "messages">,
  { quotaBudget }: Required<Pick<CommandContext, "quotaBudget">>,
  task: ScheduledTask,
  results: TaskResults,
): Promise<void> {
  const invocation = scheduleInvocation({ ...worker, context: { ...worker.context, quotaBudget } }, task);
  const { file } = await readConfiguration(invocation);
  const { definition } = task;
  const work = { definition, receivers: Object.keys(file?.configuration.notify ?? {}) };
  try {
    if (definition.enforcement === undefined) await performCheck(invocation, work, results);
    else await performEnforcement(invocation, { ...work, enforcement: definition.enforcement }, results);
  } catch (error) {
    throw configurationProblem(error);
  }
}
