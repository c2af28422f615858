import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type OpenApi from "@alicloud/openapi-client";
import { KMSClient, ListResourceTagsCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import { localAlibabaCredentials, localAwsCredentials } from "@crosstag/local-clouds";
import type { ServerReady } from "./local-clouds-server.ts";
import { measure, recordRequests } from "./raw-client.ts";

// The SDK is CommonJS with `exports.default`, which bundlers and Node import differently; `require` is the same in all.
const openApi = createRequire(import.meta.url)("@alicloud/openapi-client") as typeof OpenApi;

export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Against the constant-answer server of the same run. */
  readonly ratio?: number;
}

const rounds = 5;
const roundMs = 1000;
const connections = 16;
const sampledKeys = 200;

/**
 * How fast the local clouds answer, signatures checked and 10,000 keys in each, against a bare `node:http` server that
 * answers a constant. Both run in the same other process; requests were signed and recorded before.
 */
export async function runLocalCloudsBench(): Promise<{ readonly name: string; readonly rows: readonly BenchRow[] }> {
  const server = fork(fileURLToPath(new URL("local-clouds-server.js", import.meta.url)));
  try {
    const ready = await reply<ServerReady>(server);
    const { constant } = ready.endpoints;
    const aws = await recordAws(ready.awsKeys.slice(0, sampledKeys));
    const alibaba = await recordAlibaba(ready.alibabaKeys.slice(0, sampledKeys));
    const rows: BenchRow[] = [{ what: "make 10,000 keys in each cloud", value: ready.seedingMs, unit: "ms" }];
    for (const [what, endpoint, requests] of [
      ["aws ListResourceTags", ready.endpoints.aws, aws.list],
      ["aws TagResource", ready.endpoints.aws, aws.tag],
      ["alibaba ListResourceTags (ACS3)", ready.endpoints.alibaba, alibaba],
    ] as const) {
      rows.push(...(await compare(server, what, endpoint, constant, requests)));
    }
    return { name: "local clouds", rows };
  } finally {
    server.disconnect();
  }
}

async function compare(
  server: ChildProcess,
  what: string,
  endpoint: string,
  constant: string,
  requests: readonly Buffer[],
): Promise<BenchRow[]> {
  const samples: {
    readonly rate: number;
    readonly cpu: number;
    readonly rateRatio: number;
    readonly cpuRatio: number;
  }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const cloud = await sample(server, endpoint, requests);
    const bare = await sample(server, constant, requests);
    // The first round warms both up.
    if (round >= 0) {
      samples.push({ ...cloud, rateRatio: cloud.rate / bare.rate, cpuRatio: cloud.cpu / bare.cpu });
    }
  }
  return [
    {
      what,
      value: median(samples.map(({ rate }) => rate)),
      unit: "requests/s",
      ratio: median(samples.map(({ rateRatio }) => rateRatio)),
    },
    {
      what: `${what}, server CPU`,
      value: median(samples.map(({ cpu }) => cpu)),
      unit: "µs/request",
      ratio: median(samples.map(({ cpuRatio }) => cpuRatio)),
    },
  ];
}

async function sample(
  server: ChildProcess,
  endpoint: string,
  requests: readonly Buffer[],
): Promise<{ readonly rate: number; readonly cpu: number }> {
  const before = await cpuTime(server);
  const { perSecond, answered } = await measure({ endpoint, requests, connections, milliseconds: roundMs });
  return { rate: perSecond, cpu: ((await cpuTime(server)) - before) / answered };
}

async function recordAws(keyIds: readonly string[]): Promise<{ readonly list: Buffer[]; readonly tag: Buffer[] }> {
  const record = (send: (client: KMSClient, keyId: string) => Promise<unknown>): Promise<Buffer[]> =>
    recordRequests(async (endpoint) => {
      const client = new KMSClient({ endpoint, region: "us-east-1", credentials: localAwsCredentials });
      for (const keyId of keyIds) await send(client, keyId);
      client.destroy();
    });
  return {
    list: await record((client, KeyId) => client.send(new ListResourceTagsCommand({ KeyId }))),
    tag: await record((client, KeyId) =>
      client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "team", TagValue: "payments" }] })),
    ),
  };
}

async function recordAlibaba(keyIds: readonly string[]): Promise<Buffer[]> {
  const operation = new openApi.Params({
    action: "ListResourceTags",
    version: "2016-01-20",
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  return recordRequests(async (endpoint) => {
    const client = new openApi.default(
      new openApi.Config({ ...localAlibabaCredentials, endpoint: new URL(endpoint).host, protocol: "HTTP" }),
    );
    for (const KeyId of keyIds) {
      await client.callApi(operation, new openApi.OpenApiRequest({ query: { KeyId } }), { toMap: () => ({}) });
    }
  });
}

async function cpuTime(server: ChildProcess): Promise<number> {
  server.send("cpu");
  return reply<number>(server);
}

async function reply<T>(server: ChildProcess): Promise<T> {
  const [answer] = (await once(server, "message")) as [T];
  return answer;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
