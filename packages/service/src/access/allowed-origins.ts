import type { HonoRequest, MiddlewareHandler } from "hono";
import { ServiceError } from "../http/service-error.ts";

/**
 * Whether no page of another origin sends a request.
 * @param isAllowed is given the header `Origin`: `http://127.0.0.1:8483`, or `null` for pages without an origin
 */
export function hasAllowedOrigin(request: HonoRequest, isAllowed: (origin: string) => boolean): boolean {
  const origin = request.header("Origin");
  if (origin !== undefined) return isAllowed(origin);
  const site = request.header("Sec-Fetch-Site");
  // `none`: the user typed the address. `same-site` is another port or subdomain.
  return site === undefined || site === "same-origin" || site === "none";
}

/**
 * Refuses requests that a page of another origin sends. Requests without an `Origin` header come from no page, or read from the
 * page's own origin; `Sec-Fetch-Site` shows the rest.
 * @param isAllowed is given the header: `http://127.0.0.1:8483`, or `null` for pages without an origin
 */
export function allowOrigins(isAllowed: (origin: string) => boolean): MiddlewareHandler {
  return async ({ req }, next) => {
    if (!hasAllowedOrigin(req, isAllowed))
      throw new ServiceError({
        code: "access-denied",
        message: "A page of another origin sent this request. Nothing was done.",
        hint: "Only the service's own pages may send requests from a browser.",
      });
    await next();
  };
}
