import type { NotificationConfiguration } from "@crosstag/config";
import type { QuotaBudget } from "@crosstag/core";
import type { MessageResult } from "../results/deliver-messages.ts";
import type { ScheduledTask, TaskResults, TickReport } from "./schedule-workflows.ts";

/** How a worker does the work of schedules. */
export interface ScheduleHandlers {
  /**
   * Does the work of a tick, and records its result. An error is recorded as the result.
   * @param quotaBudget gives calls their turns, and none once the worker may not continue
   */
  readonly perform: (task: ScheduledTask, results: TaskResults, quotaBudget: QuotaBudget) => Promise<void>;
  /** `notify` of the configuration. Default: no messages. */
  readonly receivers?: Readonly<Record<string, NotificationConfiguration>> | undefined;
  /** The environment variables with addresses and secrets of receivers. Default: none. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Called for each tick, when it has ended. Default: nothing. */
  readonly onTick?: ((report: TickReport) => void) | undefined;
  /** Called for each message that was sent, or could not be. Default: nothing. */
  readonly onMessage?: ((result: MessageResult) => void) | undefined;
}
