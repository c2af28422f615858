import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds } from "@crosstag/local-clouds";
import { listRuns, verifyRun } from "@crosstag/core/node";
import {
  approvePlan,
  followRun,
  getRun,
  makePlan,
  readPlanEntries,
  readRunOutcomes,
  startRun,
  undoRun,
  type OperationDefinition,
} from "@crosstag/operations";
import { expect, onTestFinished, test } from "vitest";
import { runCrosstag } from "../cli/run-crosstag.ts";
import type { z } from "zod";
import { parseEvents, requestOf } from "../../packages/service/test/operation-request.ts";

/** Built before the tests, as the other programs there. */
const PROGRAM = join(import.meta.dirname, "../faults/dist/faults/serve-program.js");

type RunEvent = z.output<(typeof followRun)["output"]>;

interface SeenEvent {
  readonly id: string;
  readonly data: RunEvent;
}

interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(
  stateFolder: string,
  clouds: object,
  environment: Record<string, string>,
): Promise<ServiceProcess> {
  const child = fork(PROGRAM, [stateFolder, JSON.stringify(clouds)], {
    execArgv: [],
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [url] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error("The service ended."))),
  ]);
  return { child, url: String(url) };
}

async function send({ url }: ServiceProcess, definition: OperationDefinition, input: object, lastEventId?: string) {
  const { path, init } = requestOf(
    definition,
    input,
    lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId },
  );
  const response = await fetch(`${url}${path}`, init);
  if (!definition.statuses.includes(response.status)) throw new Error(await response.text());
  return response;
}

async function call<Definition extends OperationDefinition>(
  service: ServiceProcess,
  definition: Definition,
  input: object,
): Promise<z.output<Definition["output"]>> {
  const response = await send(service, definition, input);
  return definition.output.parse(await response.json()) as z.output<Definition["output"]>;
}

async function lines(service: ServiceProcess, definition: OperationDefinition, input: object): Promise<number> {
  const text = await (await send(service, definition, input)).text();
  const all = text.split("\n").filter((line) => line !== "");
  for (const line of all) definition.output.parse(JSON.parse(line));
  return all.length;
}

/** Reads events as they come, until the stream ends or breaks. @param onEvent called with each */
async function follow(response: Response, onEvent: (event: SeenEvent) => void): Promise<void> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf("\n\n") + 2;
      if (end < 2) continue;
      for (const { id, data } of parseEvents(text.slice(0, end)))
        onEvent({ id, data: followRun.output.parse(JSON.parse(data)) });
      text = text.slice(end);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

test("a plan is made, read, approved and applied; the service is killed and started again; the run is followed from where its reader was, and undone", async () => {
  const clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    tencent: { quotas: "off" },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-story-"));
  onTestFinished(async () => {
    await clouds.close();
    await rm(stateFolder, { recursive: true });
  });
  const { aws, alibaba, tencent } = clouds;
  const keys = Array.from({ length: 6 }, () => aws.keys.createKey({ tags: { team: "a" } }));
  alibaba.keys.addMany(4, { tags: { team: "a" } });
  tencent.keys.createKey({ tags: { team: "a" } });
  const staged = () => keys.filter(({ arn }) => aws.keys.describe(arn).tags["stage"] === "test").length;
  const configuration = {
    aws: { provider: "aws", endpoint: aws.endpoint, region: aws.region },
    alibaba: { provider: "alibaba", endpoint: alibaba.endpoint, region: alibaba.region },
    tencent: { provider: "tencent", endpoint: tencent.endpoint, region: tencent.region },
  };
  const open = () => start(stateFolder, configuration, clouds.environment());

  const first = await open();
  const desired = { version: 1, statements: [{ select: { tags: { team: "a" } }, set: { stage: "test" } }] };
  const { plan, summary } = await call(first, makePlan, {
    source: { from: "desired-state", desired },
    title: "Stages",
  });
  expect(summary).toMatchObject({ changes: 11, tagsAdded: 11 });
  expect(await lines(first, readPlanEntries, { plan })).toBe(11);
  await call(first, approvePlan, { plan, decision: "approved", by: "Zoe" });

  // Two keys are tagged, and the calls for the others never end.
  aws.faults.add({ kind: "delay", delayMs: 3_600_000, operation: "TagResource", after: 2 });
  const { run = "" } = await call(first, startRun, { plan });
  const seen: SeenEvent[] = [];
  const broken = follow(await send(first, followRun, { run }), (event) => {
    seen.push(event);
    if (staged() === 2 && event.data.type === "outcome") first.child.kill("SIGKILL");
  });
  await broken;
  expect(seen.map(({ data }) => data.type)).not.toContain("ended");
  expect(staged()).toBe(2);
  aws.faults.clear();

  const second = await open();
  const before = seen.length;
  await follow(await send(second, followRun, { run }, seen.at(-1)?.id), (event) => seen.push(event));
  const whole: SeenEvent[] = [];
  await follow(await send(second, followRun, { run }), (event) => whole.push(event));
  const told = (events: readonly SeenEvent[]) => events.filter(({ data }) => data.type !== "progress");
  expect(told(seen)).toEqual(told(whole));
  expect(told(seen).length).toBeGreaterThan(told(seen.slice(0, before)).length);
  expect(told(seen).map(({ data }) => data.type)).toContain("resumed");
  expect(told(seen).at(-1)?.data).toMatchObject({ type: "ended", ended: "complete", counts: { changed: 11 } });
  expect(staged()).toBe(6);
  expect(await call(second, getRun, { run })).toMatchObject({ state: "ended", startedBy: "deployer" });
  expect(await lines(second, readRunOutcomes, { run })).toBe(11);

  const undone = await call(second, undoRun, { run });
  expect(undone).toMatchObject({ undoes: run, planned: { changes: 11 } });
  await follow(await send(second, followRun, { run: undone.run ?? "" }), () => {});
  expect(staged()).toBe(0);

  // The command works on the same runs.
  const root = join(stateFolder, "runs");
  const shown = await runCrosstag(["runs", "show", run, "--journal", root]);
  expect(shown.stdout).toContain(" by deployer: complete.");
  expect(await listRuns(root)).toMatchObject([
    { id: undone.run, ended: "complete" },
    { id: run, by: "deployer" },
  ]);
  const verified = await verifyRun(join(root, run));
  expect([verified.problem, verified.byType.resume]).toEqual([undefined, 1]);
});
