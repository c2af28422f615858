import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { approvePlan, makePlan, startRun, type OperationDefinition } from "@crosstag/operations";
import { expect, onTestFinished, test } from "vitest";
import { runService, type RunningService } from "../src/index.ts";
import { requestOf } from "./operation-request.ts";
import { heldCloud } from "./work-scene.ts";

async function post({ url }: RunningService, definition: OperationDefinition, input: object) {
  const { path, init } = requestOf(definition, input);
  return (await (await fetch(`${url}${path}`, init)).json()) as { readonly plan: string; readonly run: string };
}

test("a service that ends stops its runs in order, continues them on the next start, and says so in log and metrics", async () => {
  const held = heldCloud();
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-run-service-"));
  onTestFinished(() => rm(stateFolder, { recursive: true }));
  for (let count = 0; count < 5; count += 1) held.cloud.scene.create("key", { tags: { team: "a" } });
  const log: { readonly event?: string; readonly run?: string }[] = [];
  const over = new AbortController();
  let isSecond = false;
  const start = () =>
    runService({
      openClouds: async (onEvent) => {
        const crosstag = await held.open({ onEvent });
        return { crosstag, close: () => crosstag.close() };
      },
      access: "open",
      stateFolder,
      port: 0,
      writeLog: (line) => log.push(JSON.parse(line) as object),
      onNote: ({ type }) => type === "ended" && isSecond && over.abort(),
    });
  const first = await start();
  const desired = { version: 1, statements: [{ select: {}, set: { stage: "test" } }] };
  const { plan } = await post(first, makePlan, { source: { from: "desired-state", desired } });
  await post(first, approvePlan, { plan, decision: "approved", by: "Zoe" });
  const { release, waiting } = held.hold();
  const { run } = await post(first, startRun, { plan, canary: 2 });
  await waiting;
  // A reader of the run does not keep the service from ending, and comes back later.
  const stream = await fetch(`${first.url}/v1/runs/${run}/events`);
  const closed = first.close({ drainMs: 60_000 });
  release();
  await closed;
  expect(await stream.text()).toContain('"detail":"The service is stopping."');

  isSecond = true;
  const isOver = once(over.signal, "abort");
  const second = await start();
  await isOver;
  const metrics = await (await fetch(`${second.url}/metrics`)).text();
  expect(metrics).toContain('crosstag_runs{state="ended"} 1');
  await second.close();
  const events = log.filter(({ event }) => event !== undefined);
  expect(events).toMatchObject([
    { event: "run-ended", run, ended: "interrupted" },
    { event: "run-continues", run, caller: expect.any(String) as unknown },
    { event: "run-ended", run, ended: "complete", counts: { changed: 5 } },
  ]);
});
