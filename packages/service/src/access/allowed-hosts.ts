import type { HonoRequest, MiddlewareHandler } from "hono";
import { ServiceError } from "../http/service-error.ts";

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Whether a `Host` header names this machine as only programs on it can reach it: `localhost`, `127.0.0.1:8483`, `[::1]`. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/**
 * Whether a request names an allowed host, in its `Host` header and in its target.
 * @param isAllowed is given the header in lower case, with its port
 */
export function hasAllowedHost(request: HonoRequest, isAllowed: (host: string) => boolean): boolean {
  const host = request.header("Host")?.toLowerCase() ?? "";
  // `GET http://other/path` names a host of its own.
  const target = /^https?:\/\/([^/?#]*)/.exec(request.url)?.[1] ?? "";
  return isAllowed(host) && isAllowed(target);
}

/**
 * Refuses requests whose `Host` header is not allowed, with 421. A page of another site can let its own name point to this
 * machine (DNS rebinding); its requests then have that name.
 * @param isAllowed is given the header in lower case, with its port
 */
export function allowHosts(isAllowed: (host: string) => boolean): MiddlewareHandler {
  return async ({ req }, next) => {
    if (!hasAllowedHost(req, isAllowed))
      throw new ServiceError({
        code: "access-denied",
        status: 421,
        message: "This service is not reached under the name in the Host header. Nothing was done.",
        hint: "Use the address that it printed when it started.",
      });
    await next();
  };
}
