import type { FileHandle } from "node:fs/promises";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { startLocalClouds } from "@crosstag/local-clouds";
import { hashToken } from "@crosstag/service";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { describeCutOff } from "../src/commands/serve/describe-cut-off.ts";
import { runMain } from "./run-main.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-serve-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Starts the service as the command does, and stops it as an interruption does. */
async function serving(
  options: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  world: { readonly standardOutput?: Writable } = {},
) {
  const interruption = new AbortController();
  const standardError = new PassThrough({ highWaterMark: 1 << 26, encoding: "utf8" });
  let told = "";
  const listening = new Promise<string>((resolve) => {
    standardError.on("data", (text: string) => {
      told += text;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
  const ended = runMain(["serve", "--port", "0", "--state", "state", "--no-shared-quotas", ...options], {
    environment,
    workingDirectory: folder,
    signal: interruption.signal,
    standardError,
    ...world,
  });
  const url = await Promise.race([listening, ended.then(() => Promise.reject(new Error(told)))]);
  return {
    url,
    told: () => told,
    stop: async () => {
      interruption.abort();
      return ended;
    },
  };
}

test("callers of the access file are served until an interruption, and their writes are journaled", async () => {
  const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false });
  // The SDK reads credentials from the environment of the process.
  for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
  const key = clouds.aws.keys.createKey().arn;
  const token = `ct_${"a".repeat(43)}`;
  const access = { version: 1, tokens: [{ name: "shop", hash: hashToken(token), operations: ["tag-resource"] }] };
  await writeFile(join(folder, "crosstag-access.yaml"), JSON.stringify(access));
  const file = await open(join(folder, "any"), "w");
  const flush = vi.spyOn(Object.getPrototypeOf(file) as FileHandle, "datasync");
  await file.close();
  const service = await serving(["--flush-writes", "every-second"], process.env);
  const tag = async (headers: Readonly<Record<string, string>>) =>
    fetch(`${service.url}/v1/tag-resource`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ resources: [key], tags: { team: "canary-value" } }),
    });
  expect((await tag({})).status).toBe(401);
  expect((await tag({ Authorization: `Bearer ${token}` })).status).toBe(200);
  expect(clouds.aws.keys.tagsOf(key)).toEqual({ team: "canary-value" });
  expect(flush).toHaveBeenCalledTimes(0);
  const { exitCode, stdout } = await service.stop();
  expect(flush).toHaveBeenCalledTimes(1);
  expect(exitCode).toBe(0);
  expect(service.told()).toContain("The service has stopped.");
  const log = stdout.trimEnd().split("\n");
  expect(log.map((line) => JSON.parse(line) as object)).toMatchObject([
    { status: 401, code: "unauthenticated" },
    { status: 200, caller: "shop", operation: "tag-resource" },
  ]);
  expect(stdout + service.told()).not.toMatch(new RegExp(`${token}|canary-value`));
  await clouds.close();
});

test("a log of requests that can no longer be written is a warning, once, and ends nothing", async () => {
  const standardOutput = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
  });
  const service = await serving(
    ["--open"],
    { CROSSTAG_PROVIDER: "aws", AWS_REGION: "eu-central-1" },
    { standardOutput },
  );
  for (const _ of [1, 2, 3]) expect((await fetch(`${service.url}/v1/openapi.json`)).status).toBe(200);
  expect((await service.stop()).exitCode).toBe(0);
  expect(
    service.told().match(/The log of requests can no longer be written: its reader has ended \(EPIPE\)/g),
  ).toHaveLength(1);
});

test.each([
  [[], 'There is no file "crosstag-access.yaml"', "crosstag serve --open"],
  [["--open", "--host", "0.0.0.0"], "--open cannot be used with --host 0.0.0.0", "crosstag init access"],
  [["--open", "--access", "a.yaml"], "--open cannot be used together with --access", "Omit one of them"],
  [["--open", "--tls-key", "key.pem"], "--tls-certificate and --tls-key belong together", "Give both, or neither"],
  [["--open", "--port", "99999"], "--port 99999 is not a port", "from 0 to 65535"],
  [["--open", "--dry-run"], "--dry-run cannot be used with `crosstag serve`", "dryRun"],
])("`crosstag serve %s` is refused before anything is opened", async (options, problem, hint) => {
  const { exitCode, stderr } = await runMain(["serve", ...options], { workingDirectory: folder });
  expect(exitCode).toBe(64);
  expect(stderr).toContain(problem);
  expect(stderr).toContain(hint);
});

test("a state folder that cannot be made is named, with the reason", async () => {
  await writeFile(join(folder, "state"), "");
  const environment = { CROSSTAG_PROVIDER: "aws", AWS_REGION: "eu-central-1" };
  await expect(serving(["--open"], environment)).rejects.toThrow(
    /The state folder "\S+\/state" cannot be made: .*\(EEXIST\)\. \[configuration\]\n {2}Name a folder in a writable directory\./,
  );
});

test("callers that are refused whatever they send are named at the start", async () => {
  const all = { operations: ["read"] };
  const tokens = [
    { name: "shop", hash: `sha256:${"0".repeat(64)}`, ...all },
    { name: "lab", hash: hashToken("ct_lab"), expires: "2026-11-21", ...all },
    { name: "desk", hash: hashToken("ct_desk"), expires: "2026-11-22", ...all },
  ];
  await writeFile(join(folder, "crosstag-access.yaml"), JSON.stringify({ version: 1, tokens }));
  const service = await serving([], { CROSSTAG_PROVIDER: "aws", AWS_REGION: "eu-central-1" });
  expect((await service.stop()).exitCode).toBe(0);
  expect(service.told())
    .toContain(`warning: No token fits the entry shop of crosstag-access.yaml: it has the hash of the template.
  To make a token and its hash: crosstag serve token --name shop
warning: Expired entries of crosstag-access.yaml, whose callers are refused: lab.
`);
});

test("writes that an earlier process left open are named, and where their resources are", () => {
  const at = "2026-11-30T08:00:00.000Z";
  const write = (requestId: string) => ({ by: { caller: "shop", requestId }, at, resources: 1 });
  expect(describeCutOff([write("1")])).toEqual([
    "1 write was cut off when an earlier process ended. It may have been made, in whole or in part.",
    `  ${at}: request 1 of shop, 1 resource`,
    "  Read the tags of these resources. Their names are in writes.jsonl in the state folder.",
  ]);
  const many = describeCutOff(Array.from({ length: 7 }, (_, index) => write(`${index}`)));
  expect(many[0]).toBe(
    "7 writes were cut off when an earlier process ended. They may have been made, in whole or in part.",
  );
  expect(many.slice(5)).toEqual([`  ${at}: request 4 of shop, 1 resource`, "  and 2 more", expect.any(String)]);
});
