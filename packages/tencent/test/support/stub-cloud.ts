import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as it was received. */
interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

type Answering = (response: ServerResponse, request: ReceivedRequest, socket: Socket) => void;

/** A server that is not a cloud: answers what a test sets, and records the requests. */
export interface StubCloud extends AsyncDisposable {
  readonly endpoint: string;
  readonly requests: ReceivedRequest[];
  answer: Answering;
}

export const REQUEST_ID = "b1f210dc-e52c-4a86-b9dd-7492343d46c7";

/** Answers with fields of a success, or with `Error`. */
export function answerFields(fields: object, status = 200, headers: Readonly<Record<string, string>> = {}): Answering {
  const text = JSON.stringify({ Response: { RequestId: REQUEST_ID, ...fields } });
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  };
}

export async function startStubCloud(answer: Answering = answerFields({})): Promise<StubCloud> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request = {
        headers: incoming.headers,
        action: String(incoming.headers["x-tc-action"]),
        parameters: JSON.parse(Buffer.concat(chunks).toString()) as ReceivedRequest["parameters"],
      };
      requests.push(request);
      stub.answer(response, request, incoming.socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stub: StubCloud = {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    answer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
