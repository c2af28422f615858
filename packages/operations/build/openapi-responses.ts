import type { OperationDefinition } from "../src/index.ts";

/** The headers of answers. */
export const SHARED_HEADERS = {
  RequestId: {
    description: "The service's own id of the request; its log and its journal have the same.",
    schema: { type: "string" },
  },
  RetryAfter: { description: "Seconds after which another attempt can succeed.", schema: { type: "integer" } },
  IdempotencyReplayed: {
    description: "`true`: this is the answer of an earlier request with the same key, and nothing was done now.",
    schema: { type: "string", enum: ["true"] },
  },
} as const;

const PROBLEMS = {
  400: ["BadRequest", "The body is not JSON."],
  401: ["Unauthenticated", "The token is missing, wrong or expired."],
  403: ["AccessDenied", "The token may not do this; `permission` names what it lacks."],
  404: ["NotFound", "There is no such plan, run or resource."],
  409: ["Conflict", "The state of what it is about, or another request, prevents it."],
  413: ["TooLarge", "The body is larger than the service takes."],
  415: ["NotJson", "The body is not said to be JSON."],
  422: ["Refused", "The request breaks a rule. `violations` has all of them, and nothing was sent."],
  429: ["Throttled", "Too many requests, of this token or to the cloud."],
  500: ["Internal", "The service or its configuration is wrong."],
  502: ["BadGateway", "The cloud refused the service's own credentials."],
  503: ["Unavailable", "The cloud or the service is not available."],
  504: ["DeadlineExceeded", "There was no answer within the time allowed."],
} as const;

/** The failures as components. */
export function problemResponses(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, [name, description]]) => [
      name,
      {
        description,
        headers: {
          ...header("X-Request-Id", "RequestId"),
          ...((status === "429" || status === "503") && header("Retry-After", "RetryAfter")),
        },
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

/** The failures of one operation, by status. */
export function failuresOf({ method, path, effect }: OperationDefinition): Readonly<Record<string, object>> {
  const isAbsent = (status: string) =>
    (method === "get" && ["400", "413", "415"].includes(status)) ||
    (effect === "read" && status === "409") ||
    (!path.includes("{") && effect === "read" && status === "404");
  return Object.fromEntries(
    Object.entries(PROBLEMS).flatMap(([status, [name]]) =>
      isAbsent(status) ? [] : [[status, { $ref: `#/components/responses/${name}` }]],
    ),
  );
}

/** A header of an answer, by reference. */
export function header(name: string, component: keyof typeof SHARED_HEADERS): Readonly<Record<string, object>> {
  return { [name]: { $ref: `#/components/headers/${component}` } };
}
