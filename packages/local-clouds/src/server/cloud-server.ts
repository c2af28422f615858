import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer, Cloud, ReceivedRequest } from "./cloud.ts";
import { isAllowedHost, isLoopback } from "./host-check.ts";
import { connectionReset, process, type Outcome, type PipelineParts } from "./cloud-pipeline.ts";

/** Larger than any request either cloud takes. */
const longestBodyBytes = 4 * 1024 * 1024;
const noBody = Buffer.alloc(0);
const misdirected: Answer = {
  status: 421,
  headers: { "Content-Type": "text/plain" },
  body: "This local cloud serves only its own machine. Call it as localhost or 127.0.0.1, or add the name to allowedHosts.\n",
};

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Names, in lower case, that requests may use for a loopback host besides its own names. */
  readonly allowedHosts: readonly string[];
}

/** One cloud's endpoint on a loopback port. */
export class CloudServer {
  readonly endpoint: string;
  readonly #server: Server;

  private constructor(server: Server, host: string) {
    this.#server = server;
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new TypeError("The server does not listen on a port.");
    this.endpoint = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
  }

  static async start(cloud: Cloud, parts: PipelineParts, options: ListenOptions): Promise<CloudServer> {
    const answers = new Answers();
    const { host, allowedHosts } = options;
    const open = !isLoopback(host);
    // Nearly all requests name the same host: it is checked once.
    let admitted: string | undefined;
    const admits = ({ headers }: ReceivedRequest): boolean => {
      const named = headers["host"];
      if (open || (named !== undefined && named === admitted)) return true;
      if (!isAllowedHost(named, allowedHosts)) return false;
      admitted = named;
      return true;
    };
    const server = createServer({ keepAlive: true, noDelay: true, keepAliveTimeout: 60_000 }, (incoming, response) => {
      receiveBody(incoming, (request) => {
        const outcome = admits(request) ? process(cloud, parts, request) : misdirected;
        if (outcome instanceof Promise) void outcome.then((settled) => answers.add(response, settled));
        else answers.add(response, outcome);
      });
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

  /** Stops listening and destroys open connections immediately. */
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

/**
 * The answers of one turn of the event loop, sent together at its end. A sleeping client is woken once and not for each
 * answer: waking costs more than the rest of a request.
 */
class Answers {
  #waiting: (readonly [ServerResponse, Outcome])[] = [];

  add(response: ServerResponse, outcome: Outcome): void {
    if (this.#waiting.push([response, outcome]) === 1) setImmediate(this.#sendAll);
  }

  readonly #sendAll = (): void => {
    const answers = this.#waiting;
    this.#waiting = [];
    for (const [response, outcome] of answers) send(response, outcome);
  };
}

function receiveBody(incoming: IncomingMessage, onRequest: (request: ReceivedRequest) => void): void {
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
    onRequest({
      method: incoming.method ?? "",
      target: incoming.url ?? "",
      headers: incoming.headers as ReceivedRequest["headers"],
      body: rest === undefined ? (first ?? noBody) : Buffer.concat(rest),
    });
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
