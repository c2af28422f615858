import type { CrosstagEvent, EventListener } from "@crosstag/core";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** The counts of runs by their state. */
export type RunStates = () => Promise<Readonly<Record<string, number>>>;

/** A request that has been answered. */
export interface AnsweredRequest {
  /** The name of the operation; `other`: an address that belongs to no operation. */
  readonly operation: string;
  /** The HTTP status. */
  readonly status: number;
  /** Until the last byte of the answer was taken. */
  readonly seconds: number;
}

/**
 * The metrics of a service, for Prometheus. Labels are names of operations, clouds, accounts, regions, quotas and codes: never
 * names of resources, tag keys or values, so that their number has a limit.
 */
export interface ServiceMetrics {
  /** The media type of `text`. */
  readonly contentType: string;
  /** Counts the calls of the engine; for `engine.onEvent` of `openCrosstag`. */
  readonly onEvent: EventListener;
  /** Counts a request. */
  requestAnswered(request: AnsweredRequest): void;
  /** Counts a write whose outcomes could not be written down. */
  writeUnrecorded(): void;
  /** The metrics as text. */
  text(): Promise<string>;
}

const REQUEST_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];
const CALL_SECONDS = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 15];

/** Creates the metrics of one service. They have a registry of their own. */
export function createServiceMetrics(runStates: RunStates = async () => ({})): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "crosstag_requests_total",
    help: "Answered HTTP requests.",
    labelNames: ["operation", "status"],
    registers,
  });
  const requestSeconds = new Histogram({
    name: "crosstag_request_duration_seconds",
    help: "Time from the first byte of a request to the last of its answer.",
    labelNames: ["operation"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const unrecorded = new Counter({
    name: "crosstag_unrecorded_writes_total",
    help: "Writes of tags whose outcomes could not be written to the journal.",
    registers,
  });
  // oxlint-disable-next-line no-new -- it registers itself
  new Gauge({
    name: "crosstag_runs",
    help: "Runs by their state.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries(await runStates())) this.set({ state }, count);
    },
  });
  return {
    contentType: registry.contentType,
    onEvent: wireMetrics(registry),
    requestAnswered: ({ operation, status, seconds }) => {
      requests.inc({ operation, status });
      requestSeconds.observe({ operation }, seconds);
    },
    writeUnrecorded: () => unrecorded.inc(),
    text: () => registry.metrics(),
  };
}

/** Counts what calls of clouds do. */
function wireMetrics(registry: Registry): EventListener {
  const registers = [registry];
  const calls = new Counter({
    name: "crosstag_cloud_calls_total",
    help: "Calls of clouds, each attempt; code is ok or the code of the error.",
    labelNames: ["provider", "operation", "code"],
    registers,
  });
  const callSeconds = new Histogram({
    name: "crosstag_cloud_call_duration_seconds",
    help: "Time of one attempt of a call of a cloud.",
    labelNames: ["provider", "operation"],
    buckets: CALL_SECONDS,
    registers,
  });
  const throttles = new Counter({
    name: "crosstag_cloud_throttles_total",
    help: "Calls that a cloud refused because of a quota.",
    labelNames: ["provider", "account", "region", "quota"],
    registers,
  });
  const pace = new Gauge({
    name: "crosstag_lane_requests_per_second",
    help: "The rate of a quota after the last throttled call.",
    labelNames: ["provider", "account", "region", "quota"],
    registers,
  });
  const runPace = new Gauge({
    name: "crosstag_run_requests_per_second",
    help: "The rate of the slowest quota that a run uses, by cloud, account and region.",
    labelNames: ["scope"],
    registers,
  });
  return (event: CrosstagEvent) => {
    if (event.type === "call-settled") {
      const { provider, operation, code = "ok", durationMs } = event;
      calls.inc({ provider, operation, code });
      callSeconds.observe({ provider, operation }, durationMs / 1000);
    } else if (event.type === "call-throttled") {
      const { provider, account = "", region, quota, requestsPerSecond } = event;
      throttles.inc({ provider, account, region, quota });
      pace.set({ provider, account, region, quota }, requestsPerSecond);
    } else if (event.type === "run-progress") {
      runPace.set({ scope: event.scope }, event.requestsPerSecond);
    }
  };
}
