import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerOfAlibaba, answerOfAws, forgetWrites, organization } from "./fleet-answers.ts";

/** An organization of any number of accounts on two clouds, answered by arithmetic, so that the cloud is not the cost. */
export interface FleetServerReady {
  /** The endpoint of each region. */
  readonly aws: Readonly<Record<string, string>>;
  readonly alibaba: Readonly<Record<string, string>>;
}

/** Sets the size of the organization, and begins to count anew. */
export interface FleetServerQuestion {
  readonly keysPerRegion: number;
}

/** What was counted since the question before. */
export interface FleetServerCounts {
  /** The most connections that were open at one endpoint at once. */
  readonly sockets: number;
  /** The most connections that were open at once. */
  readonly allSockets: number;
  /** Connections made. */
  readonly connections: number;
  readonly calls: Readonly<Record<string, number>>;
}

const AWS_REGIONS = [
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "ap-south-1",
  "ap-northeast-1",
];
const ALIBABA_REGIONS = [
  "cn-hangzhou",
  "cn-beijing",
  "cn-shanghai",
  "cn-shenzhen",
  "cn-hongkong",
  "eu-central-1",
  "us-east-1",
  "ap-southeast-1",
];

const openAt = new Map<Server, number>();
let [open, mostAtOne, most, connections] = [0, 0, 0, 0];
let calls: Record<string, number> = {};

function count(server: Server): void {
  openAt.set(server, 0);
  server.on("connection", (socket) => {
    connections += 1;
    open += 1;
    const here = (openAt.get(server) ?? 0) + 1;
    openAt.set(server, here);
    mostAtOne = Math.max(mostAtOne, here);
    most = Math.max(most, open);
    socket.on("close", () => {
      open -= 1;
      openAt.set(server, (openAt.get(server) ?? 0) - 1);
    });
  });
}

function answer(cloud: "aws" | "alibaba", region: string, { headers }: IncomingMessage, body: string): string {
  const authorization = headers.authorization ?? "";
  if (cloud === "aws") {
    const operation = String(headers["x-amz-target"] ?? "TrentService.AssumeRole").slice("TrentService.".length);
    const account = /Credential=ASIA(\d{12})/.exec(authorization)?.[1] ?? "";
    calls[operation] = (calls[operation] ?? 0) + 1;
    return answerOfAws({ operation, account, region, body });
  }
  const operation = String(headers["x-acs-action"]);
  const account = /Credential=STS\.(\d+)/.exec(authorization)?.[1] ?? "";
  calls[operation] = (calls[operation] ?? 0) + 1;
  return answerOfAlibaba({ operation, account, region, body });
}

function listen(cloud: "aws" | "alibaba", region: string): Promise<readonly [string, string]> {
  const server = createServer((request, response) => {
    let body = "";
    request
      .setEncoding("latin1")
      .on("data", (part: string) => (body += part))
      .on("end", () => {
        const text = Buffer.from(answer(cloud, region, request, body));
        response.writeHead(200, {
          "content-type": "application/json",
          "content-length": text.length,
          "x-amzn-requestid": "4162a6af-bc99-40b3-a552-89dcc8aaf7c8",
        });
        response.end(text);
      });
  });
  server.keepAliveTimeout = 60_000;
  count(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve([region, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]),
    );
  });
}

const listenAll = async (cloud: "aws" | "alibaba", regions: readonly string[]) =>
  Object.fromEntries(await Promise.all(regions.map((region) => listen(cloud, region))));

process.on("message", ({ keysPerRegion }: FleetServerQuestion) => {
  process.send?.({ sockets: mostAtOne, allSockets: most, connections, calls } satisfies FleetServerCounts);
  forgetWrites();
  organization.keysPerRegion = keysPerRegion;
  [mostAtOne, most, connections] = [0, open, 0];
  calls = {};
});
process.on("disconnect", () => process.exit(0));
process.send?.({
  aws: await listenAll("aws", AWS_REGIONS),
  alibaba: await listenAll("alibaba", ALIBABA_REGIONS),
} satisfies FleetServerReady);
