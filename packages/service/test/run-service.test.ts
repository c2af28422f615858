import { once } from "node:events";
import { copyFile, mkdtemp, open, rm, writeFile, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEvidenceJournal, type CutOffDeletion } from "@crosstag/core/node";
import { approvePlan, makePlan, startRun, tagResource, type OperationDefinition } from "@crosstag/operations";
import { expect, onTestFinished, test, vi } from "vitest";
import { runService, type CutOffWrite, type RunningService, type RunServiceOptions } from "../src/index.ts";
import { requestOf } from "./operation-request.ts";
import { heldCloud } from "./work-scene.ts";

async function post({ url }: RunningService, definition: OperationDefinition, input: object) {
  const { path, init } = requestOf(definition, input);
  return (await (await fetch(`${url}${path}`, init)).json()) as { readonly plan: string; readonly run: string };
}

/** Opens a held cloud for a service. */
function cloudsOf(held: ReturnType<typeof heldCloud>): RunServiceOptions["openClouds"] {
  return async (onEvent) => {
    const crosstag = await held.open({ onEvent });
    return { crosstag, close: () => crosstag.close() };
  };
}

/** A folder that the test removes. */
async function newFolder(name = "crosstag-run-service-"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), name));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("a service that ends stops its runs in order, continues them on the next start, and says so in log and metrics", async () => {
  const held = heldCloud();
  const stateFolder = await newFolder();
  for (let count = 0; count < 5; count += 1) held.cloud.scene.create("key", { tags: { team: "a" } });
  const log: { readonly event?: string; readonly run?: string }[] = [];
  const over = new AbortController();
  let isSecond = false;
  const start = () =>
    runService({
      openClouds: cloudsOf(held),
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

test("a write whose outcomes cannot be written down is answered as it is, and its operator hears of it", async () => {
  const held = heldCloud();
  const stateFolder = await newFolder();
  const key = held.cloud.scene.create("key");
  const log: unknown[] = [];
  const told = new AbortController();
  const service = await runService({
    openClouds: cloudsOf(held),
    access: "open",
    stateFolder,
    port: 0,
    writeLog: (line) => log.push(JSON.parse(line)),
    onUnrecorded: () => told.abort(),
  });
  onTestFinished(() => service.close());
  const { release, waiting } = held.hold();
  const { path, init } = requestOf(tagResource, { resources: [key], tags: { team: "a" } });
  const answer = fetch(`${service.url}${path}`, init);
  await waiting;
  // Another program takes the journal away between the intent and the outcomes.
  const journal = join(stateFolder, "writes.jsonl");
  await rm(`${journal}.lock`);
  await writeFile(journal, "not a journal");
  const unrecorded = once(told.signal, "abort");
  release();
  const { status } = await answer;
  await unrecorded;
  expect([status, held.cloud.truth.tagsOf(key)]).toEqual([200, { team: "a" }]);
  expect(log).toContainEqual(
    expect.objectContaining({
      level: "error",
      event: "write-unrecorded",
      caller: "local",
      code: "configuration",
      problem: expect.stringContaining(journal) as unknown,
    }),
  );
  expect(await (await fetch(`${service.url}/metrics`)).text()).toContain("crosstag_unrecorded_writes_total 1");
  const next = await fetch(`${service.url}${path}`, init);
  expect(next.status).toBe(500);
  expect(await next.text()).not.toContain(stateFolder);
});

test("records that cannot be flushed when the service ends are an error, also in the log", async () => {
  const held = heldCloud();
  const stateFolder = await newFolder();
  const key = held.cloud.scene.create("key");
  const log: unknown[] = [];
  const service = await runService({
    openClouds: cloudsOf(held),
    access: "open",
    stateFolder,
    port: 0,
    flushWrites: { flushWithinMs: 3_600_000 },
    writeLog: (line) => log.push(JSON.parse(line)),
  });
  await post(service, tagResource, { resources: [key], tags: { team: "a" } });
  const file = await open(join(stateFolder, "any"), "w");
  const flush = vi.spyOn(Object.getPrototypeOf(file) as FileHandle, "datasync");
  await file.close();
  flush.mockRejectedValue(Object.assign(new Error("bad"), { code: "EIO" }));
  const problem = expect.stringMatching(/writes\.jsonl.*EIO/) as unknown;
  await expect(service.close()).rejects.toMatchObject({ message: problem });
  flush.mockRestore();
  expect(log).toContainEqual(expect.objectContaining({ level: "error", event: "close-failed", problem }));
});

test("a process that ends in the middle of a write leaves it to the next one, which reports it once", async () => {
  const held = heldCloud();
  const [stateFolder, killed] = [await newFolder(), await newFolder("crosstag-killed-")];
  const keys = [held.cloud.scene.create("key"), held.cloud.scene.create("key")];
  const log: { readonly event?: string }[] = [];
  const cutOff: CutOffWrite[] = [];
  const deletions: CutOffDeletion[] = [];
  const start = (folder: string) =>
    runService({
      openClouds: cloudsOf(held),
      access: "open",
      stateFolder: folder,
      port: 0,
      writeLog: (line) => log.push(JSON.parse(line) as object),
      onCutOff: (writes) => cutOff.push(...writes),
      onCutOffDeletions: (found) => deletions.push(...found),
    });
  const first = await start(stateFolder);
  await post(first, tagResource, { resources: keys.slice(0, 1), tags: { team: "a" } });
  const { release, waiting } = held.hold();
  const answer = post(first, tagResource, { resources: keys, tags: { team: "b" } });
  await waiting;
  // What a process leaves that is killed now.
  await copyFile(join(stateFolder, "writes.jsonl"), join(killed, "writes.jsonl"));
  const evidence = await openEvidenceJournal(join(killed, "evidence", "delete-key-material.jsonl"));
  const intent = { operation: "delete-key-material", caller: "shop", reference: keys[0], materialId: "m-1" };
  for (const requestId of ["ended", "cut-off"]) await evidence.append({ ...intent, requestId, phase: "intent" });
  await evidence.append({ ...intent, requestId: "ended", phase: "outcome", outcome: "changed" });
  await evidence.close();
  release();
  await answer;
  await first.close();

  for (const folder of [stateFolder, killed, killed]) await (await start(folder)).close();
  const write = { by: { caller: "local", requestId: expect.any(String) as string }, resources: 2 };
  expect(cutOff).toEqual([{ ...write, at: expect.any(String) as string }]);
  expect(log.filter(({ event }) => event === "write-cut-off")).toMatchObject([
    { level: "error", ...cutOff[0]?.by, at: cutOff[0]?.at, resources: 2 },
  ]);
  expect(deletions).toEqual([
    {
      reference: keys[0],
      materialId: "m-1",
      caller: "shop",
      requestId: "cut-off",
      at: expect.any(String) as string,
    },
  ]);
  expect(log.filter(({ event }) => event === "deletion-cut-off")).toMatchObject([{ level: "error", ...deletions[0] }]);
});
