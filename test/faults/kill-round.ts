import { listRuns, verifyRun } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { runCommand, type CommandEnd } from "./kill-command.ts";
import { openKillWorld, type KillWorld } from "./kill-world.ts";
import type { Draw } from "./seeded-resources.ts";

export interface KillRound {
  /** Of `apply`, `resume` and `undo`. */
  readonly kills: Readonly<Record<string, number>>;
  /** Kills within 5 ms of the command's start, or of its first file access. */
  readonly early: number;
  /** Commands that ended before. */
  readonly tooLate: number;
  /** Kills before anything was sent and before the run had a journal. */
  readonly notBegun: number;
  /** Runs that two processes resumed at the same time after a kill. */
  readonly rivals: number;
  /** Commands that tried to resume or undo a run, or to apply its plan, while it was running. */
  readonly intruders: number;
  readonly problems: readonly string[];
}

type Tally = { -readonly [Count in Exclude<keyof KillRound, "problems">]: KillRound[Count] } & {
  readonly kills: Record<string, number>;
};

/** Share of the resumes that two processes try at the same time. */
const RIVALRY = 0.3;
/** Share of the intruders that are also killed. */
const KILLED_INTRUDERS = 0.5;

/**
 * Applies a plan and undoes it with the command, killed repeatedly. At any moment, `resume latest` continues the run or
 * reports that it has not started. @param killsEach kills of the apply, and of the undo, with the resumes that follow
 */
export async function runKillRound(seed: number, killsEach = 5): Promise<KillRound> {
  const draw = seededRandom(seed);
  const world = await openKillWorld();
  const tally: Tally = {
    kills: { apply: 0, resume: 0, undo: 0 },
    early: 0,
    tooLate: 0,
    notBegun: 0,
    rivals: 0,
    intruders: 0,
  };
  const problems: string[] = [];
  try {
    const planned = await runPlan(world);
    if (planned !== "") return { ...tally, problems: [planned] };
    problems.push(...(await killAndResume(world, ["apply", "plan.json"], killsEach, draw, tally)));
    // An intruder that was killed as it began leaves a newer folder without a journal.
    const applied = (await listRuns(world.root)).find(({ startedAt }) => startedAt !== undefined);
    if (world.wrong("planned") > 0) problems.push(`after apply ${world.wrong("planned")} keys are not as planned`);
    if (applied === undefined || problems.length > 0) return { ...tally, problems };
    problems.push(...(await killAndResume(world, ["undo", applied.id, "--yes"], killsEach, draw, tally)));
    if (world.wrong("before") > 0) problems.push(`after undo ${world.wrong("before")} keys are not as before`);
    for (const { id, folder, startedAt, active } of await listRuns(world.root)) {
      if (active) problems.push(`${id} is reported as running`);
      const { problem } = startedAt === undefined ? {} : await verifyRun(folder);
      if (problem !== undefined) problems.push(`${id}: ${problem}`);
    }
    return { ...tally, problems };
  } finally {
    await world.close();
  }
}

async function runPlan(world: KillWorld): Promise<string> {
  const { code, stderr } = await runCommand(["plan", "--out", "plan.json"], world);
  return code === 0 ? "" : `plan ended with ${code}: ${stderr}`;
}

/** Kills a command and the commands that resume it, then lets it finish while others try to take over its run. */
async function killAndResume(
  world: KillWorld,
  first: readonly string[],
  killsEach: number,
  draw: Draw,
  tally: Tally,
): Promise<readonly string[]> {
  const runs = async () => (await listRuns(world.root)).map(({ id }) => id);
  const known = new Set(await runs());
  const moments: string[] = [];
  const problems: string[] = [];
  let left = killsEach;
  for (let tries = 0; tries < 40; tries += 1) {
    // Only its own run is resumed.
    const hasOwn = (await runs()).some((id) => !known.has(id));
    const commandLine = hasOwn ? ["resume", "latest"] : first;
    const [command = ""] = commandLine;
    const isLast = left <= 0;
    const whileStopped = async () => {
      problems.push(...(await intrude(world, first, draw, tally)));
    };
    const ends = await Promise.all(
      isLast
        ? [runCommand(commandLine, world, { whileStopped })]
        : // Several processes compete for the lock of a run whose process was killed.
          Array.from({ length: hasOwn && draw() < RIVALRY ? 2 : 1 }, () =>
            runCommand(commandLine, world, { kill: draw }),
          ),
    );
    if (ends.length > 1) tally.rivals += 1;
    for (const end of ends) {
      if (end.moment !== "")
        moments.push(`${command} killed ${end.moment}${end.wasKilled ? "" : ", which was too late"}`);
      if (!end.wasKilled) continue;
      left -= 1;
      tally.kills[command] = (tally.kills[command] ?? 0) + 1;
      if (Number.parseFloat(end.moment) <= 5 && !end.moment.endsWith("write")) tally.early += 1;
    }
    const wrong = ends.filter(
      (end) => !end.wasKilled && end.code !== 0 && !isNotBegun(end, hasOwn) && !(ends.length > 1 && isRefused(end)),
    );
    for (const { code, stderr } of wrong) problems.push(`${command} ended with ${code}: ${stderr.trim()}`);
    if (problems.length > 0) return problems.map((problem) => `${problem} (${moments.join("; ")})`);
    if (ends.some(({ code }) => code === 0)) {
      if (!isLast) tally.tooLate += 1;
      return [];
    }
    if (ends.some((end) => isNotBegun(end, hasOwn))) {
      tally.notBegun += 1;
      for (const id of await runs()) known.add(id);
    }
  }
  return [`${first[0]} did not end (${moments.join("; ")})`];
}

function isNotBegun({ stderr }: CommandEnd, hasOwn: boolean): boolean {
  return hasOwn && /There is no run in|has no journal|journal.jsonl is missing/.test(stderr);
}

/** During a run, other commands are refused, or killed while they try to take it over. */
async function intrude(
  world: KillWorld,
  first: readonly string[],
  draw: Draw,
  tally: Tally,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const commandLines = [["resume", "latest"], ["undo", "latest", "--yes"], ...(first[0] === "apply" ? [first] : [])];
  for (const commandLine of commandLines) {
    const end = await runCommand(commandLine, world, draw() < KILLED_INTRUDERS ? { kill: draw } : {});
    tally.intruders += 1;
    if (!end.wasKilled && !isRefused(end))
      problems.push(`${commandLine.join(" ")} into a running ${first[0]} ended with ${end.code}: ${end.stderr.trim()}`);
  }
  return problems;
}

function isRefused({ code, stderr }: CommandEnd): boolean {
  return code === 1 && /another process is writing to it|is still running|is applying this plan/.test(stderr);
}
