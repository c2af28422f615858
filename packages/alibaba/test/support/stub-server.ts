import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The body, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type Answering = (response: ServerResponse, request: ReceivedRequest, socket: Socket) => void;

/** A server that is not a cloud: answers what a test sets, and records the requests. */
export interface StubServer {
  readonly endpoint: string;
  readonly host: string;
  readonly requests: ReceivedRequest[];
  readonly sockets: Set<Socket>;
  answer: Answering;
  close(): Promise<void>;
}

export const REQUEST_ID = "b1f210dc-e52c-4a86-b9dd-7492343d46c7";

export function answerJson(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

export function answerText(text: string, status: number, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers }).end(text);
  };
}

export async function startStubServer(answer: Answering = answerJson({ RequestId: REQUEST_ID })): Promise<StubServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const request = {
        method: incoming.method ?? "",
        url: incoming.url ?? "",
        headers: incoming.headers,
        body,
        parameters: Object.fromEntries(new URLSearchParams(body)),
      };
      requests.push(request);
      stub.answer(response, request, incoming.socket);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: StubServer = {
    endpoint: `http://${host}`,
    host,
    requests,
    sockets,
    answer,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}
