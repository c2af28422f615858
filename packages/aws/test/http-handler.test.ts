import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpHandler } from "../src/http-handler.ts";
import { startAnsweringServer } from "./support/answering-server.ts";

type Request = Parameters<HttpHandler["handle"]>[0];

let handler: HttpHandler;
beforeEach(() => void (handler = new HttpHandler()));
afterEach(() => handler.destroy());

function requestTo(endpoint: string, body = '{"Größe":"値"}'): Request {
  const { protocol, hostname, port } = new URL(endpoint);
  const bytes = Buffer.from(body);
  return {
    method: "POST",
    protocol,
    hostname,
    port: Number(port),
    path: "/",
    query: {},
    headers: { "content-length": `${bytes.length}` },
    body: bytes,
  };
}

/** A server that handles each request by its number. */
async function startTcpServer(onData: (socket: Socket, requestNumber: number) => void) {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", () => onData(socket, (requests += 1)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answer = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test("bytes arrive unchanged, over connections that are reused", async () => {
  const seen = new Set<unknown>();
  await using server = await startAnsweringServer((request, response, body) => {
    seen.add(request.socket);
    response.setHeader("set-cookie", ["a", "b"]);
    response.end(body);
  });
  for (let call = 0; call < 10; call += 1) {
    const { response } = await handler.handle(requestTo(server.endpoint));
    expect(response.statusCode).toBe(200);
    expect(response.headers).not.toHaveProperty("set-cookie");
    expect(String(response.body)).toBe('{"Größe":"値"}');
  }
  // A connection rests for a moment after an answer; a call made meanwhile takes another.
  expect(seen.size).toBeLessThanOrEqual(2);
});

test("a reused connection that breaks may have delivered the request", async () => {
  await using server = await startTcpServer((socket, number) => {
    if (number === 1) socket.write(answer("{}"));
    else socket.resetAndDestroy();
  });
  await handler.handle(requestTo(server.endpoint));
  await expect(handler.handle(requestTo(server.endpoint))).rejects.toMatchObject({
    reason: "network",
    sent: "maybe",
    networkCode: "ECONNRESET",
  });
});

test("a truncated answer is a failure", async () => {
  await using server = await startTcpServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"));
  await expect(handler.handle(requestTo(server.endpoint))).rejects.toMatchObject({ reason: "network", sent: "maybe" });
});

test("an answer that does not start or does not end times out", async () => {
  await using silent = await startTcpServer(() => {});
  await using halting = await startTcpServer((socket) =>
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"),
  );
  for (const { endpoint } of [silent, halting]) {
    await expect(handler.handle(requestTo(endpoint), { requestTimeout: 50 })).rejects.toMatchObject({
      reason: "timeout",
      sent: "maybe",
    });
  }
});

test("an answer that is too large ends the call", async () => {
  await using server = await startAnsweringServer((_request, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write("x".repeat(1 << 16)));
    };
    response.on("drain", pour);
    pour();
  });
  await expect(handler.handle(requestTo(server.endpoint))).rejects.toMatchObject({ reason: "network", sent: "maybe" });
});

test("without a connection, nothing was sent", async () => {
  const closed = await startTcpServer(() => {});
  await closed[Symbol.asyncDispose]();
  await expect(handler.handle(requestTo(closed.endpoint))).rejects.toMatchObject({
    sent: "no",
    networkCode: "ECONNREFUSED",
  });

  const withoutCertificate = createHttpsServer();
  await new Promise<void>((resolve) => withoutCertificate.listen(0, "127.0.0.1", resolve));
  const { port } = withoutCertificate.address() as AddressInfo;
  await expect(handler.handle(requestTo(`https://127.0.0.1:${port}`))).rejects.toMatchObject({
    reason: "network",
    sent: "no",
  });
  withoutCertificate.close();
});

test("plain http to another computer is refused, and an aborted signal sends nothing", async () => {
  await expect(handler.handle(requestTo("http://kms.example.com"))).rejects.toMatchObject({ code: "configuration" });
  await using server = await startTcpServer(() => expect.unreachable());
  await expect(handler.handle(requestTo(server.endpoint), { abortSignal: AbortSignal.abort() })).rejects.toMatchObject({
    reason: "canceled",
    sent: "no",
  });
});
