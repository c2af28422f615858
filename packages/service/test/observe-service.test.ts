import { context as otel, propagation, SpanStatusCode, trace, type Span } from "@opentelemetry/api";
import type { CrosstagEvent } from "@crosstag/core";
import { tagResource } from "@crosstag/operations";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { guardResponse } from "../src/http/guard-response.ts";
import { problemResponse } from "../src/http/problem-response.ts";
import type { ServiceEnvironment } from "../src/http/service-environment.ts";
import { ServiceError } from "../src/http/service-error.ts";
import { observeService } from "../src/observe/observe-service.ts";
import type { RequestRecord } from "../src/observe/request-record.ts";
import { anybody } from "./service-scene.ts";

const CANARY = "canary-5f1d";

const call = { call: 1, provider: "aws", region: "eu-central-1", account: "111122223333", resources: 3, attempt: 1 };
const EVENTS: readonly CrosstagEvent[] = [
  { ...call, type: "call-started", operation: "writeTags" },
  { ...call, type: "call-settled", operation: "writeTags", durationMs: 300, code: "throttled" },
  { ...call, type: "call-throttled", operation: "writeTags", quota: "tag-writes", requestsPerSecond: 2.5 },
  { ...call, attempt: 2, type: "call-started", operation: "writeTags" },
  { ...call, attempt: 2, type: "call-settled", operation: "writeTags", durationMs: 40, requestId: "cloud-1" },
  {
    type: "run-progress",
    scope: "aws/111122223333/eu-central-1",
    resources: 9,
    settled: 3,
    failed: 0,
    unknown: 0,
    plannedCalls: 9,
    calls: 3,
    throttled: 1,
    requestsPerSecond: Number.POSITIVE_INFINITY,
  },
];

function observed() {
  const lines: string[] = [];
  let elapsed = 0;
  const observation = observeService({
    writeLog: (line) => lines.push(line),
    runStates: async () => ({ running: 2 }),
    now: () => new Date("2026-12-31T12:00:00Z"),
    elapsedMs: () => (elapsed += 25),
  });
  const app = new Hono<ServiceEnvironment>();
  app.onError((error, context) => {
    context.set("failure", error);
    return problemResponse(error, context.get("requestId"));
  });
  app.use(
    guardResponse(() => "request-1"),
    ...observation.middleware,
  );
  app.post("/v1/tag-resource", async (context) => {
    context.set("operation", tagResource);
    context.set("caller", { ...anybody, name: "ann" });
    const kind = await context.req.text();
    if (kind === "refused")
      throw new ServiceError({ code: "access-denied", message: CANARY, permission: "tagKeys: team" });
    if (kind === "broken") throw new TypeError(CANARY);
    for (const event of EVENTS) observation.onEvent(event);
    if (kind === "lines")
      return new Response(new Blob(["1\n", "2\n"]).stream(), { headers: { "Content-Type": "application/x-ndjson" } });
    context.set("counts", { changed: 3 });
    return context.json({ secret: CANARY });
  });
  const send = async (body: string) => app.request("/v1/tag-resource", { method: "POST", body });
  const records = () => lines.map((line) => JSON.parse(line) as RequestRecord);
  return { app, send, records, lines, observation };
}

test("every request is one line of JSON, without what was sent or answered", async () => {
  const { app, send, records, lines } = observed();
  await send("done");
  await send("refused");
  await send("broken");
  await app.request(`/${CANARY}?token=${CANARY}`, { headers: { Authorization: `Bearer ${CANARY}` } });
  const time = "2026-12-31T12:00:00.000Z";
  const shared = {
    time,
    requestId: "request-1",
    method: "POST",
    operation: "tag-resource",
    caller: "ann",
    durationMs: 25,
  };
  expect(records()).toEqual([
    { ...shared, level: "info", status: 200, counts: { changed: 3 } },
    { ...shared, level: "warn", status: 403, code: "access-denied", permission: "tagKeys: team" },
    { ...shared, level: "error", status: 500, code: "internal", stack: expect.stringContaining("at ") as unknown },
    { time, requestId: "request-1", method: "GET", level: "warn", status: 404, durationMs: 25 },
  ]);
  expect(lines.join("")).not.toContain(CANARY);
  expect(lines.join("")).not.toContain("\n");
});

test("an answer that is whole is passed on as it is, not as a stream", async () => {
  const { app } = observed();
  const whole = new Response("{}");
  app.get("/whole", () => whole);
  expect(await app.request("/whole")).toBe(whole);
});

test("an answer that is a stream is counted when it has ended, or its reader has gone away", async () => {
  const { send, records } = observed();
  const whole = await send("lines");
  expect(records()).toEqual([]);
  expect(await whole.text()).toBe("1\n2\n");
  expect(records()).toHaveLength(1);
  await (await send("lines")).body?.cancel();
  expect(records()).toHaveLength(2);
});

test("metrics count requests, calls, throttles and runs under names that have a limit", async () => {
  const { app, send, observation } = observed();
  await send("done");
  await send("broken");
  await app.request(`/${CANARY}`);
  observation.metrics.writeUnrecorded();
  const text = await observation.metrics.text();
  const lines = text.split("\n").filter((line) => !line.startsWith("#") && !line.includes("_bucket"));
  expect(lines).toEqual(
    expect.arrayContaining([
      'crosstag_requests_total{operation="tag-resource",status="200"} 1',
      'crosstag_requests_total{operation="tag-resource",status="500"} 1',
      'crosstag_requests_total{operation="other",status="404"} 1',
      'crosstag_request_duration_seconds_sum{operation="tag-resource"} 0.05',
      'crosstag_cloud_calls_total{provider="aws",operation="writeTags",code="throttled"} 1',
      'crosstag_cloud_calls_total{provider="aws",operation="writeTags",code="ok"} 1',
      'crosstag_cloud_throttles_total{provider="aws",account="111122223333",region="eu-central-1",quota="tag-writes"} 1',
      'crosstag_lane_requests_per_second{provider="aws",account="111122223333",region="eu-central-1",quota="tag-writes"} 2.5',
      'crosstag_run_requests_per_second{scope="aws/111122223333/eu-central-1"} +Inf',
      'crosstag_runs{state="running"} 2',
      "crosstag_unrecorded_writes_total 1",
    ]),
  );
  expect(text).not.toContain(CANARY);
});

afterEach(() => {
  trace.disable();
  propagation.disable();
  otel.disable();
});

interface SpanNote {
  name: string;
  attributes: Record<string, unknown>;
  failed: boolean;
  ended: boolean;
}

/** Notes spans, as the provider of a program would export them. */
function noteSpans(): readonly SpanNote[] {
  const notes: SpanNote[] = [];
  const spanOf = (note: SpanNote): Span => {
    const span: Span = {
      spanContext: () => ({ traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 }),
      setAttribute: (key, value) => (Object.assign(note.attributes, { [key]: value }), span),
      setAttributes: (attributes) => (Object.assign(note.attributes, attributes), span),
      addEvent: () => span,
      addLink: () => span,
      addLinks: () => span,
      setStatus: ({ code }) => ((note.failed = code === SpanStatusCode.ERROR), span),
      updateName: (name) => ((note.name = name), span),
      end: () => {
        note.ended = true;
      },
      isRecording: () => true,
      recordException: () => {},
    };
    return span;
  };
  const startSpan = (name: string, { attributes = {} } = {}) => {
    const note = { name, attributes: { ...attributes }, failed: false, ended: false };
    notes.push(note);
    return spanOf(note);
  };
  const provider = { getTracer: () => ({ startSpan, startActiveSpan: () => {} }) };
  trace.setGlobalTracerProvider(provider);
  return notes;
}

test("requests and calls are spans, if the program has a provider", async () => {
  const notes = noteSpans();
  const { send } = observed();
  await send("done");
  await send("broken");
  expect(notes.map(({ name, failed, ended }) => [name, failed, ended])).toEqual([
    ["crosstag tag-resource", false, true],
    ["aws writeTags", true, true],
    ["aws writeTags", false, true],
    ["crosstag tag-resource", true, true],
  ]);
  expect(notes[0]?.attributes).toEqual({
    "crosstag.operation": "tag-resource",
    "crosstag.request_id": "request-1",
    "crosstag.caller": "ann",
    "http.response.status_code": 200,
  });
  expect(notes[2]?.attributes).toMatchObject({ "crosstag.attempt": 2, "crosstag.cloud_request_id": "cloud-1" });
  expect(JSON.stringify(notes)).not.toContain(CANARY);
});
