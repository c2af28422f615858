import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpTransport, type HttpRequest } from "../src/http.ts";
import { transportFailure } from "../src/index.ts";

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
