import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit, resultOf } from "./run-crosstag.ts";
import type { Subprocess } from "nano-spawn";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Waits for something to be so, without a clock; gives up when the command ends before. */
async function until(condition: () => boolean, subprocess: Subprocess): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  subprocess.then(end, end);
  while (!condition()) {
    if (ended) throw new Error("The command ended before.", { cause: await resultOf(subprocess) });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("SIGINT ends the request, tells what was done, and exits with 130", async () => {
  const { alibaba } = scene.clouds;
  const done = alibaba.keys.createKey();
  const waiting = alibaba.secrets.createSecret("waiting");
  alibaba.faults.add({ kind: "delay", delayMs: 600_000, resource: "waiting" });
  const subprocess = scene.start([
    "tag",
    done.arn,
    waiting.arn,
    "--set",
    "team=payments",
    "--no-read-first",
    "--output",
    "json",
  ]);
  const child = await subprocess.nodeChildProcess;
  await until(
    () =>
      alibaba.requests.entries.filter(({ operation }) => operation === "TagResources").length === 2 &&
      alibaba.keys.tagsOf(done.arn)["team"] !== undefined,
    subprocess,
  );
  // The answer for the first key is on its way; the command says "done" of what it knows to be done only.
  child.kill("SIGINT");
  const result = await resultOf(subprocess);
  expectExit(result, 130);
  const { outcomes } = JSON.parse(result.stdout) as { outcomes: { resource: string; status: string }[] };
  expect(outcomes.map(({ resource }) => resource)).toEqual([done.arn, waiting.arn]);
  expect(outcomes[1]?.status).toBe("unknown");
  alibaba.faults.clear();
});

test("local runs both clouds until it is stopped, and prints what the command needs to find them", async () => {
  const clouds = scene.start(["local", "--keys", "3", "--output", "jsonl"]);
  const child = await clouds.nodeChildProcess;
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer | string];
  const environment = JSON.parse(chunk.toString()) as Record<string, string>;
  const listed = await scene.run(["list", "--output", "json"], { environment });
  expectExit(listed, 0);
  expect((JSON.parse(listed.stdout) as { resources: unknown[] }).resources).toHaveLength(6);
  child.kill("SIGINT");
  const result = await resultOf(clouds);
  expectExit(result, 0);
  expect(result.stderr).toContain("Ctrl-C stops the clouds");
});

test("local refuses a seed that it does not understand, and a port that is taken", async () => {
  const { port } = new URL(scene.clouds.aws.endpoint);
  expect(await scene.run(["local", "--aws-port", port])).toMatchObject({
    exitCode: 64,
    stdout: "",
    stderr: expect.stringContaining("A port is in use already.") as string,
  });
  const seeded = await scene.run(["local", "--seed", "-"], { input: "alibaba: { kyes: [] }" });
  expect(seeded).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("seed.alibaba.kyes") as string });
});
