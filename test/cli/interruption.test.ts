import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseConfiguration } from "@crosstag/config";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit, PROGRAM, resultOf } from "./run-crosstag.ts";
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

test("SIGINT ends the request, reports what was done, and exits with 130", async () => {
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
  child.kill("SIGTERM");
  const result = await resultOf(clouds);
  expectExit(result, 0);
  expect(result.stderr).toContain("Ctrl-C stops the clouds");
  expect(result.stderr).toContain("The local clouds are stopping (SIGTERM).");
});

test("local runs an organization, and prints the configuration for it", async () => {
  const clouds = scene.start(["local", "--accounts", "3", "--keys", "2", "--secrets", "1", "--output", "jsonl"]);
  const child = await clouds.nodeChildProcess;
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer | string];
  const environment = JSON.parse(chunk.toString()) as Record<string, string>;
  const endpoint = environment["AWS_ENDPOINT_URL_KMS"];
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL_STS: endpoint,
    AWS_ENDPOINT_URL_ORGANIZATIONS: endpoint,
    AWS_ENDPOINT_URL_ACCOUNT: endpoint,
    AWS_ENDPOINT_URL_SERVICE_QUOTAS: endpoint,
  });
  child.kill("SIGINT");
  const { stderr } = await resultOf(clouds);
  const yaml = /use this crosstag\.yaml:\n\n(clouds:\n(?: .*\n)+)/.exec(stderr)?.[1] ?? "";
  expect(parseConfiguration(yaml, "crosstag.yaml").clouds).toMatchObject({
    "local-aws": { provider: "aws", endpoint, kinds: ["key", "secret"], organization: {}, regions: ["us-east-1"] },
    "local-alibaba": { provider: "alibaba", endpoints: { "cn-hangzhou": environment["CROSSTAG_ALIBABA_ENDPOINT"] } },
  });
});

test("local runs the given cloud and regions", async () => {
  const clouds = scene.start(["local", "--region", "eu-central-1,eu-west-1", "--output", "jsonl"]);
  const child = await clouds.nodeChildProcess;
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer | string];
  const environment = JSON.parse(chunk.toString()) as Record<string, string>;
  expect(environment).toMatchObject({ AWS_REGION: "eu-central-1", ALIBABA_CLOUD_REGION_ID: "eu-central-1" });
  for (const region of ["eu-central-1", "eu-west-1"]) {
    expectExit(await scene.run(["list", "--cloud", "aws", "--region", region], { environment }), 0);
  }
  child.kill("SIGINT");
  const { stderr } = await resultOf(clouds);
  expect(stderr).toMatch(
    /the variables name the endpoint of eu-central-1\. The others: eu-west-1 at http:\/\/127\.0\.0\.1:\d+\./,
  );

  const one = scene.start(["local", "--cloud", "alibaba", "--region", "cn-shanghai", "--output", "jsonl"]);
  const process = await one.nodeChildProcess;
  const [line] = (await once(process.stdout ?? process, "data")) as [Buffer | string];
  process.kill("SIGINT");
  expect(Object.keys(JSON.parse(line.toString()) as object)).toEqual([
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_REGION_ID",
    "CROSSTAG_ALIBABA_ENDPOINT",
  ]);
  expect((await resultOf(one)).stderr).toContain("Alibaba Cloud KMS is running on this machine.");
});

test.each([
  [["--region", "US East"], '"US East" is not the id of a region.'],
  [["--cloud", "azure"], '"azure" is not a local cloud.'],
  [["--profile", "mine"], "--profile cannot be used with `crosstag local`"],
  [["--endpoint", "http://127.0.0.1:1"], "--endpoint cannot be used with `crosstag local`"],
])("local refuses %j", async (options, text) => {
  expect(await scene.run(["local", ...options])).toMatchObject({
    exitCode: 64,
    stdout: "",
    stderr: expect.stringContaining(text) as string,
  });
});

test("local refuses a seed that it does not understand, and a port that is taken", async () => {
  const { port } = new URL(scene.clouds.aws.endpoint);
  expect(await scene.run(["local", "--aws-port", port])).toMatchObject({
    exitCode: 64,
    stdout: "",
    stderr: expect.stringContaining(" is already in use.\n  Choose another port") as string,
  });
  const seeded = await scene.run(["local", "--seed", "-"], { input: "alibaba: { kyes: [] }" });
  expect(seeded).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("seed.alibaba.kyes") as string });
});

/** A pipe that is full has a reader once more goes in. */
const MORE_THAN_A_PIPE_HOLDS = "# \n".repeat(100_000);

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("one %s ends a command that waits for its input", async (name) => {
  const child = spawn(process.execPath, [...PROGRAM, "tag", "--resources", "-", "--set", "a=1"], {
    stdio: ["pipe", "ignore", "ignore"],
    env: { ...scene.environment, PATH: process.env["PATH"] },
  });
  const ended = once(child, "exit");
  await new Promise((resolve) => child.stdin.write(MORE_THAN_A_PIPE_HOLDS, resolve));
  child.kill(name);
  expect(await ended).toEqual([130, null]);
});

test("a command that waits for a named pipe reads it, and ends on the first signal", async () => {
  const pipe = join(scene.directory, "pipe");
  await promisify(execFile)("mkfifo", [pipe]);
  const start = () =>
    spawn(process.execPath, [...PROGRAM, "validate", "--for", "aws", `@${pipe}`], {
      stdio: "ignore",
      env: { PATH: process.env["PATH"] },
    });
  const reading = start();
  const read = once(reading, "exit");
  const writer = await open(pipe, "w");
  await writer.writeFile('{ "team": "payments" }');
  await writer.close();
  expect(await read).toEqual([0, null]);

  const waiting = start();
  const ended = once(waiting, "exit");
  const other = await open(pipe, "w");
  waiting.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  await other.close();
});
