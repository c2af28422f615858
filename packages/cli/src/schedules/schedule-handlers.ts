import type { ScheduleHandlers, TickReport } from "@crosstag/dbos";
import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "../output/describe-count.ts";
import type { Messages } from "../output/messages.ts";
import { loadDbos } from "../shared-runs/load-dbos.ts";
import { performTask } from "./perform-task.ts";

/**
 * How `crosstag worker` does the work of schedules: with its own configuration and credentials.
 * @throws CrosstagError `configuration` if the address or the secret of a receiver of messages is missing
 */
export async function scheduleHandlers(
  worker: Pick<Invocation, "context" | "globals" | "messages">,
): Promise<ScheduleHandlers> {
  const { context, messages } = worker;
  const { environment } = context;
  const { file } = await readConfiguration(worker);
  const receivers = file?.configuration.notify ?? {};
  const { webhookTarget } = await loadDbos();
  for (const [name, receiver] of Object.entries(receivers)) webhookTarget(name, receiver, environment);
  return {
    receivers,
    environment,
    perform: (task, results, quotaBudget) => performTask(worker, { quotaBudget }, task, results),
    onTick: (report) => reportTick(report, messages),
    onMessage: ({ receiver, problem }) => {
      if (problem !== undefined) messages.warn(`The message to notify.${receiver} was not accepted: ${problem}`);
    },
  };
}

function reportTick({ schedule, tick, ended, problem }: TickReport, messages: Messages): void {
  const what = `${schedule}, ${tick.toISOString()}`;
  if (problem !== undefined) messages.warn(`${what}: ${problem}`);
  else if (ended !== undefined)
    messages.info(`${what}: ${describeCount(ended.openViolations, "open violation")}, ${ended.newViolations} new.`);
}
