import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpTransport, type HttpRequest } from "../src/http.ts";
import { transportFailure } from "../src/index.ts";
import { shareConnections } from "../src/shared-connections.ts";

let answer: (received: IncomingMessage, response: ServerResponse) => void;
let origin: string;
let transport: HttpTransport;
const server = createServer((received, response) => answer(received, response));

beforeEach(async () => {
  answer = (_request, response) => response.end("{}");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  transport = new HttpTransport({ provider: "example" });
});

afterEach(async () => {
  await transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { origin, method: "POST", path: "/", headers: {}, body: null, ...changes };
}

const context = (signal: AbortSignal) => ({ signal, timeoutMs: 10_000 });

test.each([
  ["a list", ["x-one", "1", "x-two", "2"]],
  ["a record", { "x-one": "1", "x-two": "2" }],
])("headers are %s, and the answer is complete", async (_, headers) => {
  answer = ({ headers: { "x-one": one, "x-two": two } }, response) => response.writeHead(418).end([one, two].join());
  const { status, body } = await transport.send(request({ headers }));
  expect([status, body.toString()]).toEqual([418, "1,2"]);
});

test("a request that ends early says why, and whether it may have been received", async () => {
  const controller = new AbortController();
  answer = () => controller.abort();
  await expect(transport.send(request(), context(controller.signal))).rejects.toMatchObject({
    reason: "canceled",
    sent: "maybe",
  });
  answer = () => {};
  await expect(transport.send(request(), context(AbortSignal.timeout(30)))).rejects.toMatchObject({
    reason: "timeout",
    sent: "maybe",
  });
  await expect(transport.send(request(), undefined, 30)).rejects.toMatchObject({ reason: "timeout", sent: "maybe" });
  for (const [reason, expected] of [
    [undefined, "canceled"],
    [new DOMException("", "TimeoutError"), "timeout"],
    [{ code: "deadline-exceeded" }, "timeout"],
  ] as const) {
    const ended = transport.send(request(), context(AbortSignal.abort(reason)));
    await expect(ended).rejects.toMatchObject({ reason: expected, sent: "no" });
  }
});

test("a request whose time is up before it can be written is not sent", async () => {
  answer = () => expect.unreachable();
  const late = { ...context(new AbortController().signal), isLate: () => true };
  await expect(transport.send(request(), late)).rejects.toMatchObject({ reason: "timeout", sent: "no" });
  answer = (_request, response) => response.end("{}");
  expect(await transport.send(request(), { ...late, isLate: () => false })).toMatchObject({ status: 200 });
});

test("a closed transport sends nothing", async () => {
  answer = () => expect.unreachable();
  await transport.close();
  const error: unknown = await transport.send(request()).catch((reason: unknown) => reason);
  expect(transportFailure(error as never, "Example KMS")).toMatchObject({ code: "canceled", applied: "no" });
});

test("plain http to another machine is refused, unless it is allowed", async () => {
  const elsewhere = request({ origin: "http://kms.example.invalid" });
  await expect(transport.send(elsewhere)).rejects.toMatchObject({ code: "configuration", provider: "example" });
  const allowing = new HttpTransport({ provider: "example", allowPlainHttp: true });
  await expect(allowing.send(elsewhere)).rejects.toMatchObject({ reason: "network", sent: "no" });
  await allowing.close();
});

test("transports of a process share at most 64 connections to a host, and one that is closed leaves the others theirs", async () => {
  const waiting: ServerResponse[] = [];
  let connections = 0;
  const count = () => (connections += 1);
  server.on("connection", count);
  const all = new Promise<void>((resolve) => {
    answer = (_request, response) => {
      if (waiting.push(response) === 64) resolve();
    };
  });
  const other = new HttpTransport({ provider: "other" });
  const sent = [transport, other].map((one) => Array.from({ length: 40 }, () => one.send(request())));
  const results = sent.map((requests) => Promise.allSettled(requests));
  await all;
  expect(connections).toBe(64);
  await transport.close();
  const own = (await results[0]) ?? [];
  expect(own.map((result) => result.status === "rejected" && result.reason)).toMatchObject(
    own.map(() => ({ reason: "network", networkCode: "UND_ERR_DESTROYED" })),
  );
  answer = (_request, response) => response.end("{}");
  for (const response of waiting) response.end("{}");
  expect((await results[1])?.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => "fulfilled"));
  await other.close();
  server.off("connection", count);
});

function share(certificates?: string, environment = {}) {
  return shareConnections("https://kms.example", certificates, environment);
}

test("connections through another proxy or with other authorities are others, and nothing outlives its last user", async () => {
  const proxied = { HTTPS_PROXY: "http://user:secret@proxy.example:3128" };
  const [first, same] = [share(), share()];
  const others = [share("-"), share(undefined, proxied), share("-", proxied)];
  expect(same).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
  await first.release();
  expect(first.pool.destroyed).toBe(false);
  await Promise.all([same, ...others].map((connections) => connections.release()));
  expect(first.pool.destroyed).toBe(true);
  const later = share();
  expect(later).not.toBe(first);
  await later.release();
});
