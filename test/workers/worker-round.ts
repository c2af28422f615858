import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { loadRunState, openPlanFile, verifyRun } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { openRuns, type SharedRuns } from "@crosstag/dbos";
import { openWorkerWorld, QUOTA, WARMING, type WorkerWorld } from "./worker-world.ts";

/** Tests build it before they run: see `test/build-programs.ts`. */
const PROGRAM = join(import.meta.dirname, "../../packages/cli/dist/bin.cjs");
/** A run that takes longer than this hangs, milliseconds. */
const MOST_MS = 600_000;
const STOP_MS = 20_000;

/** What a round is made of. */
export interface WorkerRoundOptions {
  readonly accounts: number;
  readonly keysEach: number;
  readonly workers: number;
  /** Workers that are killed, at random moments after the first write. */
  readonly kills: number;
  readonly leaseSeconds: number;
  /** Keys of each account that another run changes before, by the same workers. Default: 0, and no other run. */
  readonly warmingEach?: number;
  /** Changes in one chunk, at most. Default: as `SubmitOptions.chunkSize`. */
  readonly chunkSize?: number | undefined;
  /** How long after the first write a worker is killed at the latest, milliseconds. */
  readonly killWithinMs: number;
}

/** What a round has shown. */
export interface WorkerRound {
  readonly problems: readonly string[];
  /** From the first write to the last, seconds. */
  readonly seconds: number;
  /** The longest time after a kill in which nothing was written to an account that had keys left, seconds. */
  readonly longestGap: number;
  /** The most writes to one account in one second. */
  readonly mostInSecond: number;
  /** The longest time in which the cloud took no request, seconds: writes that came meanwhile have one time. */
  readonly cloudPause: number;
}

/** Applies a plan by processes of `crosstag worker` on one database, and kills some of them. */
export async function runWorkerRound(
  databaseUrl: string,
  seed: number,
  options: WorkerRoundOptions,
): Promise<WorkerRound> {
  const draw = seededRandom(seed);
  const world = await openWorkerWorld(options.accounts, options.keysEach, options.warmingEach);
  const children: ChildProcess[] = [];
  const runs = await openRuns({ databaseUrl });
  const cloudPauses = monitorEventLoopDelay({ resolution: 5 });
  try {
    await command(world, ["plan", "--out", "plan.json"]);
    for (let number = 0; number < options.workers; number += 1)
      children.push(start(world, ["worker", "--database-url", databaseUrl, "--lease", String(options.leaseSeconds)]));
    // What is measured is how the work is handed out, not how long processes take to start.
    await Promise.all(children.map(ready));
    if (options.warmingEach) await warm(world, runs);
    const run = await runs.submit(await openPlanFile(`${world.directory}/plan.json`), { chunkSize: options.chunkSize });
    const deadline = Date.now() + MOST_MS;
    while (world.writes().length === 0 && Date.now() < deadline) await sleep(10);
    cloudPauses.enable();
    const kills = children.slice(0, options.kills).map(async (child) => {
      await sleep(draw() * options.killWithinMs);
      child.kill("SIGKILL");
      return Date.now();
    });
    const killedAt = await Promise.all(kills);
    let { state } = await runs.status(run);
    while (state !== "ended" && Date.now() < deadline) {
      // More often would take time from the workers.
      await sleep(500);
      ({ state } = await runs.status(run));
    }
    cloudPauses.disable();
    const cloudPause = cloudPauses.max / 1e9;
    if (state !== "ended")
      return { problems: [`the run is ${state} after ${MOST_MS / 1_000} s`], ...measure(world, []), cloudPause };
    const saved = await runs.save(run, world.root);
    const problems = await findProblems(world, saved.folder, saved.journalPath);
    return { problems, ...measure(world, killedAt), cloudPause };
  } finally {
    await Promise.all(children.map(endChild));
    await runs.close();
    await world.close();
  }
}

/** The workers have applied a run, as workers that have run for a while. */
async function warm(world: WorkerWorld, runs: SharedRuns): Promise<void> {
  await command(world, ["plan", "-f", WARMING, "--out", "warming.json"]);
  const run = await runs.submit(await openPlanFile(`${world.directory}/warming.json`));
  const deadline = Date.now() + MOST_MS;
  while ((await runs.status(run)).state !== "ended" && Date.now() < deadline) await sleep(100);
  world.forgetWrites();
}

async function findProblems(world: WorkerWorld, folder: string, journalPath: string): Promise<readonly string[]> {
  const problems: string[] = [];
  if (world.unchanged() > 0) problems.push(`${world.unchanged()} keys were not changed`);
  const byKey = new Map<string, number>();
  for (const { resources } of world.writes()) for (const key of resources) byKey.set(key, (byKey.get(key) ?? 0) + 1);
  const repeated = [...byKey.values()].filter((count) => count > 1).length;
  if (repeated > 0) problems.push(`${repeated} keys were changed more than once`);
  const keys = [...world.keys.values()].flat().length;
  const { outcomes, intents, ends } = await loadRunState(journalPath);
  const good = [...outcomes.values()].filter(({ status }) => status === "changed" || status === "unchanged").length;
  if (good !== keys || intents.size < good || ends?.ended !== "complete")
    problems.push(
      `the journal has ${good} outcomes and ${intents.size} intents of ${keys}, and ended ${ends?.ended} ${JSON.stringify(ends?.stopped?.map(({ message }) => message) ?? [])}`,
    );
  const { problem } = await verifyRun(folder);
  if (problem !== undefined) problems.push(problem);
  // Over three seconds, because a busy machine delays calls.
  const most = mostWithin(world, 3_000);
  if (most > 3 * QUOTA + 3) problems.push(`${most} writes to one account in three seconds`);
  return problems;
}

function mostWithin(world: WorkerWorld, milliseconds: number): number {
  let most = 0;
  for (const account of world.keys.keys()) {
    const times = world.writes(account).map(({ at }) => at);
    for (const [index, at] of times.entries()) {
      let end = index;
      while (end < times.length && (times[end] ?? 0) < at + milliseconds) end += 1;
      most = Math.max(most, end - index);
    }
  }
  return most;
}

function measure(world: WorkerWorld, killedAt: readonly number[]): Omit<WorkerRound, "problems" | "cloudPause"> {
  const all = world.writes().map(({ at }) => at);
  let longestGap = 0;
  for (const account of world.keys.keys()) {
    const times = world.writes(account).map(({ at }) => at);
    for (const killed of killedAt) {
      const before = times.findLast((at) => at <= killed);
      const after = times.find((at) => at > killed);
      if (before !== undefined && after !== undefined) longestGap = Math.max(longestGap, after - killed);
    }
  }
  return {
    seconds: ((all.at(-1) ?? 0) - (all[0] ?? 0)) / 1_000,
    longestGap: longestGap / 1_000,
    mostInSecond: mostWithin(world, 1_000),
  };
}

function start(world: WorkerWorld, line: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...line], {
    cwd: world.directory,
    env: { PATH: process.env["PATH"] ?? "", ...world.environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Resolves when a worker applies runs. */
function ready(worker: ChildProcess): Promise<void> {
  const { stderr } = worker;
  if (stderr === null) throw new TypeError("The messages of the worker are not read.");
  const lines = createInterface({ input: stderr });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      if (process.env["CROSSTAG_SHOW"] !== undefined) process.stderr.write(`${line}\n`);
      if (line.includes("applies runs")) resolve();
    });
    worker.once("exit", (code) => reject(new Error(`A worker ended before it was ready, with ${code}.`)));
  });
}

async function command(world: WorkerWorld, line: readonly string[]): Promise<void> {
  await once(start(world, line), "exit");
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  // A worker that does not stop must not stop the test.
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
