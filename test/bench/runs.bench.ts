import { KMSClient, ListResourceTagsCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { localAwsCredentials } from "@crosstag/local-clouds";
import pThrottle from "p-throttle";
import { applyTag, type ApplyTagResult } from "./apply-tag.ts";
import { median } from "./compare.ts";
import { forkServer, type ForkedServer } from "./fork-server.ts";
import { printTable } from "./print-table.ts";
import type { RunsServerReady } from "./runs-server.ts";

const KEYS = 2_000;
const QUOTA = 100;
const IN_FLIGHT = 16;
const PROCESSES = 4;
const OVERHEAD_KEYS = 2_000;
const OVERHEAD_ROUNDS = 5;

type Server = ForkedServer<string>;

/** A run in real time: compared with other ways to tag as many keys, in four parallel processes, and without quotas. */
export async function runRunsBench(): Promise<void> {
  await besidePeers();
  await severalProcesses();
  await overhead();
}

async function besidePeers(): Promise<void> {
  const rows: (readonly (string | number)[])[] = [];
  for (const [name, run] of CONTESTANTS) {
    const server = await forkServer<string>("runs-server.js");
    const cloud = await server.ask<RunsServerReady>({ keys: KEYS, tagResourcePerSecond: QUOTA });
    const startedAt = performance.now();
    const { failed, seconds = (performance.now() - startedAt) / 1_000 } = await run(cloud);
    rows.push([name, failed, (await tagCalls(server)) / KEYS, seconds / (KEYS / QUOTA)]);
    server.close();
  }
  printTable(
    `${KEYS} AWS keys at ${QUOTA} TagResource a second, ${IN_FLIGHT} in flight (ideal ${KEYS / QUOTA} s)`,
    ["", "failed", "calls/key", "time ÷ ideal"],
    rows,
  );
}

type Contestant = (cloud: RunsServerReady) => Promise<{ readonly failed: number; readonly seconds?: number }>;

const CONTESTANTS: readonly (readonly [string, Contestant])[] = [
  [
    "crosstag apply (journal, read before, read back)",
    (cloud) => applyTag(cloud, cloud.arns, { tagResourcePerSecond: QUOTA, inFlight: IN_FLIGHT }),
  ],
  ["client-kms default", (cloud) => tagWithSdk(cloud, {})],
  ["client-kms adaptive", (cloud) => tagWithSdk(cloud, { retryMode: "adaptive" })],
  [
    "client-kms default, p-throttle",
    (cloud) => tagWithSdk(cloud, {}, pThrottle({ limit: QUOTA, interval: 1_000, strict: true })),
  ],
];

async function tagWithSdk(
  { endpoint, region, arns }: RunsServerReady,
  options: { readonly retryMode?: string },
  throttle?: ReturnType<typeof pThrottle>,
): Promise<{ readonly failed: number }> {
  const client = new KMSClient({ endpoint, region, credentials: localAwsCredentials, ...options });
  const tag = (KeyId: string) =>
    client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "team", TagValue: "payments" }] }));
  const send = throttle === undefined ? tag : throttle(tag);
  let failed = 0;
  await eachInFlight(arns, async (arn) => {
    await send(arn).catch(() => {
      failed += 1;
    });
  });
  client.destroy();
  return { failed };
}

async function eachInFlight(items: readonly string[], work: (item: string) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++] as string);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function severalProcesses(): Promise<void> {
  const server = await forkServer<string>("runs-server.js");
  const cloud = await server.ask<RunsServerReady>({ keys: KEYS * PROCESSES, tagResourcePerSecond: QUOTA });
  const children = await Promise.all(Array.from({ length: PROCESSES }, () => forkServer<string>("run-process.js")));
  const results = await Promise.all(
    children.map((child, index) =>
      child.ask<ApplyTagResult>({
        ...cloud,
        arns: cloud.arns.slice(index * KEYS, (index + 1) * KEYS),
        tagResourcePerSecond: QUOTA,
      }),
    ),
  );
  const calls = await tagCalls(server);
  for (const child of [...children, server]) child.close();
  const ideal = (KEYS * PROCESSES) / QUOTA;
  printTable(
    `${PROCESSES} processes at once, ${KEYS} keys each, on one quota of ${QUOTA} a second (ideal ${ideal} s)`,
    ["", "failed", "calls/key", "time ÷ ideal"],
    [
      [
        "all",
        results.reduce((sum, { failed }) => sum + failed, 0),
        calls / (KEYS * PROCESSES),
        Math.max(...results.map(({ seconds }) => seconds)) / ideal,
      ],
      ...results.map(({ failed, seconds }, index) => [`process ${index + 1}`, failed, "", seconds / ideal]),
    ],
  );
}

/** The same three calls per key (read, write, read back), with as many in flight, from a bare loop. */
async function overhead(): Promise<void> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= OVERHEAD_ROUNDS; round += 1) {
    const server = await forkServer<string>("runs-server.js");
    const cloud = await server.ask<RunsServerReady>({ keys: OVERHEAD_KEYS * 2 });
    const { seconds, calls } = await applyTag(cloud, cloud.arns.slice(0, OVERHEAD_KEYS), { inFlight: IN_FLIGHT });
    const loop = await bareLoop(cloud, cloud.arns.slice(OVERHEAD_KEYS));
    server.close();
    // The first round warms up.
    if (round === 0) continue;
    ours.push(calls / seconds);
    bare.push(loop);
  }
  printTable(
    `Without quotas, journal on: wire calls a second, ${IN_FLIGHT} in flight, median of ${OVERHEAD_ROUNDS}`,
    ["", "calls/s", "÷ bare loop"],
    [
      ["crosstag apply", median(ours), median(ours.map((rate, index) => rate / (bare[index] ?? Number.NaN)))],
      ["client-kms in a loop, the same calls", median(bare), 1],
    ],
  );
}

async function bareLoop({ endpoint, region }: RunsServerReady, arns: readonly string[]): Promise<number> {
  const client = new KMSClient({ endpoint, region, credentials: localAwsCredentials, maxAttempts: 1 });
  const startedAt = performance.now();
  await eachInFlight(arns, async (KeyId) => {
    await client.send(new ListResourceTagsCommand({ KeyId }));
    await client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "team", TagValue: "payments" }] }));
    await client.send(new ListResourceTagsCommand({ KeyId }));
  });
  client.destroy();
  return (arns.length * 3) / ((performance.now() - startedAt) / 1_000);
}

function tagCalls(server: Server): Promise<number> {
  return server.ask<number>("count");
}
