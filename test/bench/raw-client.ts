import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * Records the exact bytes that an SDK sends. Returns an endpoint that answers everything with `{}`, for a call with the
 * SDK, and then the bytes sent to it.
 */
export async function recordRequests(send: (endpoint: string) => Promise<void>): Promise<Buffer[]> {
  const requests: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (let end = messageEnd(pending); end !== undefined; end = messageEnd(pending)) {
        requests.push(pending.subarray(0, end));
        pending = pending.subarray(end);
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  return requests.map(keepAlive);
}

export interface Load {
  readonly endpoint: string;
  readonly requests: readonly Buffer[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** Requests answered per second, sending recorded bytes over plain sockets; throws on any status other than 200. */
export async function measure(load: Load): Promise<{ readonly perSecond: number; readonly answered: number }> {
  const { hostname, port } = new URL(load.endpoint);
  const started = performance.now();
  const until = started + load.milliseconds;
  let answered = 0;
  let next = 0;
  const drive = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    try {
      await new Promise<void>((resolve, reject) => {
        let pending: Buffer | undefined;
        const send = (): void => {
          const request = load.requests[next % load.requests.length];
          next += 1;
          if (request !== undefined) socket.write(request);
        };
        socket.on("connect", send);
        socket.on("error", reject);
        socket.on("data", (chunk) => {
          pending = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
          const end = messageEnd(pending);
          if (end === undefined) return;
          if (!pending.subarray(0, 12).equals(okay)) reject(new Error(pending.toString()));
          pending = undefined;
          answered += 1;
          if (performance.now() < until) send();
          else resolve();
        });
      });
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: load.connections }, drive));
  return { perSecond: (answered * 1000) / (performance.now() - started), answered };
}

const okay = Buffer.from("HTTP/1.1 200");

/** The end of the first complete HTTP message in the buffer; undefined if none is complete. */
function messageEnd(buffer: Buffer): number | undefined {
  const headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const head = buffer.toString("latin1", 0, headEnd).toLowerCase();
  const at = head.indexOf("\r\ncontent-length:");
  const length = at < 0 ? 0 : Number.parseInt(head.slice(at + "\r\ncontent-length:".length), 10);
  const end = headEnd + 4 + length;
  return buffer.length >= end ? end : undefined;
}

/** SDKs may ask to close the connection; that header is not signed. */
function keepAlive(request: Buffer): Buffer {
  return Buffer.from(
    request.toString("latin1").replace(/\r\nconnection: close/i, "\r\nconnection: keep-alive"),
    "latin1",
  );
}
