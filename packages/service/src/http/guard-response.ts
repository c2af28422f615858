import type { MiddlewareHandler } from "hono";
import type { ServiceEnvironment } from "./service-environment.ts";

/**
 * Gives every request its id, and every answer the headers that all have.
 * @param newRequestId returns an id that no other request has
 */
export function guardResponse(newRequestId: () => string): MiddlewareHandler<ServiceEnvironment> {
  return async (context, next) => {
    const requestId = newRequestId();
    context.set("requestId", requestId);
    await next();
    const { headers } = context.res;
    headers.set("X-Request-Id", requestId);
    headers.set("X-Content-Type-Options", "nosniff");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  };
}
