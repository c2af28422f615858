import {
  context as activeContext,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
  type TextMapGetter,
  type Tracer,
} from "@opentelemetry/api";
import type { CrosstagEvent, EventListener } from "@crosstag/core";
import type { MiddlewareHandler } from "hono";
import type { ServiceEnvironment } from "../http/service-environment.ts";

const TRACER = "@crosstag/service";

/** Looked up for every span: programs register their provider when they like. Without one, spans cost almost nothing. */
const tracer = (): Tracer => trace.getTracer(TRACER);

const HEADERS: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
};

/** One span a request, in the trace of the caller (`traceparent`), if the process has a provider of OpenTelemetry. */
export function requestSpans(): MiddlewareHandler<ServiceEnvironment> {
  return async (context, next) => {
    const parent = propagation.extract(activeContext.active(), context.req.raw.headers, HEADERS);
    const span = tracer().startSpan("crosstag request", { kind: SpanKind.SERVER }, parent);
    try {
      await activeContext.with(trace.setSpan(parent, span), next);
    } finally {
      endRequestSpan(span, {
        status: context.res.status,
        operation: context.get("operation")?.name ?? "other",
        requestId: context.get("requestId"),
        caller: context.get("caller")?.name,
      });
    }
  };
}

interface RequestSpanEnd {
  readonly status: number;
  readonly operation: string;
  readonly requestId: string;
  readonly caller: string | undefined;
}

function endRequestSpan(span: Span, { status, operation, requestId, caller }: RequestSpanEnd): void {
  span.updateName(`crosstag ${operation}`);
  span.setAttributes({
    "crosstag.operation": operation,
    "crosstag.request_id": requestId,
    "http.response.status_code": status,
    ...(caller !== undefined && { "crosstag.caller": caller }),
  });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** One span an attempt of a call of a cloud, inside the span of its request; for `engine.onEvent` of `openCrosstag`. */
export function callSpans(): EventListener {
  const open = new Map<string, Span>();
  return (event: CrosstagEvent) => {
    if (event.type === "call-started") {
      const { provider, operation, region, account, resources, attempt } = event;
      const attributes = {
        "crosstag.provider": provider,
        "crosstag.region": region,
        "crosstag.resources": resources,
        "crosstag.attempt": attempt,
        ...(account !== undefined && { "crosstag.account": account }),
      };
      const span = tracer().startSpan(`${provider} ${operation}`, { kind: SpanKind.CLIENT, attributes });
      if (span.isRecording()) open.set(`${event.call}/${attempt}`, span);
    } else if (event.type === "call-settled") {
      const key = `${event.call}/${event.attempt}`;
      const span = open.get(key);
      if (span === undefined) return;
      open.delete(key);
      if (event.requestId !== undefined) span.setAttribute("crosstag.cloud_request_id", event.requestId);
      if (event.code !== undefined) {
        span.setAttribute("error.type", event.code);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    }
  };
}
