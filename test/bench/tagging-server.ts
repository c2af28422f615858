import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { openCrosstag } from "@crosstag/clouds";
import { createToken, runService } from "@crosstag/service";
import { Hono } from "hono";
import { randomBytes } from "node:crypto";
import type { ServiceCloudReady } from "./service-cloud-server.ts";

/** Where a server that sets tags listens, and with what it is called. */
export interface TaggingServerReady {
  readonly port: number;
  readonly authorization: string;
}

/** What the server does for each request: the service's whole way, or no more than a call of the SDK. */
type Kind = "service" | "bare";

const [kind = "service", given = "{}"] = process.argv.slice(2) as [Kind?, string?];
const cloud = JSON.parse(given) as ServiceCloudReady & {
  readonly pacing: "quota" | "off";
  readonly quota?: number;
  readonly flushWrites?: { readonly flushWithinMs: number };
};
const ready = await (kind === "service" ? startTheService() : startBare());
process.send?.(ready);
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});

/** As `crosstag serve` runs it, with a token, a journal and a log of requests. */
async function startTheService(): Promise<TaggingServerReady> {
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-bench-"));
  process.on("disconnect", () => {
    void rm(stateFolder, { recursive: true, force: true }).finally(() => process.exit(0));
  });
  const { token, hash } = createToken(randomBytes);
  const { endpoint, region, credentials, pacing, quota, flushWrites } = cloud;
  const quotas = quota === undefined ? {} : { quotas: { TagResource: quota } };
  const running = await runService({
    port: 0,
    stateFolder,
    flushWrites,
    writeLog: () => {},
    access: {
      configuration: { tokens: [{ name: "bench", hash, operations: ["*"] }], accessKeys: [] },
      secrets: new Map(),
    },
    openClouds: async (onEvent) => {
      const crosstag = await openCrosstag({
        configuration: { clouds: { aws: { provider: "aws", region, endpoint, ...quotas } } },
        credentials: { aws: credentials },
        engine: { pacing, onEvent },
      });
      return { crosstag, close: () => crosstag.close() };
    },
  });
  return { port: Number(new URL(running.url).port), authorization: `Bearer ${token}` };
}

/** The shortest program that does it: no check of the request, no token, no journal, no retry. */
async function startBare(): Promise<TaggingServerReady> {
  process.on("disconnect", () => process.exit(0));
  const { endpoint, region, credentials } = cloud;
  const client = new KMSClient({ endpoint, region, credentials });
  const app = new Hono();
  app.post("/v1/tag-resource", async (context) => {
    const { resources, tags } = await context.req.json<{ resources: string[]; tags: Record<string, string> }>();
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const answers = [];
    for (const KeyId of resources) answers.push(await client.send(new TagResourceCommand({ KeyId, Tags })));
    return context.json({ requestIds: answers.map(({ $metadata }) => $metadata.requestId) });
  });
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, authorization: "" };
}
