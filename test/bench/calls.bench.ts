import { Agent, request } from "node:http";
import legacyKms from "@alicloud/kms20160120";
import openApi from "@alicloud/openapi-client";
import { KMSClient, UntagResourceCommand } from "@aws-sdk/client-kms";
import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag } from "@crosstag/core";
import type { Crosstag } from "@crosstag/core";
import { compare, loop } from "./compare.ts";
import type { Contestant } from "./compare.ts";
import { forkServer } from "./fork-server.ts";
import { printTable } from "./print-table.ts";

const ROUNDS = 7;
const CALLS = 1_500;
const credentials = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

const awsKeyId = (number: number) => `${String(number).padStart(8, "0")}-12ab-34cd-56ef-1234567890ab`;
const alibabaKeyId = (number: number) => `key-hzz${String(number).padStart(18, "0")}`;

/**
 * One untag call for one key, repeated: Crosstag's path from request to outcome compared with bare calls of the SDKs.
 */
export async function runCallsBench(): Promise<void> {
  const server = await forkServer<{ port: number }>("constant-server.js");
  const endpoint = `http://127.0.0.1:${server.ready.port}`;
  try {
    for (const concurrency of [1, 16, 64]) {
      await table(
        `AWS: one UntagResource a key, ${concurrency} in flight`,
        await awsContestants(endpoint, concurrency),
        concurrency,
        ["client-kms default", "client-kms cacheMiddleware"],
      );
      await table(
        `Alibaba: one UntagResources a key, ${concurrency} in flight`,
        await alibabaContestants(endpoint, concurrency),
        concurrency,
        ["openapi-client", "kms20160120"],
      );
    }
  } finally {
    server.close();
  }
}

async function table(
  title: string,
  contestants: readonly Contestant[],
  concurrency: number,
  peers: readonly string[],
): Promise<void> {
  const rows = await compare(contestants, { calls: CALLS, concurrency, rounds: ROUNDS });
  printTable(
    title,
    ["", "calls/s", "µs CPU/call", ...peers.flatMap((peer) => [`× ${peer}`, "(CPU)"])],
    rows.map((row) => [
      row.name,
      row.callsPerSecond,
      row.cpuPerCall,
      ...peers.flatMap((peer) => [row.throughputRatio[peer] ?? Number.NaN, row.cpuRatio[peer] ?? Number.NaN]),
    ]),
  );
}

async function awsContestants(endpoint: string, concurrency: number): Promise<readonly Contestant[]> {
  const configuration = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: credentials.id, secretAccessKey: credentials.secret },
  };
  const ofClient = (name: string, client: KMSClient) =>
    loop(name, (number) =>
      client.send(new UntagResourceCommand({ KeyId: awsKeyId(number), TagKeys: ["team", "stage"] })),
    );
  const driver = await createAwsKmsDriver(configuration);
  return [
    crosstagLoop(createCrosstag([driver], { pacing: "off", maximumConcurrentCalls: concurrency }), awsKeyId),
    ofClient("client-kms default", new KMSClient(configuration)),
    ofClient("client-kms cacheMiddleware", new KMSClient({ ...configuration, cacheMiddleware: true })),
    bare(
      endpoint,
      { "x-amz-target": "TrentService.UntagResource", "content-type": "application/x-amz-json-1.1" },
      (number) => JSON.stringify({ KeyId: awsKeyId(number), TagKeys: ["team", "stage"] }),
    ),
  ];
}

async function alibabaContestants(endpoint: string, concurrency: number): Promise<readonly Contestant[]> {
  const host = new URL(endpoint).host;
  const identity = {
    accessKeyId: credentials.id,
    accessKeySecret: credentials.secret,
    endpoint: host,
    protocol: "http",
    regionId: "cn-hangzhou",
  };
  const client = new openApi.default(new openApi.Config(identity));
  const operation = new openApi.Params({
    action: "UntagResources",
    version: "2016-01-20",
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const legacy = new legacyKms.default(new openApi.Config(identity));
  const driver = await createAlibabaKmsDriver({
    endpoint,
    region: "cn-hangzhou",
    credentials: { accessKeyId: credentials.id, accessKeySecret: credentials.secret },
  });
  return [
    crosstagLoop(createCrosstag([driver], { pacing: "off", maximumConcurrentCalls: concurrency }), alibabaKeyId),
    loop("openapi-client", (number) =>
      client.callApi(
        operation,
        new openApi.OpenApiRequest({
          query: {
            RegionId: "cn-hangzhou",
            ResourceType: "key",
            "ResourceId.1": alibabaKeyId(number),
            "TagKey.1": "team",
            "TagKey.2": "stage",
          },
        }),
        {} as Parameters<typeof client.callApi>[2],
      ),
    ),
    loop("kms20160120", (number) =>
      legacy.untagResource(
        new legacyKms.UntagResourceRequest({ keyId: alibabaKeyId(number), tagKeys: '["team","stage"]' }),
      ),
    ),
    bare(
      endpoint,
      {},
      (number) => `Action=UntagResources&ResourceId.1=${alibabaKeyId(number)}&TagKey.1=team&TagKey.2=stage`,
    ),
  ];
}

/** One request per key, as a service makes them: batching saves nothing. */
function crosstagLoop(crosstag: Crosstag, keyId: (number: number) => string): Contestant {
  return loop("crosstag", async (number) => {
    const removal = { resources: [keyId(number)], tagKeys: ["team", "stage"], readFirst: false };
    const { counts } = await crosstag.untagResource(removal);
    if (counts.changed !== 1) throw new Error("A call failed: the figures would be invalid.");
  });
}

function bare(endpoint: string, headers: Record<string, string>, body: (number: number) => string): Contestant {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return loop(
    "node:http, unsigned",
    (number) =>
      new Promise<void>((resolve, reject) => {
        const text = body(number);
        const call = request(
          endpoint,
          { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(text) } },
          (answer) => answer.resume().on("end", resolve),
        );
        call.on("error", reject);
        call.end(text);
      }),
  );
}
