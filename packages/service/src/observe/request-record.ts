import { CrosstagError } from "@crosstag/core";
import type { Context } from "hono";
import type { ServiceEnvironment } from "../http/service-environment.ts";
import { ServiceError } from "../http/service-error.ts";

/** One request in the log: a line of JSON. Never has a token, a tag value, or a text that a caller sent. */
export interface RequestRecord {
  /** When it was answered, in UTC. */
  readonly time: string;
  /** `warn`: refused. `error`: the service or a cloud failed. */
  readonly level: "info" | "warn" | "error";
  /** The service's own id of the request, as in its problem and the header `X-Request-Id`. */
  readonly requestId: string;
  /** The HTTP method; `other`: none of the usual ones. */
  readonly method: string;
  /** The name of the operation. Absent: an address that belongs to no operation. */
  readonly operation?: string;
  /** Absent: it was not known. */
  readonly caller?: string;
  /** The HTTP status. */
  readonly status: number;
  /** Milliseconds until the last byte of the answer was taken. */
  readonly durationMs: number;
  /** Outcomes by status. Absent: the answer has none. */
  readonly counts?: Readonly<Record<string, number>>;
  /** The answer was that of an earlier request with the same `Idempotency-Key`. */
  readonly replayed?: true;
  /** The code of the error. */
  readonly code?: string;
  /** The permission that the caller lacks. */
  readonly permission?: string;
  /** What is wrong with a file or a setting of the service, with its path, which answers do not have. */
  readonly problem?: string;
  /** Where the service failed: the names of functions and files, without the message of the error. */
  readonly stack?: string;
}

/** Returns the line of a request that has been answered. */
export function requestRecord(
  context: Context<ServiceEnvironment>,
  { time, durationMs }: { readonly time: Date; readonly durationMs: number },
): RequestRecord {
  const { status, headers } = context.res;
  const operation = context.get("operation")?.name;
  const caller = context.get("caller")?.name;
  const counts = context.get("counts");
  return {
    time: time.toISOString(),
    level: levelOf(status),
    requestId: context.get("requestId"),
    method: knownMethod(context.req.method),
    ...(operation !== undefined && { operation }),
    ...(caller !== undefined && { caller }),
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(counts !== undefined && { counts }),
    ...(headers.has("Idempotency-Replayed") && { replayed: true as const }),
    ...failureFields(context.get("failure")),
  };
}

function levelOf(status: number): RequestRecord["level"] {
  if (status >= 500) return "error";
  return status >= 400 ? "warn" : "info";
}

/** A method is a text of the caller. */
function knownMethod(method: string): string {
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : "other";
}

function failureFields(failure: unknown): Pick<RequestRecord, "code" | "permission" | "problem" | "stack"> {
  if (failure === undefined) return {};
  if (CrosstagError.is(failure)) {
    const permission = failure instanceof ServiceError ? failure.permission : undefined;
    const { code, message } = failure;
    return {
      code,
      ...(permission !== undefined && { permission }),
      ...(code === "configuration" && { problem: message }),
    };
  }
  const stack = failure instanceof Error ? failure.stack : undefined;
  const frames = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { code: "internal", ...(frames.length > 0 && { stack: frames.map((line) => line.trim()).join("; ") }) };
}
