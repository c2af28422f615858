import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { CallContext, Failure } from "@crosstag/core/driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { JsonService } from "../src/http.ts";
import { jsonFailure, jsonObjectIn, jsonTextIn } from "../src/index.ts";

const received: { readonly method: string; readonly token: string; readonly body: string }[] = [];
/** What the server answers next. */
let next = { status: 200, body: "{}" };
const server = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ method: request.method ?? "", token: request.headers.authorization ?? "", body });
    response.writeHead(next.status, { location: "http://127.0.0.1:1/" }).end(next.body);
  });
});
let origin: string;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const context = (signal = new AbortController().signal): CallContext => ({ signal, timeoutMs: 10_000 });
const refusedByName: Failure = { code: "refused", retry: "no", applied: "no", scope: "call", message: "Refused." };
const classify = (error: unknown) =>
  jsonFailure(error, {
    cloud: "Example KMS",
    tokenHint: "Set EXAMPLE_TOKEN.",
    explain: ({ code }) => (code === "NO" ? refusedByName : undefined),
  });

async function failureOf(status: number, body: string): Promise<Partial<Failure>> {
  next = { status, body };
  const service = new JsonService({ provider: "example", origin, tokens: () => "t" });
  const failure = await service.send("GET", "/v1/key", context()).then(() => ({}), classify);
  await service.close();
  return failure;
}

test("a request is sent once, with the token and the body", async () => {
  const service = new JsonService({ provider: "example", origin, tokens: async () => "secret-token" });
  next = { status: 200, body: '{"name":"key-1"}' };
  expect(await service.send("PATCH", "/v1/key", context(), { labels: {} })).toEqual({ name: "key-1" });
  expect(received).toEqual([{ method: "PATCH", token: "Bearer secret-token", body: '{"labels":{}}' }]);
  await service.close();
});

test("an error says whether the call may have taken effect", async () => {
  expect(await failureOf(400, '{"code":"NO"}')).toEqual(refusedByName);
  expect(await failureOf(500, '{"code":"OTHER"}')).toMatchObject({ retry: "transient", applied: "maybe" });
  expect(await failureOf(200, "<html>")).toMatchObject({ code: "unavailable", retry: "transient", applied: "maybe" });
  expect(await failureOf(200, "[]")).toMatchObject({ code: "unavailable", applied: "maybe" });
  // Redirects are not followed, and a proxy's refusal stays one.
  expect(await failureOf(302, "{}")).toMatchObject({ retry: "no", applied: "maybe" });
  expect(await failureOf(403, "<html>")).toMatchObject({ code: "unavailable", retry: "no", applied: "maybe" });
});

test("nothing is sent without a token, after the end of a call, and without a server", async () => {
  const before = received.length;
  const tokenless = new JsonService({ provider: "example", origin, tokens: () => undefined });
  const missing = await tokenless.send("GET", "/", context()).catch(classify);
  expect(missing).toMatchObject({ code: "unauthenticated", applied: "no", hint: "Set EXAMPLE_TOKEN." });
  const ended = await tokenless.send("GET", "/", context(AbortSignal.abort())).catch(classify);
  expect(ended).toMatchObject({ code: "canceled", applied: "no" });
  const nowhere = new JsonService({ provider: "example", origin: "http://127.0.0.1:1", tokens: () => "t" });
  const unreachable = await nowhere.send("GET", "/", context()).catch(classify);
  expect(unreachable).toMatchObject({ code: "unavailable", applied: "no", unreachable: true });
  expect(received).toHaveLength(before);
  expect(classify("what")).toMatchObject({ code: "internal", applied: "maybe" });
  await Promise.all([tokenless.close(), nowhere.close()]);
});

test("values of another form are recognized", () => {
  expect(jsonTextIn("")).toBeUndefined();
  expect(jsonTextIn(1)).toBeUndefined();
  expect(jsonTextIn("a")).toBe("a");
  expect(() => jsonObjectIn(null)).toThrow(/unreadable/);
});
