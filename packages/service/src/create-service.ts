import { randomUUID } from "node:crypto";
import { systemClock, type Clock } from "@crosstag/core";
import { Hono, type MiddlewareHandler } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { AwsWireOptions } from "./aws-wire/aws-wire-options.ts";
import { createAwsWire } from "./aws-wire/create-aws-wire.ts";
import type { Caller } from "./caller.ts";
import { guardResponse } from "./http/guard-response.ts";
import { openapiDocument } from "./http/openapi-document.ts";
import { honoPath, operationRoute } from "./http/operation-route.ts";
import { problemResponse } from "./http/problem-response.ts";
import { RequestLives } from "./http/request-lives.ts";
import type { ServiceEnvironment } from "./http/service-environment.ts";
import { ServiceError } from "./http/service-error.ts";
import { unknownRoute } from "./http/unknown-route.ts";
import { operationHandlers, type OperationHandlers } from "./operation-handlers.ts";
import type { ServiceContext } from "./service-context.ts";

/** Options of `createService`. */
export interface ServiceOptions {
  /**
   * Says who calls.
   * @throws CrosstagError `unauthenticated` if that is not known
   */
  readonly authenticate: (request: Request) => Caller | Promise<Caller>;
  /** Called for every request, in their order, around everything else. Default: none. */
  readonly middleware?: readonly MiddlewareHandler<ServiceEnvironment>[] | undefined;
  /** Called for requests of operations, once the caller is known and allowed to use the operation. Default: none. */
  readonly operationMiddleware?: readonly MiddlewareHandler<ServiceEnvironment>[] | undefined;
  /** The protocol of AWS KMS at `POST /`. Default: it is not offered. */
  readonly awsWire?: AwsWireOptions | undefined;
  /** The largest body, in bytes. Default: 10 MiB. */
  readonly mostBodyBytes?: number | undefined;
  /** Milliseconds that a request which is answered with one document may take. Default: 300,000. */
  readonly timeLimitMs?: number | undefined;
  /** Measures the limits of time. Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Returns an id that no other request has. Default: a random UUID. */
  readonly newRequestId?: (() => string) | undefined;
}

/** The service, without a socket. */
export interface Service {
  /** Answers requests. Other routes can be added to it. */
  readonly app: Hono<ServiceEnvironment>;
  /** The requests under way. */
  readonly lives: RequestLives;
  /** Refuses new requests, and resolves when those under way have ended; after `drainMs` they are ended. */
  close(options?: { readonly drainMs?: number | undefined }): Promise<void>;
}

/** The largest body of a request, in bytes, unless another is given. */
export const MOST_BODY_BYTES = 10 * 1024 * 1024;
const TIME_LIMIT_MS = 300_000;

/** Creates the service over clouds that are open. It opens no socket: see `startService`. */
export function createService(context: ServiceContext, options: ServiceOptions): Service {
  const { clock = systemClock, newRequestId = randomUUID, middleware = [] } = options;
  const lives = new RequestLives(clock);
  const app = new Hono<ServiceEnvironment>();
  app.use(guardResponse(newRequestId), ...middleware);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: ({ get }, methods) => wrongMethod(get("requestId"), methods) }));
  app.onError((error, honoContext) => {
    honoContext.set("failure", error);
    return problemResponse(error, honoContext.get("requestId"));
  });
  const handlers = operationHandlers(context);
  const paths = Object.values(handlers).map(({ definition }) => definition.path);
  app.notFound(({ get, req }) => problemResponse(unknownRoute(req.path, paths), get("requestId")));
  addHealth(app, lives);
  addDescription(app);
  addOperations(app, handlers, { ...options, lives });
  if (options.awsWire !== undefined) app.route("/", createAwsWire(context, { ...options.awsWire, lives }));
  return { app, lives, close: ({ drainMs = 0 } = {}) => lives.drain(drainMs) };
}

/** What needs no token, and has nothing of the clouds. */
function addDescription(app: Hono<ServiceEnvironment>): void {
  app.get("/v1/openapi.json", async ({ body }) =>
    body(await openapiDocument(), { headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" } }),
  );
}

/** Whether the process runs, and whether new work should be sent to it. Neither needs a token, and neither has more. */
function addHealth(app: Hono<ServiceEnvironment>, lives: RequestLives): void {
  app.get("/healthz", ({ json }) => json({ status: "ok" }));
  app.get("/readyz", ({ json }) => (lives.draining ? json({ status: "stopping" }, 503) : json({ status: "ready" })));
}

function addOperations(
  app: Hono<ServiceEnvironment>,
  handlers: OperationHandlers,
  { lives, authenticate, operationMiddleware = [], ...options }: ServiceOptions & { readonly lives: RequestLives },
): void {
  const { mostBodyBytes = MOST_BODY_BYTES, timeLimitMs = TIME_LIMIT_MS } = options;
  for (const bound of Object.values(handlers)) {
    const { definition } = bound;
    const letIn: MiddlewareHandler<ServiceEnvironment> = async (honoContext, next) => {
      honoContext.set("operation", definition);
      const caller = await authenticate(honoContext.req.raw);
      honoContext.set("caller", caller);
      caller.allowOperation(definition.name);
      await next();
    };
    const route = operationRoute(bound, { lives, mostBodyBytes, timeLimitMs });
    app.on(definition.method.toUpperCase(), honoPath(bound), letIn, ...operationMiddleware, route);
  }
}

function wrongMethod(requestId: string, methods: readonly string[]): Response {
  const allow = methods.join(", ");
  const error = new ServiceError({
    code: "invalid-request",
    status: 405,
    message: "This address does not have this method.",
    hint: `It has: ${allow}.`,
    headers: { Allow: allow },
  });
  return problemResponse(error, requestId);
}
