import type { OpenedCrosstag } from "@crosstag/clouds";
import type { QuotaBudget } from "@crosstag/core";
import type { WorkerClouds, WorkerEvent } from "@crosstag/dbos";
import { requireDatabaseUrl, type DatabaseUrlOption } from "../../command-options/database-url.ts";
import { compileLater } from "../../compile-later.ts";
import { readConfiguration } from "../../configuration/read-configuration.ts";
import { configurationProblem } from "../../configuration-problem.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { openClouds } from "../../open-crosstag.ts";
import { describeClouds } from "../../output/describe-clouds.ts";
import { describeCount } from "../../output/describe-count.ts";
import { refuseDryRun } from "../../refuse-dry-run.ts";
import { scheduleHandlers } from "../../schedules/schedule-handlers.ts";
import { loadDbos } from "../../shared-runs/load-dbos.ts";
import { UsageError } from "../../usage-error.ts";

interface WorkerOptions extends DatabaseUrlOption {
  readonly lease?: number;
}

const SHORTEST_LEASE_SECONDS = 10;

/** Runs until it is stopped: that is its normal end, not an interruption. */
export async function run(invocation: Invocation<WorkerOptions>): Promise<ExitCode> {
  const { context, globals, options, messages } = invocation;
  const { lease } = options;
  refuseDryRun(globals, "worker");
  const databaseUrl = requireDatabaseUrl(invocation, "worker");
  if (lease !== undefined && lease < SHORTEST_LEASE_SECONDS)
    throw new UsageError(
      `--lease ${lease} is too short: a call must be able to end within it.`,
      `Give it ${SHORTEST_LEASE_SECONDS} seconds or more, or leave it out.`,
    );
  compileLater();
  const { startWorker } = await loadDbos();
  const schedules = await scheduleHandlers(invocation);
  const { file } = await readConfiguration(invocation);
  let clouds = "";
  const onOpened = (crosstag: OpenedCrosstag) => {
    clouds = describeClouds(crosstag);
  };
  while (!context.signal.aborted) {
    const worker = await startWorker({
      databaseUrl,
      openClouds: workerClouds(invocation, onOpened),
      schedules,
      leaseMs: lease === undefined ? undefined : lease * 1_000,
      onProblem: ({ message, retry }) =>
        messages.warn(retry === "transient" ? `${message} The worker waits until it can be used again.` : message),
      onEvent: (event) => messages.info(describeWorkerEvent(event)),
      onLog: (text) => messages.detail(text),
    });
    messages.info(`Worker ${worker.id} applies runs. Ctrl-C stops it; other workers continue what it has begun.`);
    const source = file === undefined ? "the environment, as there is no crosstag.yaml here or above" : file.path;
    messages.info(`Its clouds, from ${source}: ${clouds}.`);
    const stop = () => void worker.stop();
    context.signal.addEventListener("abort", stop, { once: true });
    if (context.signal.aborted) stop();
    const reason = await worker.ended;
    context.signal.removeEventListener("abort", stop);
    if (reason === "lease-lost")
      messages.warn(`The lease of worker ${worker.id} ended: other workers continue its work. It starts again.`);
  }
  messages.info("The worker has stopped.");
  return EXIT_CODE.done;
}

/** Opens the clouds at the start, and again for each attempt at a run. */
function workerClouds(
  invocation: Invocation<WorkerOptions>,
  onOpened: (crosstag: OpenedCrosstag) => void,
): (quotaBudget: QuotaBudget) => Promise<WorkerClouds> {
  let wereOpened = false;
  return async (quotaBudget) => {
    try {
      const { crosstag, close } = await openClouds(invocation, undefined, quotaBudget);
      if (!wereOpened) onOpened(crosstag);
      wereOpened = true;
      return { applyPlan: (request, options) => crosstag.applyPlan(request, options), close };
    } catch (error) {
      // Later it is not what was typed that is wrong: the clouds have changed.
      throw wereOpened ? configurationProblem(error) : error;
    }
  };
}

function describeWorkerEvent(event: WorkerEvent): string {
  switch (event.type) {
    case "run-begins":
      return `Run ${event.run} begins.`;
    case "taken-over":
      return `The worker continues ${describeCount(event.parts, "part")} of runs whose workers were lost.`;
    case "begins-no-checks":
      return `This worker begins no checks of schedules: a worker of the version ${event.newest} has used the database, and checks wait for one of that version.`;
  }
}
