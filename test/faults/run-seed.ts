import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type PlannedResourceChange } from "@crosstag/core";
import type { CloudSettings } from "@crosstag/core/driver";
import { createRun, loadRunState, verifyRun, writePlanFile, type PlanFile } from "@crosstag/core/node";
import { seededRandom } from "@crosstag/core/testing";
import { localAlibabaCredentials, localAwsCredentials } from "@crosstag/local-clouds";
import { addFaults } from "./add-faults.ts";
import { checkJournal } from "./check-journal.ts";
import { checkRun } from "./check-run.ts";
import { checkUndo } from "./check-undo.ts";
import { runAndKill, runToEnd } from "./child-parts.ts";
import { startCompetingTagger } from "./competing-tagger.ts";
import { ENGINE, type RunPart } from "./run-part-message.ts";
import { LAG_MS, openWorld, type World } from "./seeded-world.ts";
import { watchWorld } from "./watch-world.ts";

export interface SeedResult {
  readonly seed: number;
  readonly resources: number;
  readonly kills: number;
  readonly meddled: number;
  readonly requests: number;
  /** Empty where everything is as it should be. */
  readonly problems: readonly string[];
}

/** One run over both clouds, with everything going wrong that can, killed and resumed, checked, and taken back. */
export async function runSeed(seed: number): Promise<SeedResult> {
  const draw = seededRandom(seed);
  const world = await openWorld(draw);
  const folder = await mkdtemp(join(tmpdir(), "crosstag-faults-"));
  const settings = settingsOf(world);
  const crosstag = createCrosstag(
    await Promise.all([createAwsKmsDriver(settings.aws), createAlibabaKmsDriver(settings.alibaba)]),
    ENGINE,
  );
  try {
    const draft = crosstag.planTags({ desired: world.desired, lookAtStates: "never" });
    const plan = await writePlanFile(join(folder, "plan.json"), draft.entries, () => draft.complete());
    const planned = await changesOf(plan);
    const lost = world.loseSome();
    const run = await createRun(join(folder, "runs"), plan);
    const part: RunPart = { planPath: run.planPath, journalPath: run.journalPath, ...settings };

    addFaults(world.clouds, draw);
    const problems: string[] = [];
    const tagger = startCompetingTagger(world.resources, planned, draw);
    const watch = watchWorld(world, planned, tagger.meddled);
    const kills = Math.floor(draw() * 4);
    for (let kill = 0; kill < kills; kill += 1) {
      await runAndKill(part, draw);
      problems.push(...(await checkJournal(run.folder, "after a kill")));
    }
    const ended = await runToEnd(part);
    tagger.stop();
    watch.stop();
    if (ended !== "complete") problems.push(`the last part ended with ${ended}`);
    world.clouds.aws.faults.clear();
    world.clouds.alibaba.faults.clear();

    problems.push(...watch.problems, ...(await checkJournal(run.folder, "in the end")));
    const { problem } = await verifyRun(run.folder);
    if (problem === undefined) {
      const state = await loadRunState(run.journalPath);
      const facts = { world, planned, lost, tagger, state };
      problems.push(...(await checkRun(facts, run.journalPath)), ...(await checkUndo(facts, crosstag, LAG_MS)));
    }
    const requests = world.clouds.aws.requests.count() + world.clouds.alibaba.requests.count();
    return { seed, resources: planned.size, kills, meddled: tagger.meddled.size, requests, problems };
  } finally {
    await close(crosstag, world, folder);
  }
}

async function close(crosstag: Crosstag, { clouds }: World, folder: string): Promise<void> {
  await crosstag.close();
  await clouds.close();
  await rm(folder, { recursive: true, force: true });
}

function settingsOf({ clouds: { aws, alibaba } }: World): {
  readonly aws: CloudSettings;
  readonly alibaba: CloudSettings;
} {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: localAwsCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAwsCredentials.secretAccessKey,
    ALIBABA_CLOUD_ACCESS_KEY_ID: localAlibabaCredentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: localAlibabaCredentials.accessKeySecret,
  });
  return {
    aws: { endpoint: aws.endpoint, region: aws.region, account: aws.account },
    alibaba: { endpoint: alibaba.endpoint, region: alibaba.region, account: alibaba.account },
  };
}

async function changesOf(plan: PlanFile): Promise<ReadonlyMap<string, PlannedResourceChange>> {
  const changes = new Map<string, PlannedResourceChange>();
  for await (const entry of plan.entries()) if (entry.action === "change") changes.set(entry.reference, entry);
  return changes;
}
