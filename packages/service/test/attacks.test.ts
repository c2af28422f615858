import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag } from "@crosstag/clouds";
import { startLocalClouds } from "@crosstag/local-clouds";
import { problem } from "@crosstag/operations";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addMetrics,
  allowHosts,
  allowOrigins,
  createService,
  createToken,
  idempotentRequests,
  isLoopbackHost,
  observeService,
  openAccess,
  openServiceState,
  resourcePlaces,
  startService,
  type RunningService,
} from "../src/index.ts";

const now = () => new Date();

const CANARY = { token: "", secret: "canary-cloud-secret-0123456789abcdef", value: "canary-tag-value" };
const MOST_BODY_BYTES = 10_000;

let service: RunningService;
/** The same, with short time limits. */
let impatient: RunningService;
let arn: string;
/** A token whose last day is over. */
let expired: string;
const log: string[] = [];
/** Everything that the service has answered. */
const answers: string[] = [];
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const credentials = { accessKeyId: "AKIACANARY0000000000", secretAccessKey: CANARY.secret };
  const clouds = await startLocalClouds({ aws: { quotas: "off", credentials: [credentials] }, alibaba: false });
  closers.push(() => clouds.close());
  const observation = observeService({ writeLog: (line) => log.push(line), now });
  const { endpoint, account, region } = clouds.aws;
  const crosstag = await openCrosstag({
    configuration: { clouds: { production: { provider: "aws", endpoint, account, region } } },
    credentials: { production: credentials },
    engine: { onEvent: observation.onEvent },
  });
  closers.push(() => crosstag.close());
  ({ arn } = clouds.aws.keys.createKey({ tags: { team: CANARY.value } }));
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-attacks-"));
  closers.push(() => rm(stateFolder, { recursive: true }));

  const { token, hash } = createToken((size) => crypto.getRandomValues(new Uint8Array(size)));
  CANARY.token = token;
  const ended = createToken((size) => crypto.getRandomValues(new Uint8Array(size)));
  expired = ended.token;
  const access = openAccess(
    {
      tokens: [
        { name: "ann", hash, operations: ["*"] },
        { name: "expired", hash: ended.hash, operations: ["*"], expires: "2020-01-01" },
      ],
      accessKeys: [],
    },
    { secrets: new Map(), now },
  );
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  closers.push(() => state.close());
  const context = { crosstag, stateFolder, now, random: Math.random, state };
  const created = createService(context, {
    authenticate: (request) => access.authenticate(request),
    mostBodyBytes: MOST_BODY_BYTES,
    middleware: [
      ...observation.middleware,
      allowHosts(isLoopbackHost),
      allowOrigins((origin) => origin === service.url),
    ],
    operationMiddleware: [idempotentRequests(context, MOST_BODY_BYTES)],
  });
  addMetrics(created.app, observation.metrics, (request) => access.authenticate(request));
  service = await startService(created, { port: 0 });
  // A service of its own: other requests would be cut off, too, on a machine that is busy.
  impatient = await startService(created, { port: 0, headersTimeoutMs: 300, requestTimeoutMs: 600 });
  closers.push(() => Promise.all([service.close(), impatient.close()]));
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** Sends bytes, and returns what came until the service closed the connection. */
async function sendRaw(bytes: string, { url } = service): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: string[] = [];
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes));
    const finish = () => {
      answers.push(...received);
      resolve(received.join(""));
    };
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => received.push(text));
    // A connection that is reset while it is still being written to has been refused, too.
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE" ? finish() : reject(error),
    );
    socket.on("close", finish);
  });
}

/** The last request on a connection. */
const last = (target: string, host = "127.0.0.1") =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nAuthorization: Bearer ${CANARY.token}\r\n\r\n`;

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

async function send(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${service.url}${path}`, init);
  const text = await response.text();
  answers.push(text, JSON.stringify([...response.headers]));
  return { status: response.status, headers: response.headers, text };
}

const authorized = (headers: Readonly<Record<string, string>> = {}) => ({
  ...headers,
  Authorization: `Bearer ${CANARY.token}`,
});
const post = (body: string, headers: Readonly<Record<string, string>> = {}) => ({
  method: "POST",
  body,
  headers: authorized({ "Content-Type": "application/json", ...headers }),
});
const tagging = (value: string) => JSON.stringify({ resources: [arn], tags: { stage: value } });

test("a caller without a valid token gets a challenge, and nothing else", async () => {
  for (const value of [
    undefined,
    "Bearer ct_wrong",
    `Basic ${CANARY.token}`,
    `Bearer ${CANARY.token}x`,
    `Bearer ${expired}`,
  ]) {
    const { status, headers, text } = await send(
      "/v1/clouds",
      value === undefined ? {} : { headers: { Authorization: value } },
    );
    expect([status, problem.parse(JSON.parse(text)).code]).toEqual([401, "unauthenticated"]);
    expect(headers.get("WWW-Authenticate")).toMatch(/^Bearer realm="crosstag"/);
  }
  expect((await send("/v1/clouds", { headers: authorized() })).status).toBe(200);
});

const statusFrom = async (host: string) => statusesIn(await sendRaw(last("/v1/clouds", host)))[0];
const statusWith = async (headers: Readonly<Record<string, string>>) =>
  (await send("/v1/clouds", { headers: authorized(headers) })).status;

test("other hosts and origins are refused: a page cannot reach the service under a name of its own", async () => {
  const { host: own, port } = new URL(service.url);
  expect([await statusFrom(own), await statusFrom(`LOCALHOST:${port}`), await statusFrom("[::1]")]).toEqual([
    200, 200, 200,
  ]);
  for (const host of [`rebound.example:${port}`, "127.0.0.1.example", "localhost.", "[::ffff:7f00:1]"])
    expect([host, await statusFrom(host)]).toEqual([host, 421]);
  expect([await statusWith({ Origin: service.url }), await statusWith({ "Sec-Fetch-Site": "none" })]).toEqual([
    200, 200,
  ]);
  for (const origin of ["https://evil.example", "null", `${service.url}.evil.example`, `https://${own}`])
    expect([origin, await statusWith({ Origin: origin })]).toEqual([origin, 403]);
  expect(await statusWith({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
});

test("no path leads out of the routes", async () => {
  const paths = [
    "/../../etc/passwd",
    "/v1/../../etc/passwd",
    "/v1/%2e%2e/%2e%2e/etc/passwd",
    "/v1/plans/..%2f..%2f..%2fetc%2fpasswd",
    "/v1/runs/%00",
    "/v1/runs/....//....//etc/passwd",
    `/v1/runs/${"a".repeat(5000)}`,
    "//etc/passwd",
    "/v1/clouds/%",
    "http://evil.example/v1/clouds",
    "/%5c..%5c..%5cetc%5cpasswd",
  ];
  for (const path of paths) {
    const text = await sendRaw(last(path));
    const [status = 0] = statusesIn(text);
    expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    expect(text).not.toContain("root:");
  }
});

test("a body that is too large or too slow, and headers that never end, are cut off", async () => {
  expect((await send("/v1/tag-resource", post(tagging("x".repeat(MOST_BODY_BYTES))))).status).toBe(413);
  expect(
    (await send("/v1/tag-resource", post(tagging("x".repeat(MOST_BODY_BYTES)), { "Idempotency-Key": "k" }))).status,
  ).toBe(413);
  const head = `POST /v1/tag-resource HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${CANARY.token}\r\nContent-Type: application/json\r\n`;
  const chunk = `${(1000).toString(16)}\r\n${"x".repeat(1000)}\r\n`;
  const unsaid = await sendRaw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`);
  expect(statusesIn(unsaid)).toEqual([413]);
  const slow = await Promise.all([
    sendRaw(`${head}Content-Length: 100\r\n\r\n{`, impatient),
    sendRaw("GET /v1/clouds HTTP/1.1\r\nHost: 127", impatient),
    sendRaw(`GET /v1/clouds HTTP/1.1\r\nX-Long: ${"y".repeat(100_000)}\r\n\r\n`),
  ]);
  expect(slow.flatMap(statusesIn)).toEqual([408, 408, 431]);
  // Two lengths are two requests in one for a proxy that believes the other.
  expect(statusesIn(await sendRaw(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`))).toEqual([
    400,
  ]);
});

test("10,000 malformed requests are refused, and the service is alive", async () => {
  const owned = `Host: 127.0.0.1\r\nAuthorization: Bearer ${CANARY.token}\r\n`;
  const dear = [
    `POST /v1/tag-resource HTTP/1.1\r\n${owned}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"tags":[`,
    `POST /v1/tag-resource HTTP/1.1\r\n${owned}Content-Type: text/html\r\nContent-Length: 2\r\n\r\n[]`,
    "POST /v1/clouds HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}",
  ];
  // Most are of the forms that cost this test the least.
  const cheap = [
    `DELETE /${CANARY.value}?${CANARY.token} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
    "GET /v1/clouds HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \r\n\r\n",
  ];
  const requests = Array.from({ length: 500 }, (_, nth) =>
    nth % 20 === 0 ? dear[(nth / 20) % dear.length] : cheap[nth % cheap.length],
  ).join("");
  let refused = 0;
  for (let round = 0; round < 19; round += 1) {
    const statuses = statusesIn(await sendRaw(requests + last("/")));
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
    refused += statuses.length - 1;
  }
  expect(refused).toBe(9500);
  // The parser of HTTP closes the connection after each of these.
  const broken = [
    "\r\n\r\n\r\nx",
    "GET",
    "\0\0\0\0",
    "GET / HTTP/9.9\r\n\r\n",
    "\u{16}\u{3}\u{1}\0\0 TLS",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  ];
  for (let round = 0; round < 10; round += 1)
    await Promise.all(Array.from({ length: 50 }, async (_, nth) => sendRaw(`${broken[nth % broken.length]}\r\n\r\n`)));
  expect((await send("/readyz")).status).toBe(200);
});

test("metrics are for this machine, or a caller with the permission", async () => {
  expect((await send("/metrics")).text).toContain("crosstag_requests_total");
  expect((await send("/metrics", { headers: authorized() })).status).toBe(200);
  expect((await send("/metrics", { headers: { Authorization: `Bearer ${expired}` } })).status).toBe(401);
  for (const header of ["X-Forwarded-For", "Forwarded", "Via"])
    expect((await send("/metrics", { headers: { [header]: "10.0.0.1" } })).status).toBe(401);
});

test("the token, the secret of the cloud and tag values are in no log, metric or answer", async () => {
  const written = await send("/v1/tag-resource", post(tagging(CANARY.value)));
  expect(JSON.parse(written.text)).toMatchObject({ counts: { changed: 1 } });
  await send(
    "/v1/tag-resource",
    post(JSON.stringify({ resources: [arn], tags: { [CANARY.value]: { [CANARY.token]: 1 } } })),
  );
  await send("/v1/tag-resource", post(JSON.stringify({ resources: [`${arn}x`], tags: { stage: "bad\u0007value" } })));
  const seen = [...log, ...answers].join("\n");
  expect(log.length).toBeGreaterThan(9500);
  for (const canary of [CANARY.token, CANARY.secret, CANARY.value.slice(1)])
    expect(log.join("\n")).not.toContain(canary);
  expect(seen).not.toContain(CANARY.token);
  expect(seen).not.toContain(CANARY.secret);
  expect((await send("/metrics")).text).not.toContain("canary");
});
