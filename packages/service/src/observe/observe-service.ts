import type { EventListener } from "@crosstag/core";
import type { MiddlewareHandler } from "hono";
import type { ServiceEnvironment } from "../http/service-environment.ts";
import { withAnswerEnd } from "./answer-end.ts";
import { requestRecord, type RequestRecord } from "./request-record.ts";
import { createServiceMetrics, type RunStates, type ServiceMetrics } from "./service-metrics.ts";
import { callSpans, requestSpans } from "./spans.ts";

/** Options of `observeService`. */
export interface ObserveOptions {
  /** Takes a line of the log without its line break. What it throws is dropped. Default: no log. */
  readonly writeLog?: ((line: string) => void) | undefined;
  /** The counts of runs by their state. Default: none. */
  readonly runStates?: RunStates | undefined;
  /** The present, for the log. */
  readonly now: () => Date;
  /** Milliseconds of a clock that is never set. Default: the process's. */
  readonly elapsedMs?: (() => number) | undefined;
}

/** What watches a service. */
export interface ServiceObservation {
  /** For `engine.onEvent` of `openCrosstag`: counts calls of clouds, and makes spans of them. */
  readonly onEvent: EventListener;
  /** For `middleware` of `createService`, as the first. */
  readonly middleware: readonly MiddlewareHandler<ServiceEnvironment>[];
  /** For `addMetrics`. */
  readonly metrics: ServiceMetrics;
}

/** Watches a service: a line in the log for every request, metrics, and spans of OpenTelemetry. */
export function observeService(options: ObserveOptions): ServiceObservation {
  const metrics = createServiceMetrics(options.runStates);
  const onCallSpan = callSpans();
  return {
    onEvent: (event) => {
      metrics.onEvent(event);
      onCallSpan(event);
    },
    middleware: [watchRequests(metrics, options), requestSpans()],
    metrics,
  };
}

function watchRequests(
  metrics: ServiceMetrics,
  { writeLog, now, elapsedMs = () => performance.now() }: ObserveOptions,
): MiddlewareHandler<ServiceEnvironment> {
  return async (context, next) => {
    const begin = elapsedMs();
    await next();
    const answer = withAnswerEnd(context.res, () => {
      const durationMs = elapsedMs() - begin;
      const operation = context.get("operation")?.name ?? "other";
      metrics.requestAnswered({ operation, status: context.res.status, seconds: durationMs / 1000 });
      writeRecord(requestRecord(context, { time: now(), durationMs }), writeLog);
    });
    // To set it again would make a stream of an answer that is whole.
    if (answer !== context.res) context.res = answer;
  };
}

/** A log that cannot be written must not fail the request. */
function writeRecord(record: RequestRecord, writeLog: ObserveOptions["writeLog"]): void {
  try {
    writeLog?.(JSON.stringify(record));
  } catch {
    // There is nowhere else to report it.
  }
}
