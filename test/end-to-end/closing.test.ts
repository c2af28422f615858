import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createAlibabaKms } from "@crosstag/alibaba";
import { createAwsKms } from "@crosstag/aws";
import type { EngineOptions } from "@crosstag/core";
import { expect, test } from "vitest";

const CLOUDS = {
  aws: (endpoint: string, engine: EngineOptions) =>
    createAwsKms({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "s" },
      ...engine,
    }),
  alibaba: (endpoint: string, engine: EngineOptions) =>
    createAlibabaKms({
      endpoint,
      region: "cn-hangzhou",
      credentials: { accessKeyId: "LTAI", accessKeySecret: "s" },
      ...engine,
    }),
};
const KEY = {
  aws: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  alibaba: "key-hzz00000000000001",
};
const names = ["aws", "alibaba"] as const;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test.each(names)(
  "%s: where the connection is never made, nothing was sent; closing leaves none behind",
  async (name) => {
    const sockets = new Set<Socket>();
    // Takes connections, and says nothing while the client waits for TLS.
    const silent = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      socket.resume();
    });
    const kms = await CLOUDS[name](`https://127.0.0.1:${await listen(silent)}`, { retry: "impatient" });
    const request = { resources: [KEY[name]], tags: { team: "a" }, readFirst: false };
    const { outcomes } = await kms.tagResource(request, { timeoutMs: 300 });
    expect(outcomes[0]).toMatchObject({ status: "skipped", reason: "not-started" });
    const gone = [...sockets].map((socket) => once(socket, "close"));
    await kms.close();
    // undici alone would leave it to its time-out of ten seconds.
    await Promise.all(gone);
    expect(sockets.size).toBe(0);
    silent.close();
  },
);

test.each(names)("%s: closing ends a running call, once, and its outcome is unknown", async (name) => {
  let requests = 0;
  const server = createHttpServer((request, response) => {
    if (request.headers["x-acs-action"] === "GetCallerIdentity") {
      response.end(JSON.stringify({ RequestId: "r-1", AccountId: "1000000000000001" }));
      return;
    }
    // STS, at the same endpoint and in its own protocol.
    if (name === "aws" && request.headers["x-amz-target"] === undefined) {
      response.setHeader("content-type", "text/xml");
      response.end(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
      );
      return;
    }
    requests += 1;
    void kms.close();
  });
  const kms = await CLOUDS[name](`http://127.0.0.1:${await listen(server)}`, { settleTimeoutMs: 5_000 });
  const startedAt = performance.now();
  const { outcomes } = await kms.tagResource({ resources: [KEY[name]], tags: { team: "a" }, readFirst: false });
  expect(outcomes[0]).toMatchObject({ status: "unknown", error: { code: "canceled" } });
  expect([requests, performance.now() - startedAt < 4_000]).toEqual([1, true]);
  server.closeAllConnections();
  server.close();
});
