import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openPlanFile } from "@crosstag/core/node";
import { openRuns } from "@crosstag/dbos";
import { localAwsCredentials } from "@crosstag/local-clouds";
import { median } from "./compare.ts";
import { type ForkedServer, forkServer } from "./fork-server.ts";
import { measureCommand } from "./measure-command.ts";
import { printTable } from "./print-table.ts";
import type { RunsServerReady } from "./runs-server.ts";

const PROGRAM = fileURLToPath(new URL("../../../packages/cli/dist/bin.cjs", import.meta.url));
const REPORT = fileURLToPath(new URL("report-usage.cjs", import.meta.url));
const DATABASE = fileURLToPath(new URL("../../workers/run-database.ts", import.meta.url));
const KEYS = 10_000;
const ROUNDS = 3;
/** Writes a second. The rates of the other calls are the documented ones. */
const RATE = 250;

interface Usage {
  readonly milliseconds: number;
  readonly cpu: number;
}

/** A run of one worker on Postgres, compared with `crosstag apply` of the same plan. Each starts its process for it. */
export async function runWorkersBench(): Promise<void> {
  const database = await startDatabase();
  if (typeof database === "string") {
    stdout.write(`workers: ${database}\n`);
    return;
  }
  const alone: Usage[] = [];
  const shared: Usage[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(await inWorld((world) => applyAlone(world)));
      shared.push(await inWorld((world) => applyByWorker(world, database.url)));
    }
  } finally {
    database.close();
  }
  const ratio = (of: keyof Usage) =>
    median(shared.map((usage, round) => usage[of] / (alone[round]?.[of] ?? Number.NaN)));
  const row = (name: string, usages: readonly Usage[], time: number, cpu: number) => [
    name,
    median(usages.map(({ milliseconds }) => milliseconds)) / 1_000,
    median(usages.map((usage) => usage.cpu)) / 1_000,
    time,
    cpu,
  ];
  printTable(
    `${KEYS} AWS keys at ${RATE} writes a second (ideal ${KEYS / RATE} s), median of ${ROUNDS}`,
    ["", "seconds", "CPU seconds", "time ÷ apply", "CPU ÷ apply"],
    [row("crosstag apply", alone, 1, 1), row("crosstag worker", shared, ratio("milliseconds"), ratio("cpu"))],
  );
}

interface World {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function inWorld(measure: (world: World) => Promise<Usage>): Promise<Usage> {
  const server: ForkedServer<string> = await forkServer("runs-server.js");
  const folder = await mkdtemp(join(tmpdir(), "crosstag-workers-bench-"));
  try {
    const { endpoint, region } = await server.ask<RunsServerReady>({ keys: KEYS, tagResourcePerSecond: RATE });
    await mkdir(join(folder, "state"));
    await writeFile(
      join(folder, "crosstag.yaml"),
      JSON.stringify({ clouds: { aws: { provider: "aws", endpoint, region, quotas: { TagResource: RATE } } } }),
    );
    const statements = [{ select: { kinds: ["key"] }, set: { team: "payments" } }];
    await writeFile(join(folder, "crosstag-tags.yaml"), JSON.stringify({ version: 1, statements }));
    const world: World = {
      folder,
      environment: {
        HOME: folder,
        XDG_STATE_HOME: join(folder, "state"),
        AWS_ACCESS_KEY_ID: localAwsCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: localAwsCredentials.secretAccessKey,
      },
    };
    await measureCommand({ arguments: [PROGRAM, "plan", "--out", "plan.json"], ...world });
    return await measure(world);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function applyAlone(world: World): Promise<Usage> {
  return measureCommand({ arguments: [PROGRAM, "apply", "plan.json", "--yes"], ...world });
}

async function applyByWorker({ folder, environment }: World, databaseUrl: string): Promise<Usage> {
  const worker = spawn(process.execPath, ["--require", REPORT, PROGRAM, "worker", "--database-url", databaseUrl], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  worker.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  const runs = await openRuns({ databaseUrl });
  try {
    // The time is that of the run. A worker is there before it.
    while (!text.includes("worker")) await sleep(20);
    const startedAt = performance.now();
    const run = await runs.submit(await openPlanFile(join(folder, "plan.json")));
    while ((await runs.status(run)).state !== "ended") await sleep(20);
    const milliseconds = performance.now() - startedAt;
    const { ended } = await runs.status(run);
    if (ended !== "complete") throw new Error(`The run ended ${ended}: ${text}`);
    await endWorker(worker);
    const [, cpu] = /used (\d+) (\d+)\s*$/.exec(text) ?? [];
    return { milliseconds, cpu: Number(cpu) / 1_000 };
  } finally {
    worker.kill("SIGKILL");
    await runs.close();
  }
}

async function endWorker(worker: ChildProcess): Promise<void> {
  const closed = once(worker, "close");
  worker.kill("SIGTERM");
  await closed;
}

async function startDatabase(): Promise<string | { readonly url: string; readonly close: () => void }> {
  const child = fork(DATABASE, { execArgv: ["--import", "tsx", "--conditions=@crosstag/source"] });
  const [{ url, missing }] = (await once(child, "message")) as [{ readonly url?: string; readonly missing: string }];
  const close = () => child.disconnect();
  if (url !== undefined) return { url, close };
  close();
  return missing;
}
