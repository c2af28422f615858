import { mkdtemp, open, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forkServer, type ForkedServer } from "./fork-server.ts";
import { measure } from "./raw-client.ts";
import { printTable } from "./print-table.ts";
import type { ServiceCloudReady } from "./service-cloud-server.ts";
import type { TaggingServerReady } from "./tagging-server.ts";

const ROUNDS = 5;
/** Requests until a server runs compiled code: the service has more of it than the route, so that a time would favor one. */
const WARM_UP_REQUESTS = 5_000;
const WARM_UP_CONNECTIONS = 64;
const MILLISECONDS = 1_000;
/** How often each key gets another value, so that there is something to write for longer than one measurement. */
const PASSES = 5;
const CALLERS = 200;
/** Calls a second that the cloud allows in the second part. */
const QUOTA = 50;

/** Bytes of a record, about. */
const RECORD_BYTES = 300;
const FLUSHES = 200;

/**
 * `POST /v1/tag-resource` of one resource, in requests a second, beside a bare Hono route that calls the SDK; and many
 * callers on one quota. The route keeps no record. The service flushes one before it calls the cloud, so that with few
 * connections the disk decides: its time is printed, too.
 */
export async function runServiceBench(): Promise<void> {
  await printFlushTime();
  await compareWithBare();
  await manyCallers();
}

/** What the disk of the service's state takes for one record, in milliseconds. */
async function printFlushTime(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-bench-"));
  const file = await open(join(folder, "flushes"), "a");
  const times: number[] = [];
  try {
    const record = Buffer.alloc(RECORD_BYTES, "a");
    for (let flush = 0; flush < FLUSHES; flush += 1) {
      const started = performance.now();
      await file.appendFile(record);
      await file.datasync();
      times.push(performance.now() - started);
    }
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  printTable(
    `${RECORD_BYTES} bytes written and flushed, in milliseconds`,
    ["", "10 of 100", "median", "90 of 100"],
    [["disk of the state folder", at(0.1), at(0.5), at(0.9)]],
  );
}

async function compareWithBare(): Promise<void> {
  const cloud = await forkServer<ServiceCloudReady>("service-cloud-server.js");
  const given = { ...cloud.ready, pacing: "off" };
  const start = (kind: "service" | "bare", options: object = {}) =>
    forkServer<TaggingServerReady>("tagging-server.js", [kind, JSON.stringify({ ...given, ...options })]);
  const service = await start("service");
  const lenient = await start("service", { flushWrites: { flushWithinMs: MILLISECONDS } });
  const bare = await start("bare");
  const contestant = (name: string, server: ForkedServer<TaggingServerReady>, readFirst: boolean) => ({
    name,
    server,
    requests: requestsTo(server, cloud.ready.keys, readFirst),
  });
  const contestants = [
    contestant("bare route with client-kms", bare, false),
    contestant("crosstag, readFirst: false", service, false),
    contestant("crosstag, as it is without options", service, true),
    contestant("--flush-writes every-second, readFirst: false", lenient, false),
    contestant("--flush-writes every-second", lenient, true),
  ];
  try {
    for (const one of contestants) {
      for (let answered = 0; answered < WARM_UP_REQUESTS;)
        answered += (await measureOne(one, WARM_UP_CONNECTIONS)).answered;
    }
    for (const connections of [1, 16, 64]) {
      const samples = contestants.map((): { perSecond: number; cpu: number }[] => []);
      for (let round = 0; round < ROUNDS; round += 1)
        for (const [index, one] of contestants.entries()) samples[index]?.push(await measureOne(one, connections));
      const [ofBare = []] = samples;
      printTable(
        `POST /v1/tag-resource of one resource, ${connections} connections`,
        ["", "requests/s", "µs CPU/request", "× bare", "(CPU)"],
        contestants.map(({ name }, index) => {
          const own = samples[index] ?? [];
          return [
            name,
            median(own.map(({ perSecond }) => perSecond)),
            median(own.map(({ cpu }) => cpu)),
            median(own.map(({ perSecond }, round) => perSecond / (ofBare[round]?.perSecond ?? Number.NaN))),
            median(own.map(({ cpu }, round) => (ofBare[round]?.cpu ?? Number.NaN) / cpu)),
          ];
        }),
      );
    }
  } finally {
    for (const server of [service, lenient, bare, cloud]) server.close();
  }
}

interface Contestant {
  readonly server: ForkedServer<TaggingServerReady>;
  readonly requests: readonly Buffer[];
}

/** For a second. */
async function measureOne({ server, requests }: Contestant, connections: number) {
  const before = await server.ask<number>("cpu");
  const endpoint = `http://127.0.0.1:${server.ready.port}`;
  const { perSecond, answered } = await measure({ endpoint, requests, connections, milliseconds: MILLISECONDS });
  return { perSecond, answered, cpu: ((await server.ask<number>("cpu")) - before) / answered };
}

/** Every caller tags a key of its own, all at once, and the cloud allows far fewer calls a second. */
async function manyCallers(): Promise<void> {
  const cloud = await forkServer<ServiceCloudReady>("service-cloud-server.js", [], { BENCH_QUOTA: String(QUOTA) });
  const given = JSON.stringify({ ...cloud.ready, pacing: "quota", quota: QUOTA });
  const service = await forkServer<TaggingServerReady>("tagging-server.js", ["service", given]);
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  try {
    const started = performance.now();
    const statuses = await Promise.all(
      cloud.ready.keys.slice(0, CALLERS).map(async (key) => post(service, bodyFor(key, true), agent)),
    );
    const seconds = (performance.now() - started) / 1000;
    const calls = await cloud.ask<number>("calls");
    printTable(
      `${CALLERS} callers at once on a quota of ${QUOTA} calls a second`,
      ["", "failed", "calls per key", "seconds", "× shortest"],
      [
        [
          "crosstag",
          String(statuses.filter((status) => status !== 200).length),
          calls / CALLERS,
          seconds,
          seconds / (CALLERS / QUOTA - 1),
        ],
      ],
    );
  } finally {
    agent.destroy();
    for (const server of [service, cloud]) server.close();
  }
}

function bodyFor(key: string, readFirst: boolean): string {
  // A new value each time, so that there is something to write.
  return JSON.stringify({
    resources: [key],
    tags: { team: `team-${performance.now()}` },
    ...(!readFirst && { readFirst }),
  });
}

function requestsTo(
  { ready: { port, authorization } }: ForkedServer<TaggingServerReady>,
  keys: readonly string[],
  readFirst: boolean,
): readonly Buffer[] {
  const passes = Array.from({ length: PASSES }, () => keys).flat();
  return passes.map((key) => {
    const body = bodyFor(key, readFirst);
    const head = [
      "POST /v1/tag-resource HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      "Content-Type: application/json",
      `Authorization: ${authorization}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  });
}

async function post({ ready }: ForkedServer<TaggingServerReady>, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", Authorization: ready.authorization };
    const sent = request(
      { host: "127.0.0.1", port: ready.port, path: "/v1/tag-resource", method: "POST", agent, headers },
      (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on("error", reject).end(body);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
