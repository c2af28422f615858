import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Crosstag, PlannedResourceChange } from "@crosstag/core";
import { createRun, loadRunState, verifyRun, writePlanFile, type PlanFile } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { localAlibabaCredentials, localAwsCredentials, localTencentCredentials } from "@crosstag/local-clouds";
import { addFaults } from "./add-faults.ts";
import { checkJournal, tearJournal } from "./check-journal.ts";
import { checkOutcomes } from "./check-outcomes.ts";
import { checkUndo } from "./check-undo.ts";
import { startCompetingTagger } from "./competing-tagger.ts";
import { describeFacts } from "./describe-facts.ts";
import { EndingSessions } from "./ending-sessions.ts";
import { addLies } from "./lying-endpoints.ts";
import type { RunFacts } from "./run-facts.ts";
import { openCrosstag } from "./open-crosstag.ts";
import { resumeElsewhere, regionsOf } from "./other-account.ts";
import type { RunPart } from "./run-part-message.ts";
import { openRunProcess, runAndKill } from "./run-process.ts";
import { RunWatch } from "./run-watch.ts";
import type { Draw } from "./seeded-resources.ts";
import { everyCloud, openWorld, type Loss, type World } from "./seeded-world.ts";

export interface SeedResult {
  readonly seed: number;
  readonly resources: number;
  readonly kills: number;
  /** Sessions that ended, and were renewed. */
  readonly renewals: number;
  readonly overwritten: number;
  /** Kinds of answers that were not a cloud's. */
  readonly lies: readonly string[];
  readonly requests: number;
  /** By status. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Empty if everything is as expected. */
  readonly problems: readonly string[];
  /** What is known about the resources that the problems name, line by line. */
  readonly facts: readonly string[];
}

/** Gives the sessions of a seed separate random numbers. */
const ENDING_SESSIONS = 1_000_000;
/** Gives the false answers of a seed separate random numbers. */
const LIES = 2_000_000;
/** One seed of this many is also resumed with credentials of another account. */
const ELSEWHERE = 4;
/** One seed of this many has endpoints that lie until the last parts of the run. */
const LYING = 3;

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: localAwsCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localAwsCredentials.secretAccessKey,
  ALIBABA_CLOUD_ACCESS_KEY_ID: localAlibabaCredentials.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: localAlibabaCredentials.accessKeySecret,
  TENCENTCLOUD_SECRET_ID: localTencentCredentials.secretId,
  TENCENTCLOUD_SECRET_KEY: localTencentCredentials.secretKey,
};

/** About how long a run takes if it is not killed. */
const EXPECTED_MS = 800;
/** Share of the kills after which the end of the journal is cut off. */
const TEARING = 0.25;

/** One run over all clouds, with every fault, killed and resumed, checked, and undone. */
export async function runSeed(seed: number): Promise<SeedResult> {
  const draw = seededRandom(seed);
  const world = await openWorld(draw);
  const folder = await mkdtemp(join(tmpdir(), "crosstag-faults-"));
  Object.assign(process.env, CREDENTIALS);
  const clouds = regionsOf(world.clouds);
  const crosstag = await openCrosstag(clouds);
  const runProcess = await openRunProcess();
  try {
    const initial = new Map(world.resources.map(({ arn, tags }) => [arn, tags()]));
    const draft = crosstag.planTags({ desired: world.desired, describeStates: "never" });
    const plan = await writePlanFile(join(folder, "plan.json"), draft.entries, () => draft.complete());
    const planned = await changesOf(plan);
    const losses = world.loseSome();
    const runsFolder = join(folder, "runs");
    const run = await createRun(runsFolder, plan);
    const part: RunPart = { planPath: run.planPath, journalPath: run.journalPath, clouds };

    addFaults(world.clouds, draw);
    const sessions = new EndingSessions(world, seededRandom(seed + ENDING_SESSIONS));
    const lies = seed % LYING === 0 ? addLies(world.clouds, seededRandom(seed + LIES)) : undefined;
    let environment = sessions.renew();
    const problems: string[] = [];
    const watch = new RunWatch(world, { planned, journalPath: run.journalPath });
    const tagger = startCompetingTagger(world, planned, draw);
    const stopLosing = loseLater(world, losses, draw);
    const moments: string[] = [];
    let kills = 0;
    for (let more = Math.floor(draw() * 4); more > 0; more -= 1) {
      const { moment, wasKilled } = await runAndKill({ ...part, environment }, EXPECTED_MS, draw);
      moments.push(`${moment}${wasKilled ? "" : ", which was too late"}`);
      const isTorn = draw() < TEARING;
      if (isTorn) await tearJournal(run, draw);
      if (wasKilled) kills += 1;
      for (const problem of await checkJournal(run, isTorn)) problems.push(`killed ${moment}: ${problem}`);
    }
    if (seed % ELSEWHERE === 0) problems.push(...(await resumeElsewhere(part, runProcess)));
    if (lies !== undefined) {
      // The part may stop if an answer is not credible. Its outcomes are still compared with the clouds below.
      await runProcess.run({ ...part, environment });
      lies.stop();
    }
    let ended = await runProcess.run({ ...part, environment });
    for (let more = 20; ended === "credentials" && more > 0; more -= 1) {
      environment = sessions.renew();
      ended = await runProcess.run({ ...part, environment });
    }
    tagger.stop();
    stopLosing();
    if (ended !== "complete") problems.push(`the last part ended with ${ended}`);
    for (const { faults } of everyCloud(world.clouds)) faults.clear();

    const { problem } = await verifyRun(run.folder);
    let facts: RunFacts | undefined;
    if (problem !== undefined) problems.push(`after the run the journal is damaged: ${problem}`);
    else {
      facts = { world, initial, planned, losses, tagger, state: await loadRunState(run.journalPath) };
      problems.push(...checkOutcomes(facts), ...(await checkUndo(facts, crosstag, runsFolder, watch)));
    }
    problems.push(...watch.problems);
    const requests = everyCloud(world.clouds).reduce((sum, cloud) => sum + cloud.requests.count(), 0);
    return {
      seed,
      resources: planned.size,
      kills,
      renewals: sessions.renewals,
      overwritten: tagger.overwritten.size,
      lies: [...(lies?.kinds ?? [])],
      requests,
      outcomes: { ...facts?.state.ends?.counts },
      problems,
      facts: facts === undefined ? moments : await describeFacts(facts, moments, run.journalPath, problems),
    };
  } finally {
    await runProcess[Symbol.asyncDispose]();
    await close(crosstag, world, folder);
  }
}

/** Another program schedules the deletion of keys during the run. */
function loseLater({ resources }: World, losses: Map<string, Loss>, draw: Draw): () => void {
  const timers = resources
    .filter(({ arn, scheduleDeletion }) => scheduleDeletion !== undefined && !losses.has(arn) && draw() < 0.03)
    .map(({ arn, scheduleDeletion }) =>
      setTimeout(() => {
        losses.set(arn, "pending-deletion-later");
        scheduleDeletion?.();
      }, draw() * 1_500),
    );
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}

async function close(crosstag: Crosstag, { clouds }: World, folder: string): Promise<void> {
  await crosstag.close();
  await clouds.close();
  await rm(folder, { recursive: true, force: true });
}

async function changesOf(plan: PlanFile): Promise<ReadonlyMap<string, PlannedResourceChange>> {
  const changes = new Map<string, PlannedResourceChange>();
  for await (const entry of plan.entries()) if (entry.action === "change") changes.set(entry.reference, entry);
  return changes;
}
