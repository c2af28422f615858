import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@crosstag/core";
import { findResources, problem, tagResource, type OPERATIONS } from "@crosstag/operations";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BoundAnswer } from "../src/http/bind-operation.ts";
import { operationRoute } from "../src/http/operation-route.ts";
import { problemResponse } from "../src/http/problem-response.ts";
import { RequestLives } from "../src/http/request-lives.ts";
import type { ServiceEnvironment } from "../src/http/service-environment.ts";
import { ServiceError } from "../src/http/service-error.ts";
import type { Caller, ServiceCall } from "../src/index.ts";
import { idempotentRequests } from "../src/limits/idempotent-requests.ts";
import { anybody } from "./service-scene.ts";

let stateFolder: string;
let now: Date;
beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), "crosstag-idempotency-"));
  now = new Date("2026-12-31T12:00:00Z");
});
afterEach(() => rm(stateFolder, { recursive: true }));

interface Process {
  readonly send: (
    key: string | undefined,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  /** The bodies that the operation was performed with. */
  readonly performed: string[];
  perform: (caller: Caller) => BoundAnswer | Promise<BoundAnswer>;
  /** Who calls. */
  caller: Caller;
}

/** The service of one process, with one operation. */
function startProcess(operation: (typeof OPERATIONS)[number] = tagResource): Process {
  const app = new Hono<ServiceEnvironment>();
  app.onError((error, context) => problemResponse(error, context.get("requestId")));
  app.use(async (context, next) => {
    context.set("requestId", "request-1");
    context.set("operation", operation);
    context.set("caller", { ...scene.caller, name: context.req.header("X-Caller") ?? "ann" });
    await next();
  });
  app.use(idempotentRequests({ stateFolder, now: () => now }, 1000));
  const performed: string[] = [];
  const scene: Process = {
    caller: anybody,
    performed,
    perform: () => ({ status: 207, document: { nth: performed.length, body: performed.at(-1) } }),
    send: async (key, body = "{}", headers = {}) =>
      app.request("/v1/tag-resource", {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/json",
          ...headers,
          ...(key !== undefined && { "Idempotency-Key": key }),
        },
      }),
  };
  const perform = async (given: unknown, { caller }: ServiceCall) => {
    performed.push(JSON.stringify(given));
    return scene.perform(caller);
  };
  const limits = { lives: new RequestLives(systemClock), mostBodyBytes: 1000, timeLimitMs: 60_000 };
  app.post("/v1/tag-resource", operationRoute({ definition: operation, perform }, limits));
  return scene;
}

const codeIn = async (response: Response) => {
  const { code, status } = problem.parse(await response.json());
  return `${status} ${code}`;
};

test("a repeated request gets the first answer, also from the next process, for a day", async () => {
  const first = startProcess();
  const answer = await first.send("key-1", '{"a":1}');
  expect([answer.status, answer.headers.get("Idempotency-Replayed"), await answer.json()]).toEqual([
    207,
    null,
    { nth: 1, body: '{"a":1}' },
  ]);
  for (const process of [first, startProcess()]) {
    const again = await process.send("key-1", '{"a":1}');
    expect([again.status, again.headers.get("Idempotency-Replayed"), await again.json()]).toEqual([
      207,
      "true",
      { nth: 1, body: '{"a":1}' },
    ]);
  }
  expect(await codeIn(await first.send("key-1", '{"a":2}'))).toBe("422 invalid-request");
  // Keys belong to a caller, and requests without one are not remembered.
  expect(await (await first.send("key-1", '{"a":2}', { "X-Caller": "bob" })).json()).toMatchObject({ nth: 2 });
  await first.send(undefined);
  await first.send(undefined);
  expect(first.performed).toHaveLength(4);

  const files = await readdir(join(stateFolder, "idempotency"));
  expect(files).toHaveLength(2);
  const { mode } = await stat(join(stateFolder, "idempotency", files[0] ?? ""));
  expect(process.platform === "win32" || (mode & 0o777) === 0o600).toBe(true);

  now = new Date("2027-01-01T12:00:01Z");
  expect(await (await first.send("key-1", '{"a":2}')).json()).toMatchObject({ nth: 5 });
  expect(await readdir(join(stateFolder, "idempotency"))).toHaveLength(1);
});

test("an answer is not given again to a caller that may no longer do what it reports", async () => {
  const shop = { provider: "aws", cloudNames: ["shop"], account: "111122223333" };
  const service = startProcess();
  service.perform = (caller) => {
    caller.allowChange([shop], ["team"]);
    return { status: 200, document: { done: true } };
  };
  await service.send("key-1");
  const next = startProcess();
  const asked: unknown[] = [];
  next.caller = {
    ...anybody,
    allowChange: (...change) => {
      asked.push(change);
      throw new ServiceError({ code: "access-denied", message: "No.", permission: "tagKeys: team" });
    },
  };
  expect(await codeIn(await next.send("key-1"))).toBe("403 access-denied");
  expect([asked, next.performed]).toEqual([[[[shop], ["team"]]], []]);
  next.caller = anybody;
  expect((await next.send("key-1")).headers.get("Idempotency-Replayed")).toBe("true");
});

test("a request that repeats one under way is refused, and gets its answer later", async () => {
  const service = startProcess();
  let finish: (() => void) | undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begin: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  service.perform = async () => {
    begin?.();
    await finished;
    return { status: 200, document: { done: true } };
  };
  const first = service.send("key-1");
  await begun;
  const second = await service.send("key-1");
  expect([second.headers.get("Retry-After"), await codeIn(second)]).toEqual(["1", "409 conflict"]);
  expect(await codeIn(await service.send("key-1", '{"other":1}'))).toBe("422 invalid-request");
  // The process is gone before the first has ended: the next one cannot know what was done.
  const next = startProcess();
  const lost = await next.send("key-1");
  expect(problem.parse(await lost.clone().json()).detail).toContain("It may have been applied");
  expect([await codeIn(lost), next.performed]).toEqual(["409 conflict", []]);
  finish?.();
  expect(await (await first).json()).toEqual({ done: true });
  expect((await service.send("key-1")).headers.get("Idempotency-Replayed")).toBe("true");
});

test("a refused request can be repeated; one that failed in the middle may have been applied", async () => {
  const service = startProcess();
  service.perform = () => {
    throw new ServiceError({ code: "access-denied", message: "No." });
  };
  expect(await codeIn(await service.send("key-1"))).toBe("403 access-denied");
  service.perform = () => {
    throw new ServiceError({ code: "deadline-exceeded", message: "Too long." });
  };
  expect(await codeIn(await service.send("key-1"))).toBe("504 deadline-exceeded");
  expect(await codeIn(await service.send("key-1"))).toBe("409 conflict");
  expect(service.performed).toHaveLength(2);
});

test("a disk that cannot be written refuses what has not begun, and keeps no answer from its caller", async () => {
  const service = startProcess();
  const folder = join(stateFolder, "idempotency");
  const blockFolder = async () => {
    await rm(folder, { recursive: true, force: true });
    await writeFile(folder, "");
  };
  service.perform = async () => {
    await blockFolder();
    return { status: 200, document: { done: true } };
  };
  expect(await (await service.send("key-1")).json()).toEqual({ done: true });
  const refused = problem.parse(await (await service.send("key-2")).json());
  expect(refused).toMatchObject({ status: 500, code: "configuration" });
  expect(refused.detail).toMatch(/^The folder of idempotency keys .* cannot be used: .* Nothing was done\.$/);
  expect(service.performed).toHaveLength(1);
});

test("a key has a form, a body has a limit, and reads need neither", async () => {
  const service = startProcess();
  expect(await codeIn(await service.send("two words"))).toBe("422 invalid-request");
  expect(await codeIn(await service.send("k".repeat(256)))).toBe("422 invalid-request");
  expect(await codeIn(await service.send("key-1", "x".repeat(1001)))).toBe("413 invalid-request");
  expect(service.performed).toEqual([]);
  const reads = startProcess(findResources);
  await reads.send("key-1");
  await reads.send("key-1");
  expect(reads.performed).toHaveLength(2);
});
