import { get } from "node:https";
import { fileURLToPath } from "node:url";
import { listClouds, problem, type OperationName } from "@crosstag/operations";
import { CrosstagError } from "@crosstag/core";
import { expect, test } from "vitest";
import { ServiceError, startService } from "../src/index.ts";
import { anybody, memoryService } from "./service-scene.ts";

/** The path of a file with a certificate or a key. */
function file(name: string): string {
  return fileURLToPath(new URL(`../../../test/network/certificates/${name}`, import.meta.url));
}

async function problemIn(response: Response) {
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  const document = problem.parse(await response.json());
  expect(document).toMatchObject({ status: response.status, instance: response.headers.get("X-Request-Id") });
  return document;
}

test("an operation is answered with its document, and every answer has its guards", async () => {
  const { service } = await memoryService({ newRequestId: () => "request-1" });
  const response = await service.app.request("/v1/clouds");
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": "request-1",
  });
  const { clouds } = listClouds.output.parse(await response.json());
  expect(clouds.map(({ name, region }) => [name, region])).toEqual([
    ["east", "memory-1"],
    ["west", "memory-2"],
  ]);
  expect(clouds[0]?.rules.length).toBeGreaterThan(0);
});

test("a caller sees its own clouds, and a caller who may not use an operation learns which permission is missing", async () => {
  const asked: OperationName[] = [];
  const { service } = await memoryService({
    authenticate: (request) => {
      const name = request.headers.get("Authorization");
      if (name === null) throw new ServiceError({ code: "unauthenticated", message: "Who are you?" });
      return {
        ...anybody,
        allowOperation: (operation) => {
          asked.push(operation);
          if (name === "nobody")
            throw new ServiceError({ code: "access-denied", message: "No.", permission: `operations: ${operation}` });
        },
        maySee: ({ cloudNames }) => cloudNames.includes("west"),
      };
    },
  });
  const request = async (headers: Record<string, string>) => service.app.request("/v1/clouds", { headers });
  expect(await problemIn(await request({}))).toMatchObject({ status: 401, code: "unauthenticated" });
  expect(await problemIn(await request({ Authorization: "nobody" }))).toMatchObject({
    status: 403,
    permission: "operations: list-clouds",
  });
  const { clouds } = listClouds.output.parse(await (await request({ Authorization: "west" })).json());
  expect(clouds.map(({ name }) => name)).toEqual(["west"]);
  expect(asked).toEqual(["list-clouds", "list-clouds"]);
});

test("a request without an operation is refused", async () => {
  const { service } = await memoryService({
    authenticate: (request) => {
      if (request.headers.has("X-Fail")) throw new TypeError("secret");
      throw new CrosstagError({ code: "access-denied", provider: "aws", message: "The cloud says no." });
    },
  });
  const refused = async (path: string, init?: RequestInit) => problemIn(await service.app.request(path, init));
  expect(await refused("/v1/nothing-like-it")).toMatchObject({
    status: 404,
    code: "not-found",
    hint: "The operations are in /v1/openapi.json.",
  });
  for (const [given, meant] of [
    ["/v1/tag-resources", "/v1/tag-resource"],
    ["/list-tags", "/v1/list-tags"],
    ["/v1/run/20260101-000000-abcdef/outcomes", "/v1/runs/20260101-000000-abcdef/outcomes"],
  ] as const)
    expect((await refused(given)).hint).toBe(`Did you mean ${meant}? The operations are in /v1/openapi.json.`);
  expect(await refused("/v1/clouds/../../etc")).toMatchObject({ status: 404 });
  const wrong = await service.app.request("/v1/clouds", { method: "DELETE" });
  expect(wrong.headers.get("Allow")).toBe("GET, HEAD");
  expect(await problemIn(wrong)).toMatchObject({ status: 405 });
  // The caller cannot help it that the cloud refuses the credentials of the service.
  expect(await refused("/v1/clouds")).toMatchObject({ status: 502, code: "access-denied", provider: "aws" });
  const failed = await refused("/v1/clouds", { headers: { "X-Fail": "yes" } });
  expect(failed).toMatchObject({ status: 500, code: "internal" });
  expect(JSON.stringify(failed)).not.toContain("secret");
});

test("it listens, says whether it is ready, and ends", async () => {
  const { service } = await memoryService();
  const running = await startService(service, { port: 0 });
  expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${running.url}/readyz`)).json()).toEqual({ status: "ready" });
  expect(await (await fetch(`${running.url}/v1/openapi.json`)).json()).toMatchObject({ openapi: "3.1.0" });
  await expect(startService(service, { port: Number(new URL(running.url).port) })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringContaining("another program listens there") as string,
  });
  await running.close();
  expect((await service.app.request("/readyz")).status).toBe(503);
  expect(await problemIn(await service.app.request("/v1/clouds"))).toMatchObject({ status: 503, code: "unavailable" });
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow("fetch failed");
});

test("it speaks TLS with the given files, and says which of them it cannot use", async () => {
  const { service } = await memoryService();
  const certificateFile = file("server.pem");
  for (const [keyFile, message] of [
    ["/nowhere/key.pem", "/nowhere/key.pem cannot be read"],
    [file("README.md"), "are not a certificate and its key"],
  ] as const)
    await expect(startService(service, { port: 0, tls: { certificateFile, keyFile } })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(message) as string,
    });
  const tls = { certificateFile, keyFile: file("server-key.pem") };
  const running = await startService(service, { port: 0, tls });
  expect(running.url).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    get(`${running.url}/healthz`, { rejectUnauthorized: false }, ({ statusCode }) => resolve(statusCode)).on(
      "error",
      reject,
    );
  });
  expect(status).toBe(200);
  await running.close();
});

test("requests under way can end while the service stops, and events end first", async () => {
  const { service } = await memoryService();
  const { lives } = service;
  const [usual, events] = [lives.begin({}), lives.begin({ endsFirst: true })];
  const closed = service.close({ drainMs: 60_000 });
  expect([usual.signal.aborted, events.signal.aborted]).toEqual([false, true]);
  expect(events.signal.reason).toMatchObject({ code: "unavailable", retry: "transient" });
  expect((await service.app.request("/v1/clouds")).status).toBe(503);
  events.end();
  usual.end();
  await closed;
});
