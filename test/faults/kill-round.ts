import { listRuns, verifyRun } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { runCommand, type CommandEnd } from "./kill-command.ts";
import { openKillWorld, type KillWorld } from "./kill-world.ts";
import type { Draw } from "./seeded-world.ts";

export interface KillRound {
  /** Of `apply`, `resume` and `undo`. */
  readonly kills: Readonly<Record<string, number>>;
  /** Kills that came within 5 ms of the command's start, or of its first work on its files. */
  readonly early: number;
  /** Commands that came to their end before. */
  readonly tooLate: number;
  /** Kills after which nothing had been sent, and the run had no journal yet. */
  readonly notBegun: number;
  readonly problems: readonly string[];
}

const NOT_BEGUN = /There is no run in|has no journal/;
/**
 * Applies a plan and takes it back by the command line, killed again and again: whatever the moment, `resume latest` goes
 * on, or says that nothing has begun.
 * @param killsEach kills of the apply, and of the undo, with the resumes that follow
 */
export async function runKillRound(seed: number, killsEach = 5): Promise<KillRound> {
  const draw = seededRandom(seed);
  const world = await openKillWorld();
  const tally = {
    kills: { apply: 0, resume: 0, undo: 0 } as Record<string, number>,
    early: 0,
    tooLate: 0,
    notBegun: 0,
  };
  const problems: string[] = [];
  try {
    const planned = await runPlan(world);
    if (planned !== "") return { ...tally, problems: [planned] };
    problems.push(...(await killAndGoOn(world, ["apply", "plan.json"], killsEach, draw, tally)));
    const [applied] = await listRuns(world.root);
    if (world.wrong("planned") > 0) problems.push(`after apply ${world.wrong("planned")} keys are not as planned`);
    if (applied === undefined || problems.length > 0) return { ...tally, problems };
    problems.push(...(await killAndGoOn(world, ["undo", applied.id, "--yes"], killsEach, draw, tally)));
    if (world.wrong("before") > 0) problems.push(`after undo ${world.wrong("before")} keys are not as before`);
    for (const { id, folder, startedAt, active } of await listRuns(world.root)) {
      if (active) problems.push(`${id} is called running`);
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

/** Kills a command and what goes on with it, then has it come to its end. */
async function killAndGoOn(
  world: KillWorld,
  first: readonly string[],
  killsEach: number,
  draw: Draw,
  tally: { kills: Record<string, number>; early: number; tooLate: number; notBegun: number },
): Promise<readonly string[]> {
  const [name = ""] = first;
  const runs = async () => (await listRuns(world.root)).map(({ id }) => id);
  const known = new Set(await runs());
  const moments: string[] = [];
  let left = killsEach;
  for (let tries = 0; tries < 40; tries += 1) {
    // Only a run of its own is gone on with.
    const hasOwn = (await runs()).some((id) => !known.has(id));
    const commandLine = hasOwn ? ["resume", "latest"] : first;
    const end: CommandEnd = await runCommand(commandLine, world, left > 0 ? draw : undefined);
    const [command = ""] = commandLine;
    if (end.moment !== "")
      moments.push(`${command} killed ${end.moment}${end.wasKilled ? "" : ", which was too late"}`);
    if (end.wasKilled) {
      left -= 1;
      tally.kills[command] = (tally.kills[command] ?? 0) + 1;
      if (Number.parseFloat(end.moment) <= 5 && !end.moment.endsWith("write")) tally.early += 1;
      continue;
    }
    if (end.code === 0) {
      if (left > 0) tally.tooLate += 1;
      return [];
    }
    if (hasOwn && NOT_BEGUN.test(end.stderr)) {
      tally.notBegun += 1;
      for (const id of await runs()) known.add(id);
      continue;
    }
    return [`${command} ended with ${end.code}: ${end.stderr.trim()} (${moments.join("; ")})`];
  }
  return [`${name} came to no end (${moments.join("; ")})`];
}
