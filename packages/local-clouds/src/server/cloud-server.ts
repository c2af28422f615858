import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Cloud, type ReceivedRequest } from "./cloud.ts";
import { connectionReset, process, type Outcome, type PipelineParts } from "./cloud-pipeline.ts";

/** Larger than any request either cloud takes. */
const longestBodyBytes = 4 * 1024 * 1024;
const noBody = Buffer.alloc(0);

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** One cloud's endpoint on a loopback port. */
export class CloudServer {
  readonly endpoint: string;
  readonly #server: Server;

  private constructor(server: Server, host: string) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.endpoint = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  }

  static async start(cloud: Cloud, parts: PipelineParts, options: ListenOptions): Promise<CloudServer> {
    const server = createServer({ keepAlive: true, noDelay: true, keepAliveTimeout: 60_000 }, (incoming, response) => {
      receiveBody(incoming, response, cloud, parts);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, options.host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new CloudServer(server, options.host);
  }

  /** Stops listening and destroys open connections at once. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

function receiveBody(incoming: IncomingMessage, response: ServerResponse, cloud: Cloud, parts: PipelineParts): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > longestBodyBytes) incoming.destroy();
    else if (first === undefined) first = chunk;
    else (rest ??= [first]).push(chunk);
  });
  incoming.on("end", () => {
    const request: ReceivedRequest = {
      method: incoming.method ?? "",
      target: incoming.url ?? "",
      headers: incoming.headers as ReceivedRequest["headers"],
      body: rest === undefined ? (first ?? noBody) : Buffer.concat(rest),
    };
    const outcome = process(cloud, parts, request);
    if (outcome instanceof Promise) void outcome.then((settled) => send(response, settled));
    else send(response, outcome);
  });
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome === connectionReset) {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, headers, body } = outcome;
  response.writeHead(status, { "Content-Length": Buffer.byteLength(body), ...headers });
  response.end(body);
}
