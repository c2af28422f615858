import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startLocalClouds } from "@crosstag/local-clouds";

/** What the server process of the benchmark sends to its parent. */
export interface ServerReady {
  readonly endpoints: { readonly constant: string; readonly aws: string; readonly alibaba: string };
  readonly awsKeys: readonly string[];
  readonly alibabaKeys: readonly string[];
  /** Milliseconds to create 10,000 keys in each cloud. */
  readonly seedingMs: number;
}

const constant = JSON.stringify({ Tags: [{ TagKey: "team", TagValue: "payments" }], Truncated: false });
const constantServer = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1", "Content-Length": constant.length });
    response.end(constant);
  });
});
await new Promise<void>((resolve) => constantServer.listen(0, "127.0.0.1", resolve));

// The benchmark replays recorded requests with their nonces.
const clouds = await startLocalClouds({
  aws: { quotas: "off" },
  alibaba: { quotas: "off", settings: { replayedNonce: "accept" } },
});
const started = performance.now();
const tags = { team: "payments" };
const awsKeys = clouds.aws.keys.addMany(10_000, { tags }).map(({ keyId }) => keyId);
const alibabaKeys = clouds.alibaba.keys.addMany(10_000, { tags }).map(({ keyId }) => keyId);
const ready: ServerReady = {
  endpoints: {
    constant: `http://127.0.0.1:${(constantServer.address() as AddressInfo).port}`,
    aws: clouds.aws.endpoint,
    alibaba: clouds.alibaba.endpoint,
  },
  awsKeys,
  alibabaKeys,
  seedingMs: performance.now() - started,
};
process.send?.(ready);

// The parent requests the CPU time used so far (user and system, microseconds).
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => {
  process.exit(0);
});
