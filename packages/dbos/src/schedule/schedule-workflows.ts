import { createHash } from "node:crypto";
import type { CheckRecord } from "@crosstag/compliance";
import { CrosstagError, type Plan } from "@crosstag/core";
import { newRunId } from "@crosstag/core/node";
import type { Database } from "../database/open-database.ts";
import type { EnginePart } from "../engine/launch-engine.ts";
import { beginCheck } from "../results/begin-check.ts";
import type { CheckOutcome } from "../results/check-result.ts";
import { hasMessages } from "../results/deliver-messages.ts";
import { endCheck, type EndedCheck } from "../results/end-check.ts";
import { failCheck } from "../results/fail-check.ts";
import { forgetChecks } from "../results/forget-checks.ts";
import { noteRun } from "../results/note-run.ts";
import { RUN_VERSION } from "../runs/run-tables.ts";
import { submitRun } from "../runs/submit-run.ts";
import { readDefinition } from "./read-definitions.ts";
import type { ScheduleDefinition } from "./schedule-definition.ts";
import { MESSAGE_QUEUE, MESSAGE_WORKFLOW, SCHEDULE_QUEUE, SCHEDULE_WORKFLOW } from "./schedule-names.ts";

/** One tick that a worker has begun. */
export interface ScheduledTask {
  /** The schedule as it is now. */
  readonly definition: ScheduleDefinition;
  /** The time that the schedule names. */
  readonly tick: Date;
  /** The id of the check. */
  readonly checkId: string;
  /** Ends the work: the worker ends, or may not continue. */
  readonly signal: AbortSignal;
}

/** Records what a task did. */
export interface TaskResults {
  /**
   * Records the result of the check, all of it or nothing.
   * @returns false if another worker has taken the task over: nothing else may be done
   */
  end(
    outcome: Omit<CheckOutcome, "policyDigest">,
    records: AsyncIterable<CheckRecord> | Iterable<CheckRecord>,
  ): Promise<boolean>;
  /**
   * Submits the plan of the fixes as a run, and records that this run applies them: both, or neither.
   * @throws CrosstagError as `SharedRuns.submit`
   */
  submit(plan: Plan): Promise<void>;
}

/** What became of a tick, for the log of a worker. */
export interface TickReport {
  /** The name of the schedule. */
  readonly schedule: string;
  /** The time that the schedule names. */
  readonly tick: Date;
  /** What the check changed. Absent: it has no result. */
  readonly ended?: EndedCheck;
  /** Why it was not done, or failed. Absent: it was done. */
  readonly problem?: string;
}

/** What a worker does for schedules. */
export interface ScheduleWork {
  readonly database: Database;
  /** The id of the worker. */
  readonly worker: string;
  /** Does the work of a tick, and records its result. Errors are recorded. */
  readonly perform: (task: ScheduledTask, results: TaskResults) => Promise<void>;
  /** Sends the messages of a schedule that wait. */
  readonly deliver: (schedule: string, signal: AbortSignal) => Promise<void>;
  /** Does work as long as this worker may: see `whileHeld`. */
  readonly whileHeld: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** The present time. */
  readonly now: () => Date;
  /** Called for each tick. */
  readonly onTick: (report: TickReport) => void;
}

/** Ticks that one worker does at once. */
const AT_ONCE = 2;
/** Schedules whose messages one worker sends at once. Each has a connection to the database meanwhile. */
const MESSAGES_AT_ONCE = 2;
/** How soon a worker finds a tick or messages, milliseconds. */
const POLL_MS = 1_000;
/** A tick that begins later than this is missed, unless the schedule catches up, milliseconds. */
const LATEST_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The database may be away for some minutes. */
const RETRIES = { retriesAllowed: true, maxAttempts: 6, intervalSeconds: 5, backoffRate: 2 };

/**
 * The workflow of a tick: the check and its result, then what is too old. The engine starts one workflow for each tick,
 * whatever the number of workers, and one that ends is taken over. Messages have a workflow and a queue of their own: a
 * receiver that does not answer must not delay checks.
 */
export function scheduleWorkflows(work: ScheduleWork): EnginePart {
  return {
    queues: [SCHEDULE_QUEUE, MESSAGE_QUEUE],
    register(engine) {
      const step = <Result>(part: string, run: () => Promise<Result>) =>
        engine.runStep(run, { name: part, ...RETRIES });
      const sendMessages = engine.registerWorkflow(
        (name: string) => step("deliver", () => work.whileHeld((signal) => work.deliver(name, signal))),
        {
          name: MESSAGE_WORKFLOW,
        },
      );
      engine.registerWorkflow(
        async (tick: Date, { name }: { readonly name: string }) => {
          await step("check", () => work.whileHeld((signal) => doTick(work, { name, tick, signal })));
          if (await step("messages", () => hasMessages(work.database, name)))
            await engine.startWorkflow(sendMessages, { queueName: MESSAGE_QUEUE })(name);
          await step("forget", () => forgetOld(work, name));
        },
        { name: SCHEDULE_WORKFLOW },
      );
    },
    async begin(engine) {
      await engine.registerQueue(SCHEDULE_QUEUE, {
        workerConcurrency: AT_ONCE,
        minPollingIntervalMs: POLL_MS,
        onConflict: "always_update",
      });
      await engine.registerQueue(MESSAGE_QUEUE, {
        workerConcurrency: MESSAGES_AT_ONCE,
        minPollingIntervalMs: POLL_MS,
        onConflict: "always_update",
      });
    },
  };
}

interface BegunTick {
  readonly name: string;
  readonly tick: Date;
  readonly signal: AbortSignal;
}

/** @throws CrosstagError of the database; any error if the signal is aborted. Other errors are recorded as the result of the check */
async function doTick(work: ScheduleWork, { name, tick, signal }: BegunTick): Promise<void> {
  const { database, worker, now, onTick } = work;
  const definition = await readDefinition(database, name);
  // It was removed after the tick.
  if (definition === undefined) return;
  const { action, catchUp = false } = definition;
  const begun = await beginCheck(
    database,
    { schedule: name, tick, action, worker },
    { now: now(), ...(!catchUp && { latestMs: LATEST_MS }) },
  );
  if ("missed" in begun) return onTick({ schedule: name, tick, problem: begun.missed });
  const check = { id: begun.id, worker };
  try {
    let ended: EndedCheck | undefined;
    await work.perform(
      { definition, tick, checkId: begun.id, signal },
      {
        end: async (outcome, records) => {
          signal.throwIfAborted();
          ended = await endCheck(database, check, { ...outcome, policyDigest: digestOf(definition.policy) }, records);
          return ended !== undefined;
        },
        submit: async (plan) => {
          signal.throwIfAborted();
          const id = newRunId(now(), Math.random);
          await submitRun(database, { id, plan, version: RUN_VERSION }, (client) => noteRun(client, check, id));
        },
      },
    );
    onTick({ schedule: name, tick, ...(ended !== undefined && { ended }) });
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = CrosstagError.is(error) ? error : unexpected(error);
    await failCheck(database, check, failure);
    onTick({ schedule: name, tick, problem: failure.message });
  }
}

/** Without the text of an error that is not ours: it can contain anything. */
function unexpected(error: unknown): CrosstagError {
  const name = error instanceof Error ? error.name : typeof error;
  return new CrosstagError({
    code: "internal",
    message: `The check ended with an unexpected error (${name}).`,
    cause: error,
  });
}

async function forgetOld({ database, now }: ScheduleWork, name: string): Promise<void> {
  const definition = await readDefinition(database, name);
  if (definition === undefined) return;
  await forgetChecks(database, name, new Date(now().getTime() - definition.keepDays * DAY_MS));
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
